"""A file's bytes in the place of its old ones: whole, or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from errno import EACCES
from pathlib import Path


def replace_file(name: str, data: bytes) -> None:
    """Write a file, new or in the place of one, whose permissions it keeps. Raises `OSError` that names it; then all is as it was.

    One that may not be written is not replaced either, though its folder would allow that.
    """
    path = Path(os.path.realpath(name))
    there = path.exists()
    if there and not os.access(path, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), name)
    aside = path.with_name(f".indexer-{secrets.token_hex(8)}")
    try:
        with aside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if there:
            shutil.copymode(path, aside)
        aside.replace(path)
    except BaseException as error:  # an interrupt too must leave no file beside
        with suppress(OSError):
            aside.unlink()
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, name) from error
        raise
