import gc
import itertools
import os
import secrets
import signal

import pytest
from hypothesis import settings

# No deadlines: how long things take is measured where it matters, and machines are shared.
settings.register_profile("dev", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=60, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# A shell lets what it starts in the background ignore Ctrl-C, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

_NUMBERS = itertools.count()


def pytest_xdist_auto_num_workers():
    """`-n auto`: tests wait for servers, browsers and disks, so one more than there are processors keeps those busy."""
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else (os.cpu_count() or 1) + 1


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


def pytest_collection_modifyitems(items):
    """The first test that needs a cluster waits until it is fetched and started."""
    for item in items:
        if "cluster" in getattr(item, "fixturenames", ()) or "opensearch" in item.nodeid:
            item.add_marker(pytest.mark.timeout(400))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """The address of a real cluster, without the name of an index. All workers of a run share it."""
    from cluster import NoCluster, shared  # noqa: PLC0415  # not every machine has what it needs

    base = tmp_path_factory.getbasetemp()
    try:
        url = shared((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cluster")
    except NoCluster as error:
        pytest.skip(str(error))
    return url


@pytest.fixture(scope="module")
def new_address(cluster):
    """Gives addresses of indexes that are not there yet, and that are removed after the last test of the module."""
    from cluster import ask  # noqa: PLC0415

    scheme, _, host = cluster.partition("://")
    prefix = f"test-{secrets.token_hex(6)}"
    numbers = itertools.count()
    yield lambda: f"{'opensearchs' if scheme == 'https' else 'opensearch+http'}://{host}/{prefix}-{next(numbers)}"
    ask(f"{cluster}/{prefix}-*", method="DELETE")


@pytest.fixture
def address(new_address):
    """The address of an index that is not there yet."""
    return new_address()
