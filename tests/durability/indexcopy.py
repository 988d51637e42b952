"""A copy of an index, to be spoilt."""

import shutil
from pathlib import Path


def copied(original):
    """The folder `index` here, in the place of an earlier copy."""
    folder = Path("index").absolute()
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, folder)
    return folder
