import gc
import itertools
import os
import signal

import pytest
from hypothesis import settings

# No deadlines: how long things take is measured where it matters, and machines are shared.
settings.register_profile("dev", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=120, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# A shell lets what it starts in the background ignore Ctrl-C, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

_NUMBERS = itertools.count()


def pytest_collection_finish():
    """What pytest knows of ten thousand tests stays to the end: the collector of rubbish need not look at it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def apart(tmp_path_factory):
    """A folder in which each test has its own. `mktemp` would look through those of all tests before it, each time."""
    return tmp_path_factory.mktemp("apart")


@pytest.fixture(autouse=True)
def _apart(apart, monkeypatch):
    """Every test stands in a folder of its own, above which there is no index, and in no one's settings."""
    here = apart / str(next(_NUMBERS))
    here.mkdir()
    monkeypatch.chdir(here)
    for name in ("INDEXER_INDEX", "NO_COLOR", "_INDEXER_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
