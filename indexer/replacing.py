"""Replacing the content of a file as a whole, or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from errno import EACCES
from pathlib import Path


def replace_file(name: str, data: bytes) -> None:
    """Write a file, or replace one and keep its permissions. Raises an `OSError` that names it, and then nothing has changed.

    A file that may not be written is not replaced, even if its folder would allow that.
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
    except BaseException as error:  # even an interrupt must not leave a file behind
        with suppress(OSError):
            aside.unlink()
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, name) from error
        raise
