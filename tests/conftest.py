import pytest


@pytest.fixture(autouse=True)
def _apart(tmp_path_factory, monkeypatch):
    """Every test stands in a folder of its own, above which there is no index, and in no one's settings."""
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
    for name in ("INDEXER_INDEX", "NO_COLOR", "_INDEXER_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
