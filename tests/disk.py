"""A disk between the index and the file system: it counts what is written, and can fail, end the process, or lose power.

Everything in this package that changes files goes through the calls that `Disk` stands in for, each of which is a step.
Reading is not touched.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Inode:
    """A file: what was written to it, and what of that a power cut leaves."""

    def __init__(self) -> None:
        self.content = b""
        self.flushed = b""


class Disk:
    """Counts steps below the folder `root`, and calls `at_step` with the number and the name of each before it is made."""

    def __init__(self, root: Path, at_step: Callable[[int, str], None]) -> None:
        self.root = Path(root)
        self.steps: list[str] = []
        self._at_step = at_step
        self._names: dict[Path, Inode] = {}  # as the system sees them
        self._flushed_names: dict[Path, dict[Path, Inode]] = {}  # by folder, as a power cut leaves them
        self._moved: list[tuple[Path, Path]] = []  # folders whose new names are not flushed yet
        self._folders: dict[int, Path] = {}
        self._files: dict[int, Inode] = {}
        self._learn()

    def _learn(self) -> None:
        """What is there already is on the disk."""
        for path in [self.root, *self.root.rglob("*")]:
            if path.is_dir():
                self._flushed_names[path] = {}
        for path in self.root.rglob("*"):
            if path.is_file():
                inode = Inode()
                inode.content = inode.flushed = path.read_bytes()
                self._names[path] = self._flushed_names[path.parent][path] = inode

    def step(self, name: str, path: Path) -> bool:
        """Whether a path is below the root; then a step is made."""
        if self.root not in (path, *path.parents):
            return False
        self.steps.append(f"{name} {path.name}")
        self._at_step(len(self.steps) - 1, name)
        return True

    @contextmanager
    def installed(self) -> Iterator[Disk]:
        """Stand between the package and the file system."""
        kept = [(owner, name, getattr(owner, name)) for owner, names in _PATCHED for name in names]
        originals = {f"{owner.__name__}.{name}": function for owner, name, function in kept}
        try:
            for owner, name, _ in kept:
                setattr(owner, name, self._stand_in(owner, name, originals))
            yield self
        finally:
            for owner, name, function in kept:
                setattr(owner, name, function)

    def _stand_in(self, owner: Any, name: str, originals: dict[str, Any]) -> Any:
        made = getattr(self, f"_{owner.__name__.lower()}_{name}")
        original = originals[f"{owner.__name__}.{name}"]
        return lambda *arguments, **options: made(original, *arguments, **options)

    def _path_open(self, original: Any, path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if not set(mode) & set("wxa+") or not self.step("open", path):
            return original(path, mode, *rest, **options)
        file = original(path, mode, *rest, **options)
        inode = self._names.setdefault(path, Inode())
        inode.content = b""
        return _File(file, self, path, inode, text="b" not in mode)

    def _path_rename(self, original: Any, path: Path, target: Path) -> Any:
        if self.step("rename", path):
            _move(self._names, path, Path(target))
            if path.is_dir():
                self._moved.append((path, Path(target)))
        return original(path, target)

    _path_replace = _path_rename

    def _path_unlink(self, original: Any, path: Path, **options: Any) -> None:
        if self.step("unlink", path):
            self._names.pop(path, None)
        original(path, **options)

    def _path_mkdir(self, original: Any, path: Path, *arguments: Any, **options: Any) -> None:
        self.step("mkdir", path)
        original(path, *arguments, **options)

    def _os_open(self, original: Any, path: Any, flags: int, *rest: Any, **options: Any) -> int:
        handle: int = original(path, flags, *rest, **options)
        if Path(path).is_dir():
            self._folders[handle] = Path(path)
        else:
            self._folders.pop(handle, None)
        return handle

    def _os_fsync(self, original: Any, handle: int) -> None:
        folder, inode = self._folders.get(handle), self._files.get(handle)
        if folder is not None and self.step("flush folder", folder):
            for source, target in [each for each in self._moved if each[1].parent == folder]:
                _move(self._flushed_names, source, target)
                for names in self._flushed_names.values():
                    _move(names, source, target)
                self._moved.remove((source, target))
            self._flushed_names[folder] = {path: each for path, each in self._names.items() if path.parent == folder}
        elif inode is not None and self.step("flush", self.root):
            inode.flushed = inode.content
        original(handle)

    def _os_utime(self, original: Any, path: Any, *arguments: Any, **options: Any) -> None:
        self.step("utime", Path(path))
        original(path, *arguments, **options)

    def _shutil_rmtree(self, original: Any, path: Any, *arguments: Any, **options: Any) -> None:
        if self.step("rmtree", Path(path)):
            for each in [each for each in self._names if Path(path) in each.parents]:
                del self._names[each]
        original(path, *arguments, **options)

    def written(self, path: Path, data: bytes, inode: Inode) -> None:
        """A piece of a file is written."""
        self.step("write", path)
        inode.content += data

    def opened(self, handle: int, inode: Inode) -> None:
        """A file may be flushed by this handle."""
        self._folders.pop(handle, None)
        self._files[handle] = inode

    def after_power_cut(self, folder: Path, *, names_flushed: bool, content_flushed: bool) -> None:
        """Make a folder of what is left; names, or contents, that were not flushed are lost or not."""
        names = dict(self._names)
        if names_flushed:
            names = {path: inode for each in self._flushed_names.values() for path, inode in each.items()}
        for path, inode in names.items():
            target = folder / path.relative_to(self.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(inode.flushed if content_flushed else inode.content)


def _move(names: dict[Path, Any], source: Path, target: Path) -> None:
    for path in [path for path in names if source in (path, *path.parents)]:
        names[target / path.relative_to(source)] = names.pop(path)


class _File:
    """A file whose pieces go to the disk one by one."""

    def __init__(self, file: Any, disk: Disk, path: Path, inode: Inode, *, text: bool) -> None:
        self._file, self._disk, self._path, self._inode, self._text = file, disk, path, inode, text
        disk.opened(file.fileno(), inode)

    def write(self, data: Any) -> int:
        self._disk.written(self._path, data.encode() if self._text else bytes(data), self._inode)
        written: int = self._file.write(data)
        self._file.flush()
        return written

    def __enter__(self) -> _File:  # noqa: PYI034  # Self is younger than Python 3.10
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


_PATCHED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Path, ("open", "rename", "replace", "unlink", "mkdir")),
    (os, ("open", "fsync", "utime")),
    (shutil, ("rmtree",)),
)
