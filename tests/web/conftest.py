import pytest
from texts import TEXTS, client_of, ingest

from indexer import Corpus


@pytest.fixture(scope="session")
def shelved(tmp_path_factory):
    """The index of all texts, and what asks its pages."""
    index = ingest(tmp_path_factory.mktemp("pages"), TEXTS)
    with Corpus.open(index) as corpus:
        yield corpus, client_of(corpus)


@pytest.fixture
def corpus(shelved):
    return shelved[0]


@pytest.fixture
def client(shelved):
    return shelved[1]
