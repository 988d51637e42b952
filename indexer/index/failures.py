"""From errors in reading and writing the files of an index to errors of this package."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, NoReturn

from indexer.errors import IndexDamaged, IndexerError, IndexFailure, IndexNotFound

if TYPE_CHECKING:
    from indexer.index import Folder

# Errors that are due to the place and not to the files. For damaged files the system reports an invalid argument.
CIRCUMSTANCES = frozenset(
    {
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EMFILE,
        errno.ENFILE,
        errno.EISDIR,
        errno.ENOLCK,
        errno.ENOSYS,
        errno.EOPNOTSUPP,
    }
)


class translated_errors:  # noqa: N801  # named as what `contextlib` makes, which would take a microsecond of each query
    """Translate errors in a block that only reads or writes the files of an index: an unexpected one means a damaged file."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        # A misspelt name is a bug of this program, whatever is in the files.
        if isinstance(error, Exception) and not isinstance(error, (IndexerError, MemoryError, NameError)):
            self._raise(error)

    def _raise(self, error: Exception) -> NoReturn:
        """As what `error` is: of a broken file, arrays lead to anything, such as index, value, key and compression."""
        if isinstance(error, OSError) and error.errno in CIRCUMSTANCES:
            raise IndexFailure(
                f"The index {self._folder} cannot be used: {error.strerror or error}. Check its permissions and the space left; "
                "what it held before is unharmed."
            ) from error
        if isinstance(error, FileNotFoundError) and not os.path.isdir(self._folder):  # noqa: PTH112  # who asks an index loads no paths
            raise IndexNotFound(
                f"There is no index at {self._folder} any more. `indexer ingest PATH…` makes one."
            ) from error
        raise IndexDamaged(
            f"The index {self._folder} is damaged ({type(error).__name__}: {error}). "
            "`indexer check` lists all that is, `indexer rebuild` saves what is sound."
        ) from error
