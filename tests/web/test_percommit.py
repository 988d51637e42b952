"""What is made once for a commit, while others ask."""

import gc
import weakref
from threading import Barrier, Event, Thread

import pytest
from texts import NOTES, client_of, ingest

from indexer import Corpus
from indexer.errors import IndexDamaged
from indexer.web import percommit
from indexer.web.percommit import NotReady, PerCommit


@pytest.fixture
def corpus(tmp_path):
    with Corpus.open(ingest(tmp_path, {"notes.md": NOTES})) as opened:
        yield opened


def test_many_who_ask_at_once_get_what_is_made_once(corpus):
    made, start = [], Barrier(8)
    counted = PerCommit(lambda corpus: made.append(corpus.count("fish")) or made[0])
    found = []

    def ask():
        start.wait()
        found.append(counted.of(corpus, None))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [1] * 8
    assert made == [1]


def test_who_asks_too_early_is_told_and_gets_it_later(corpus):
    go = Event()
    slow = PerCommit(lambda corpus: go.wait() and corpus.commit)

    with pytest.raises(NotReady):
        slow.of(corpus, 0)
    with pytest.raises(NotReady):
        slow.of(corpus, 0.01)
    go.set()
    assert slow.of(corpus, None) == corpus.commit


def test_a_failure_is_told_and_what_failed_is_made_again(corpus):
    left = [IndexDamaged("gone")]

    def make(corpus):
        if left:
            raise left.pop()
        return corpus.commit

    failing = PerCommit(make)

    with pytest.raises(IndexDamaged):
        failing.of(corpus, None)
    assert failing.of(corpus, None) == corpus.commit


def test_it_is_kept_no_longer_than_its_commit(corpus):
    class Made:
        pass

    made = PerCommit(lambda _corpus: Made())
    frozen = corpus.frozen()
    seen = weakref.ref(made.of(frozen, None))

    assert seen() is not None
    del frozen
    for _ in range(100):  # the thread that made it may still be ending
        gc.collect()
        if seen() is None:
            break
        Event().wait(0.05)
    assert seen() is None


@pytest.mark.parametrize("address", ["/overview", "/documents", "/sources", "/sources?sort=title"])
def test_a_page_that_is_being_counted_says_so_and_comes_by_itself(corpus, monkeypatch, address):
    go = Event()
    for each in (percommit.DOCUMENTS, percommit.STATS, percommit.SOURCES, *percommit.ORDERED.values()):
        monkeypatch.setattr(each, "_make", lambda corpus, make=each._make: go.wait() and make(corpus))
    monkeypatch.setattr(percommit.PerCommit.of, "__defaults__", (0.01,))
    client = client_of(corpus)

    answer = client.get(address)
    assert (answer.status_code, answer.headers["refresh"]) == (202, "2")
    assert "This is being counted" in answer.text
    assert "etag" not in answer.headers
    go.set()
    while answer.status_code == 202:
        answer = client.get(address)
    assert answer.status_code == 200
    assert client.get("/?q=fish").status_code == 200
