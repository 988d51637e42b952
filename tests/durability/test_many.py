"""Many documents, folders and sources: what a question costs for each of them must not grow with how many there are."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from timing import assert_grows_with_size, seconds

from indexer import Corpus, extract_text
from indexer.audit.across import Across
from indexer.audit.settings import AuditSettings
from indexer.audit.text import Text
from indexer.errors import NotFound
from indexer.files import Walk
from indexer.index.segments import claims
from indexer.ingesting import Run
from indexer.meaning import NameLookup


def known_in(folders):
    return {f"texts/{folder}/{name}.md": "x" for folder in range(folders) for name in range(10)}


def test_many_folders_are_named():
    def make(size):
        folders = [f"/vault/texts/{each}" for each in range(size)]
        walk = Walk("/vault", frozenset(), folders=folders, unread=folders[::2])
        books = Run(walk, known := known_in(size), lambda: pytest.fail("nothing is written"))
        return lambda: books.look_for_gone(set(known), prune=True)

    assert_grows_with_size(lambda size: seconds(make(size)), 200)


def test_many_folders_are_removed():
    def make(size):
        names = NameLookup(SimpleNamespace(digests=lambda: known_in(size)), "/vault")
        return lambda: names.came_from(f"/vault/texts/{each}" for each in range(size))

    assert_grows_with_size(lambda size: seconds(make(size)), 200)


def test_folders_and_documents_are_removed_together():
    known = {"a/b/1.md": "x", "a/b/2.md": "x", "a/3.md": "x", "c/4.md": "x:-", "d.md": "x", "/far/5.md": "x"}
    names = NameLookup(SimpleNamespace(digests=lambda: known), "/vault")
    assert names.came_from(["/vault/a", "/vault/a/b", "d.md"]) == {"a/b/1.md", "a/b/2.md", "a/3.md", "d.md"}
    assert names.came_from(["/"]) == set(known) - {"c/4.md"}
    for unknown in (["d.md", "/vault/a/b/1.md/x"], ["/vault/c"], ["a", " "]):
        with pytest.raises(NotFound):
            names.came_from(unknown)


def test_many_sources_are_audited_together():
    def make(size):
        cited = "\n\n".join(f"Fish swam [{each}].\n\n[{each}]: https://a.example/{each}" for each in range(1, size))
        large, small = (Text(extract_text(each, as_format="markdown")) for each in (cited, cited[:60]))

        def add_all():
            across = Across(AuditSettings())
            for each in (large, *[small] * size):
                across.add(each)

        return add_all

    assert_grows_with_size(lambda size: seconds(make(size)), 500)


def test_of_many_documents_few_are_read_to_tell_that_a_source_is_unknown(monkeypatch):
    Path("texts").mkdir()
    monkeypatch.setattr("indexer.meaning.HINTED", 10)
    for each in range(40):
        Path(f"texts/{each}.md").write_text(f"Fish swam [1].\n\n[1]: https://a.example/{each}\n")
    with Corpus.open("index", create=True) as corpus:
        corpus.ingest("texts")
        read = []
        summary = claims.summary
        monkeypatch.setattr(claims, "summary", lambda *args: read.append(args) or summary(*args))
        with pytest.raises(NotFound, match="no source 'birds'"):
            corpus.claims(source="birds")
        assert len(read) < 20
