"""How the engine's failures become ours."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import IndexDamaged, IndexerError, IndexFailure, IndexLocked, IndexVersion
from indexer.index.whoosh.engine import index as whoosh_index

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
    }
)


@contextlib.contextmanager
def answering(folder: Path) -> Iterator[None]:
    """Around calls of the engine only: what it stumbles over is a damaged file, for which it has no errors."""
    try:
        yield
    except (IndexerError, MemoryError):
        raise
    except whoosh_index.LockError as error:
        raise IndexLocked(f"The index {folder} is locked by another program. Try again when that has ended.") from error
    except whoosh_index.IndexVersionError as error:
        raise IndexVersion(
            f"The index {folder} was made by another version of its engine. "
            "Ingest the texts again into a new index: `indexer ingest --index NEW PATH…`."
        ) from error
    except Exception as error:
        # The engine meets broken files with whatever its parsers trip over: struct, pickle, index and key errors.
        if isinstance(error, OSError) and error.errno in CIRCUMSTANCES:
            raise IndexFailure(
                f"The index {folder} cannot be used: {error}. Check its permissions and the space left; "
                "what it held before is unharmed."
            ) from error
        raise IndexDamaged(
            f"The index {folder} is damaged ({type(error).__name__}: {error}). "
            "Move the folder away and ingest the texts again: `indexer ingest PATH…`."
        ) from error
