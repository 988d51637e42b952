"""How the failures of an index's files become ours."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer.errors import IndexDamaged, IndexerError, IndexFailure

if TYPE_CHECKING:
    from indexer.index import Folder

# What is the fault of the place and not of the files. Of damaged files, the system says that an argument is invalid.
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


@contextlib.contextmanager
def answering(folder: Folder) -> Iterator[None]:
    """Around what reads or writes the files of an index, and nothing else: what it stumbles over is a damaged file."""
    try:
        yield
    except (IndexerError, MemoryError, NameError):  # the last is a fault of ours, whatever the files hold
        raise
    except Exception as error:  # whatever the arrays of a broken file lead to: index, value, key, compression
        if isinstance(error, OSError) and error.errno in CIRCUMSTANCES:
            raise IndexFailure(
                f"The index {folder} cannot be used: {error}. Check its permissions and the space left; "
                "what it held before is unharmed."
            ) from error
        raise IndexDamaged(
            f"The index {folder} is damaged ({type(error).__name__}: {error}). "
            "`indexer check` lists all that is, `indexer rebuild` saves what is sound."
        ) from error
