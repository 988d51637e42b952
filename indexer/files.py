# ruff: noqa: PTH100, PTH112, PTH123, PTH114, PTH116, PTH118, PTH120, PTH122  # paths stay the strings that they are given as: a Path would fold `./` and `..`
r"""From the paths that a caller names to the texts to read: folders are walked, and what cannot be read is a `Failure`.

Paths become uris here and nowhere else: relative to the root if the file lies under it, otherwise absolute, always
with `/`. A byte of a name that is not UTF-8 is written `\xNN`, so that every uri can be stored and printed, and is the
same in every locale.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from indexer.errors import IndexerError
from indexer.late import dataclass, field
from indexer.patterns import pattern
from indexer.reports import Failure

if TYPE_CHECKING:
    import pathspec

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

STDIN = "-"

_NOT_A_TEXT = {
    stat.S_IFIFO: "is a pipe, not a file; write `-` and feed it to standard input",
    stat.S_IFSOCK: "is a socket, not a file",
    stat.S_IFCHR: "is a device, not a file",
    stat.S_IFBLK: "is a device, not a file",
}
_DANGLING = "links to a file that is not there"
_NOWHERE = {errno.ENOENT: _DANGLING, errno.ELOOP: "links to itself"}
LARGEST = 100 << 20
"""Bytes of the largest text that is read by default. Reading one takes ten to forty times as much memory, the most where sentences are short."""
_HEAD = 1 << 14  # bytes by which a text is told from another file
_FORCED = ":"
_FROM_STDIN = ":-"
_BIBLIOGRAPHY = ":+"
_ESCAPED = pattern(rb"\\x([89a-f][0-9a-f])")


@dataclass(frozen=True, slots=True)
class Input:
    """A text to read: the file at `path`, or for standard input the bytes `data`; at most `largest` bytes are read."""

    uri: str
    path: str
    data: bytes | None = None
    largest: int = LARGEST


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A pattern as in `.gitignore`, relative to `folder` wherever a walk begins. It does not exclude a file that is named itself."""

    pattern: str
    folder: str


def as_paths(paths: Paths) -> list[str]:
    """One path or many, as a list."""
    if isinstance(paths, (str, os.PathLike)):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]


def fingerprint(data: bytes, *, as_format: str | None, from_stdin: bool) -> str:
    """The digest of the bytes, followed by what else decides whether an input is unchanged: a forced format.

    Texts from standard input are marked as well, because no file can prove them gone.
    """
    import hashlib  # noqa: PLC0415  # needed only to read texts

    forced = _FORCED + as_format if as_format else ""
    return hashlib.sha256(data).hexdigest() + forced + _FROM_STDIN * from_stdin


def with_bibliography(stamp: str, bibliography: str) -> str:
    """The fingerprint of a text that names works by keys, which includes the stamp of its bibliography."""
    text, stdin, _ = stamp.partition(_FROM_STDIN)
    return text + _BIBLIOGRAPHY + bibliography + stdin


def bibliography_of(stamp: str) -> tuple[str, str | None]:
    """A fingerprint without the stamp of the bibliography, and that stamp, or None if it has none."""
    text, sign, rest = stamp.partition(_BIBLIOGRAPHY)
    bibliography, stdin, _ = rest.partition(_FROM_STDIN)
    return (text + stdin, bibliography) if sign else (stamp, None)


def came_from_stdin(stamp: str) -> bool:
    """Whether a fingerprint is that of a text from standard input."""
    return stamp.endswith(_FROM_STDIN)


def digest_of(stamp: str) -> str:
    """The digest within a fingerprint."""
    return stamp.partition(_FORCED)[0]


def forced_format(stamp: str) -> str | None:
    """The format in a fingerprint, if one was forced."""
    forced = bibliography_of(stamp)[0].removesuffix(_FROM_STDIN).partition(_FORCED)[2]
    return forced or None


def printable(name: str) -> str:
    """The name with every byte that is not UTF-8 written as an escape."""
    try:
        data = os.fsencode(name)
    except UnicodeEncodeError:  # not a file name on this system, such as half of a surrogate pair
        data = name.encode("utf-8", "backslashreplace")
    return data.decode("utf-8", "backslashreplace")


def is_inside(path: str, folder: str) -> bool:
    """Whether the absolute `path` is `folder` or lies under it, judged by the names alone."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def locate(path: str | os.PathLike[str], root: str) -> str:
    """The absolute path of `path`, written as a path under `root` if it leads there, also through links."""
    absolute = os.path.abspath(path)
    if is_inside(absolute, root):
        return absolute
    real, real_root = os.path.realpath(absolute), os.path.realpath(root)
    if is_inside(real, real_root):
        return os.path.normpath(os.path.join(root, os.path.relpath(real, real_root)))
    return absolute


def uri_of(located: str, root: str) -> str:
    """The uri of a located path."""
    name = located[len(root) :].lstrip(os.sep) or os.curdir if is_inside(located, root) else located
    return printable(name.replace(os.sep, "/"))


def placing(folders: Iterable[str], root: str) -> Callable[[str], tuple[str, ...]]:
    """What tells under which of the located `folders` the document of a uri would lie, however many there are."""
    named = frozenset(folders)

    @cache  # most documents share a folder with others
    def above(path: str) -> tuple[str, ...]:
        found = []
        while True:
            if path in named:
                found.append(path)
            parent = os.path.dirname(path)
            if parent == path:
                return tuple(found)
            path = parent

    def places(uri: str) -> tuple[str, ...]:
        path = os.path.normpath(os.path.join(root, uri))
        found = above(os.path.dirname(path))
        return (path, *found) if path in named else found

    return places


def is_gone(uri: str, root: str) -> bool:
    """Whether it is certain that the file of this uri no longer exists."""
    written = uri.encode("utf-8", "backslashreplace")
    unescaped = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), written)
    return all(_is_absent(os.path.join(os.fsencode(root), name)) for name in (written, unescaped))


def _is_absent(path: bytes) -> bool:
    try:
        os.lstat(path)
    except (OSError, ValueError) as error:
        return isinstance(error, (FileNotFoundError, NotADirectoryError))
    return False


def reason(error: OSError | ValueError) -> str:
    """The message of an error of the operating system, without its number and the path."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


@dataclass(slots=True)
class Walk:
    """One walk over the paths that a caller named.

    `suffixes` are those of the files that are read in folders, `exclude` are patterns as in `.gitignore`, relative to the
    folder named unless they name another, and `index` is the folder of the index, which holds no texts. Texts may have
    `largest` bytes. For the suffixes in `shared`, which other files have too, `is_text` decides by name and first bytes
    whether a file in a folder is a text: `package.json` is passed over. `notice` is called with a message for each broken link
    in a folder and for each named file that is excluded. After the walk `folders` are the folders that were named and found, `empty` those of them without a text, each
    with its name as given, and `unread` all folders that could not be listed; they are paths as `locate` gives them.
    """

    root: str
    suffixes: frozenset[str]
    exclude: Sequence[str | Exclusion] = ()
    index: str | None = None
    name: str | None = None
    largest: int = LARGEST
    shared: frozenset[str] = frozenset()
    is_text: Callable[[str, bytes], bool] | None = None
    notice: Callable[[str], None] | None = None
    folders: list[str] = field(default_factory=list)
    empty: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    _patterns: list[tuple[str | None, pathspec.GitIgnoreSpec]] = field(default_factory=list)
    _index: tuple[int, int] | None = None
    _uris: set[str] = field(default_factory=set)
    _visited: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for each in self.exclude:
            folder, written = (each.folder, each.pattern) if isinstance(each, Exclusion) else (None, each)
            if (found := patterns([written])) is not None:
                self._patterns.append((folder, found))
        self._index = _identity(os.stat(self.index)) if self.index and os.path.isdir(self.index) else None

    def inputs(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Input | Failure]:
        """Every text once, in the order of `paths` and by name within a folder, with failures in their place."""
        for path in paths:
            for item in self._named(os.fspath(path)):
                if isinstance(item, Failure):
                    yield item
                elif item.uri not in self._uris:
                    self._uris.add(item.uri)
                    yield item

    def _named(self, path: str) -> Iterator[Input | Failure]:
        if path == STDIN:
            yield self._standard_input()
            return
        shown = printable(path) or "''"
        try:
            mode = os.stat(path).st_mode
        except FileNotFoundError:
            # A broken link needs another remedy than a misspelt name.
            yield Failure(shown, _DANGLING if os.path.islink(path) else "no such file or folder")
        except (OSError, ValueError) as error:
            yield Failure(shown, f"cannot be read: {reason(error)}")
        else:
            located = locate(path, self.root)
            if stat.S_ISDIR(mode):
                yield from self._folder(located, shown)
            elif not self._is_excluded(located, os.path.dirname(located), is_named=True):
                yield self._file(located, mode, shown)
            elif self.notice is not None:
                self.notice(f"{shown}: is excluded by a pattern, and is passed over")

    def _standard_input(self) -> Input | Failure:
        name = printable(self.name or STDIN)
        if sys.stdin is None:  # closed (`<&-`), or there is no console
            return Failure(name, "standard input cannot be read: it is closed")
        try:
            return Input(name, name, sys.stdin.buffer.read(self.largest + 1), self.largest)
        except OSError as error:
            return Failure(name, f"standard input cannot be read: {reason(error)}")

    def _file(self, path: str, mode: int, shown: str = "") -> Input | Failure:
        uri = uri_of(path, self.root)
        if stat.S_ISREG(mode):
            return Input(uri, path, None, self.largest)
        return Failure(shown or uri, _NOT_A_TEXT.get(stat.S_IFMT(mode), "is not a file"))

    def _folder(self, folder: str, shown: str) -> Iterator[Input | Failure]:
        identity = _identity(os.stat(folder))
        if identity == self._index:
            yield Failure(shown, "is the index itself; name the folder that holds the texts")
            return
        self.folders.append(folder)
        was_visited = identity in self._visited  # named twice, or inside another folder: not empty
        found = False
        for item in self._below(folder):
            found = True
            yield item
        if not found and not was_visited:
            self.empty[folder] = shown

    def _below(self, top: str) -> Iterator[Input | Failure]:
        waiting = [top]
        while waiting:
            path = waiting.pop()
            try:
                mode = os.stat(path).st_mode
                if stat.S_ISDIR(mode):
                    waiting += self._entries(path, top)
                    continue
            except OSError as error:
                if error.errno in _NOWHERE and os.path.islink(path):  # there is no text that could be lost
                    if self.notice is not None:
                        self.notice(f"{uri_of(path, self.root)}: {_NOWHERE[error.errno]}, and is passed over")
                    continue
                if os.path.isdir(path):
                    self.unread.append(path)
                yield Failure(uri_of(path, self.root), f"cannot be read: {reason(error)}")
                continue
            yield self._file(path, mode)

    def _entries(self, folder: str, top: str) -> list[str]:
        """The paths to visit in `folder`, last name first; none if the folder was visited under another name."""
        identity = _identity(os.stat(folder))
        if identity == self._index or identity in self._visited:
            return []
        with os.scandir(folder) as entries:
            chosen = [entry.path for entry in entries if self._is_wanted(entry, top)]
        self._visited.add(identity)
        return sorted(chosen, reverse=True)

    def _is_wanted(self, entry: os.DirEntry[str], top: str) -> bool:
        if entry.name.startswith("."):
            return False
        is_folder = _is_folder(entry)
        suffix = os.path.splitext(entry.name)[1].lower()
        if not is_folder and suffix not in self.suffixes:
            return False
        if self._is_excluded(entry.path, top, is_folder=is_folder):
            return False
        doubtful = not is_folder and suffix in self.shared
        return not doubtful or self.is_text is None or self.is_text(entry.name, _head(entry.path))

    def _is_excluded(self, path: str, top: str, *, is_folder: bool = False, is_named: bool = False) -> bool:
        """Whether the last pattern that matches excludes the path, which was found below `top` or named."""
        excluded = False
        for folder, found in self._patterns:
            if folder is not None and (is_named or _fits(found, top, folder, is_folder=True)):
                continue
            fits = _fits(found, path, top if folder is None else folder, is_folder=is_folder)
            excluded = excluded if fits is None else fits
        return excluded


def _fits(found: pathspec.GitIgnoreSpec, path: str, folder: str, *, is_folder: bool) -> bool | None:
    """Whether a pattern relative to a folder excludes a path (True) or includes it again (False); None if it does not match."""
    if path == folder or not is_inside(path, folder):
        return None
    relative = printable(os.path.relpath(path, folder).replace(os.sep, "/"))
    return found.check_file(relative + "/" * is_folder).include


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _head(path: str) -> bytes:
    """The first bytes of a file; empty if it cannot be read, which is reported when the file itself is read."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return b""
        with open(path, "rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def patterns(written: Sequence[str]) -> pathspec.GitIgnoreSpec | None:
    """Patterns as in .gitignore, compiled; None if there are none. Raises `IndexerError` for an invalid one."""
    if not written:
        return None
    import pathspec  # noqa: PLC0415  # needed only by a run with patterns

    try:
        return pathspec.GitIgnoreSpec.from_lines(written)
    except ValueError as error:
        message = f"a pattern is invalid: {error}; patterns are written as in .gitignore"
        raise IndexerError(message) from error
