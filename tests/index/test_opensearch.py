"""What only an index on a cluster has: tokens of its own making, many writers, and rows that nobody sees any more."""

from __future__ import annotations

import contextlib
import contextvars
import dataclasses
import random
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from cluster import ask, index_url
from test_contract import ALL, LONG, NOTE, A, B, make, make_claim, put, reference, statements

from indexer import Corpus, check_index, rebuild_index
from indexer.cli.application import application
from indexer.errors import IndexDamaged, IndexFailure, IndexNotFound, IndexVersion, QueryTooSlow
from indexer.index.analysis import terms, tokens, written
from indexer.index.backends import open_index
from indexer.index.deadline import set_deadline
from indexer.index.opensearch import head, sums
from indexer.index.opensearch.mapping import JOINT, written_terms
from indexer.index.parser import parse
from indexer.index.store import SegmentIndex

TEXTS = [
    "The Yongin sites' nationalised plans stay, don't they?",
    "Le café de l'économie — Straße, Øresund, œuvre",
    "See § 12 and §§ 3.14 of 1,000 in C++ and C#, U.S. and AT&T at 20 %",
    "5nm GPT4 COVID-19 AI-based",
    "政府推动半导体产业发展。 AI反映5年 한국의 반도체를 ｶﾞﾗｽ 東京タワー 𠀋𠀌",
    "aͺb नमस्ते दुनिया שָׁלוֹם x" + "y" * 300,
    "…",
]


@pytest.fixture
def index(address):
    with contextlib.closing(open_index(address, create=True)) as opened:
        yield opened


def call(address, path, body=None, method=None):
    return ask(index_url(address) + path, body, method)


def rows(address, query=None):
    call(address, "/_refresh", method="POST")
    found = call(address, "/_search", {"size": 1000, "query": query or {"exists": {"field": "kind"}}})
    return [hit["_source"] for hit in found["hits"]["hits"]]


def run(*words):
    result = CliRunner().invoke(application, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("text", TEXTS)
def test_the_cluster_has_the_tokens_of_the_local_index(index, address, text):
    put(index, make("a.md", text))
    call(address, "/_refresh", method="POST")
    (hit,) = call(address, "/_search", {"query": {"term": {"kind": "claim"}}})["hits"]["hits"]

    vectors = call(address, f"/_termvectors/{hit['_id']}?fields=statement,statement_words")["term_vectors"]

    there = {
        (token["position"], term.replace(JOINT, "").replace("␣", " "))
        for term, said in vectors.get("statement", {"terms": {}})["terms"].items()
        for token in said["tokens"]
    }
    ours = {(token.position, token.term) for token in tokens(text)}
    firsts = {(token.position, token.term[0]) for token in tokens(text) if JOINT in written_terms(token.term)[0]}
    assert there == ours | firsts
    words = {word.replace("␣", " ") for word in vectors.get("statement_words", {"terms": {}})["terms"]}
    assert words == {found.word for found in written(text)}


@pytest.mark.usefixtures("index")
def test_every_letter_becomes_one_token(address):
    """Whatever letters fold to, the cluster must not take it apart, nor leave it out."""
    letters = [
        chr(code) for code in range(0x20, 0x30000, 1 if LONG else 29) if chr(code).isprintable() and terms(chr(code))
    ]
    written_down = [written_terms(letter)[0] for letter in letters]

    for at in range(0, len(letters), 5000):
        said = call(address, "/_analyze", {"analyzer": "steps", "text": " ".join(written_down[at : at + 5000])})
        assert [token["token"] for token in said["tokens"]] == " ".join(written_down[at : at + 5000]).split(" ")
    assert all(len(each.split()) == len(tokens(letter)) for each, letter in zip(written_down, letters, strict=True))


@pytest.mark.parametrize(("told", "counts_all"), [(3, True), (2000, False)])
def test_what_shards_do_not_tell_of_is_counted(address, monkeypatch, told, counts_all):
    """Each shard tells of some sources only. Where that may not be enough, and only there, all are counted."""
    dice = random.Random(3)  # noqa: S311  (the same each time is what is wanted)
    documents = [
        make(f"{number}.md", make_claim("A chip.", source_ids=[f"s{int(60 * dice.random() ** 2):02}"]))
        for number in range(300)
    ]
    asked = []
    monkeypatch.setattr(sums, "_TOLD", told)
    monkeypatch.setattr(sums, "_all", lambda *given, every=sums._all: asked.append(given) or every(*given))
    with contextlib.closing(open_index(f"{address}?shards=3", create=True)) as index:
        put(index, *documents)
        counts = index.counts(parse("chip"), ALL, 3)

    every = Counter(claim.source_ids[0] for document in documents for claim in document.claims)
    assert counts.sources == tuple(sorted(every.items(), key=lambda pair: (-pair[1], pair[0]))[:3])
    assert any("sources" in given for given in asked) is counts_all


WORDS = "chip plant Korea subsidy export yield wafer fab memory lithography supply price".split()
QUESTIONS = [
    "chip",
    "chip plant",
    "chip OR wafer",
    '"chip plant"',
    "memory -price",
    "lith*",
    "wafer korea OR yield",
    "sub*",
]


def test_the_best_ten_are_nearly_those_of_the_local_index(index, tmp_path):
    chance = random.Random(1)  # noqa: S311
    texts = [" ".join(chance.choices(WORDS, range(1, 13), k=2 + at % 9)) for at in range(400)]
    local = open_index(tmp_path / "index", create=True)
    assert isinstance(local, SegmentIndex)
    for store in (index, local):
        put(store, *(make(f"{at}.md", *texts[at : at + 40]) for at in range(0, 400, 40)))

    overlaps = []
    for question in QUESTIONS:
        best = [{hit.claim.id for hit in store.search(parse(question), ALL, limit=10)} for store in (index, local)]
        assert statements(index, question) == statements(local, question)
        overlaps.append(len(best[0] & best[1]) / max(1, len(best[1])))
    local.close()
    assert min(overlaps) >= 0.7
    assert sum(overlaps) / len(overlaps) >= 0.9


def test_a_long_list_comes_in_pages_without_gap_or_repeat(index):
    put(index, *(make(f"{at:02}.md", *(f"same words {at} {number}" for number in range(250))) for at in range(10)))

    for sort in ("score", "document"):
        found = [hit.claim.id for hit in index.search(parse("same"), ALL, limit=None, sort=sort)]
        assert len(found) == len(set(found)) == 2500
        assert [hit.claim.id for hit in index.search(parse("same"), ALL, limit=None, offset=2400, sort=sort)] == found[
            2400:
        ]
    claims = list(index.claims(ALL))
    assert len(claims) == 2500
    assert list(index.claims(ALL, limit=1200, offset=700)) == claims[700:1900]


def test_what_is_frozen_stays_through_commits_and_a_list_stays_what_it_was(index):
    put(index, make("a.md", *(f"old {number}" for number in range(1500))))
    frozen, claims = index.frozen(), index.claims(ALL)
    first = next(claims)
    put(index, make("a.md", "new"))

    assert len({first.statement, *(claim.statement for claim in claims)}) == 1500
    assert statements(frozen, "new OR old") == {f"old {number}" for number in range(1500)}
    assert frozen.commit != index.commit
    assert statements(index, "new OR old") == {"new"}


def test_two_writers_of_one_document_leave_one(index, address):
    put(index, make("a.md", "before"))
    other = open_index(address)
    with index.writer(1) as first:
        first.put(make("a.md", "first", "first too"))
        with other.writer(1) as second:
            second.put(make("a.md", "second"))
            second.put(make("b.md", "beside"))
        assert statements(index, "-zzz") == {"second", "beside"}

    assert statements(index, "-zzz") == {"first", "first too", "beside"}
    assert index.digests().keys() == {"a.md", "b.md"}
    assert list(check_index(address)) == []
    other.close()


def test_hosts_that_ingest_the_same_texts_at_once_leave_each_once(address, tmp_path, monkeypatch):
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(20):
        (texts / f"{number}.md").write_text(
            f"Fish number {number} swim [1].\n\nBirds fly.\n\n[1]: https://a.example/{number}\n"
        )
    monkeypatch.chdir(tmp_path)
    command = [sys.executable, "-m", "indexer", "ingest", "--index", address, "texts"]
    hosts = [subprocess.Popen(command) for _ in range(3)]

    assert [host.wait() for host in hosts] == [0, 0, 0]
    with Corpus.open(address) as corpus:
        assert [each.uri for each in corpus.documents()] == sorted(f"texts/{number}.md" for number in range(20))
        assert len(list(corpus.claims())) == 40
        assert corpus.ingest("texts").unchanged == 20
    assert list(check_index(address)) == []


def test_jobs_write_to_a_cluster_too(address, tmp_path, monkeypatch):
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"Fish number {number} swim. Birds fly.")
    monkeypatch.chdir(tmp_path)

    assert run("ingest", "--index", address, "--jobs", "2", ".").exit_code == 0
    (tmp_path / "0.txt").write_text("Only this.")
    (tmp_path / "5.txt").unlink()
    assert run("ingest", "--index", address, "--jobs", "2", "--prune", ".").exit_code == 0

    with Corpus.open(address) as corpus:
        assert [each.claims for each in corpus.documents()] == [1, 2, 2, 2, 2]
    assert list(check_index(address)) == []


def test_a_reader_never_sees_half_a_run(index, address):
    """Every commit gives all claims of all documents one word, while another asks."""
    put(index, *(make(f"{at}.md", *["w0 fish"] * 5) for at in range(4)))
    mixed, seen, ended = [], set(), threading.Event()

    def read():
        with contextlib.closing(open_index(address)) as reader:
            while not ended.is_set():
                for found in (
                    [hit.claim for hit in reader.search(parse("fish"), ALL, limit=100)],
                    list(reader.claims(ALL)),
                ):
                    words = {claim.statement.split()[0] for claim in found}
                    seen.update(words)
                    if len(found) != 20 or len(words) != 1:
                        mixed.append((len(found), words))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 12):
            put(index, *(make(f"{at}.md", *[f"w{number} fish"] * 5) for at in range(4)))
    finally:
        ended.set()
        reader.join()
    assert mixed == []
    assert len(seen) > 3


def test_rows_of_a_run_that_failed_are_removed_by_the_next(index, address):
    put(index, make("a.md", "old"))
    with pytest.raises(ZeroDivisionError), index.writer(1, memory=1) as writer:  # noqa: PT012  # the block is what fails
        writer.put(make("a.md", "new"))
        writer.put(make("b.md", "other"))
        raise ZeroDivisionError
    assert statements(index, "-zzz") == {"old"}
    assert "b.md" in {row["uri"] for row in rows(address)}
    put(index, make("c.md", "later"))

    assert {row["uri"] for row in rows(address)} == {"a.md", "c.md"}
    assert statements(index, "-zzz") == {"old", "later"}


def test_a_host_that_died_hinders_nobody_and_its_rows_go(index, address, monkeypatch):
    put(index, make("a.md", "old"))
    dead = index.writer(1, memory=1)
    writer = dead.__enter__()
    writer.put(make("a.md", "dead"))
    writer._part.flush()
    writer._take_turn()
    writer._bury()  # it has marked what it replaces, and then its host falls silent
    assert statements(index, "-zzz") == {"old"}

    monkeypatch.setattr(head, "TURN_LEASE", -1)
    put(index, make("b.md", "beside"))  # takes the turn
    assert statements(index, "-zzz") == {"old", "beside"}
    monkeypatch.setattr(head, "TURN_LEASE", 60)
    put(index, make("c.md", "later"))  # removes what is left of it

    assert statements(index, "-zzz") == {"old", "beside", "later"}
    assert "dead" not in {row.get("statement") for row in rows(address)}
    assert not [row for row in rows(address) if row.get("died") is not None]
    with pytest.raises(IndexFailure, match="took it for dead"):
        writer.commit()
    assert statements(index, "-zzz") == {"old", "beside", "later"}
    writer.close()


def test_a_host_that_says_nothing_for_an_hour_is_given_up(index, monkeypatch):
    writer = index.writer(1).__enter__()
    writer.put(make("a.md", "dead"))
    monkeypatch.setattr(head, "LEASE", -1)
    put(index, make("b.md", "beside"))

    with pytest.raises(IndexFailure, match="took it for dead"):
        writer.commit()
    assert statements(index, "-zzz") == {"beside"}
    writer.close()


def test_what_has_died_long_ago_is_removed_and_what_readers_filter_by_stays_small(index, address, monkeypatch):
    for number in range(5):
        put(index, make("a.md", f"version {number}"))
    assert len([row for row in rows(address) if row["kind"] == "claim"]) == 5
    monkeypatch.setattr(head, "KEPT", -10)
    put(index, make("b.md", "other"))

    assert len([row for row in rows(address) if row["kind"] == "claim"]) == 2
    assert statements(index, "-zzz") == {"version 4", "other"}
    state = call(address, "/_doc/head")["_source"]["head"]
    assert (state["open"], state["gone"], state["turn"]) == ({}, {}, None)


def test_a_row_that_is_sent_twice_is_there_once(index, address):
    with index.writer(1) as writer:
        extraction = make("a.md", "one", "two")
        writer.put(extraction)
        writer._part._number -= 1
        writer.put(extraction)
        writer._superseded.clear()

    assert [claim.statement for claim in index.claims(ALL)] == ["one", "two"]
    assert len(rows(address)) == 3


@pytest.mark.parametrize("uri", ["half\udc80.md", "x" * 9000 + ".md", 'q"uo\\te.md'])
def test_odd_names_come_back(index, uri):
    source = f"https://example.org/{'y' * 9000}"
    put(index, make(uri, make_claim("one", source_ids=[source, A], labels=["\ud800", "1"])))

    assert dict(index.digests()) == {uri: "d1"}
    assert index.digests()[uri] == "d1"
    assert [each.uri for each in index.documents(uri)] == [uri]
    assert index.stored(uri).uri == uri
    assert index.has_source(source)
    assert {each.id for each in index.sources(uri)} == {source, A}


def test_who_waits_is_told_when_the_time_is_over(index):
    def ask():
        set_deadline(0)
        index.count(parse("word"), ALL)

    with pytest.raises(QueryTooSlow):
        contextvars.Context().run(ask)


def test_years_and_groups(index, tmp_path):
    local = open_index(tmp_path / "index", create=True)

    def dated(label, source_id, text):
        return dataclasses.replace(reference(label, source_id), text=text)

    for store in (index, local):
        put(
            store,
            make(
                "a.md", make_claim("one", source_ids=[A, B]), references=[dated("1", A, "A (2019)"), dated("2", B, "B")]
            ),
            make("b.md", make_claim("two", source_ids=[NOTE]), references=[dated("1", A, "A (2021)")]),
            make("c.md", make_claim("six", source_ids=[B]), references=[dated("1", A, "A (2021)")]),
        )

    groups = {A: "x", B: "x", NOTE: "y", "zzz": "z"}
    assert dict(index.years()) == dict(local.years()) == {A: 2021}
    assert dict(index.grouped(groups)) == dict(local.grouped(groups)) == {"x": 2, "y": 1}
    local.close()


def test_what_is_no_index_of_ours_is_told(address):
    with pytest.raises(IndexNotFound, match="no index at"):
        open_index(address)
    call(address, "", {"mappings": {}}, "PUT")
    with pytest.raises(IndexNotFound, match="another program"):
        open_index(address, create=True)


@pytest.mark.usefixtures("index")
def test_another_version_is_told(address):
    call(address, "/_mapping", {"_meta": {"indexer": {"schema": 99}}}, "PUT")
    with pytest.raises(IndexVersion, match="schema 99"):
        open_index(address)


def test_an_index_without_its_head_is_damaged(index, address):
    call(address, "/_doc/head?refresh=true", method="DELETE")
    with pytest.raises(IndexDamaged, match="no head"):
        index.commit  # noqa: B018  # asking is what fails


def test_check_finds_rows_that_are_gone(index, address):
    put(index, make("a.md", "one", make_claim("two", source_ids=[A])), make("b.md", "three"))
    assert list(check_index(address)) == []
    call(
        address,
        "/_delete_by_query?refresh=true",
        {"query": {"bool": {"filter": [{"term": {"uri": "a.md"}}, {"term": {"ordinal": 1}}]}}},
    )

    (found,) = check_index(address)
    assert (found.file, found.part, found.message) == ("a.md", "claims", "has 1 of 2")
    assert run("check", "--index", address).exit_code == 1
    with pytest.raises(IndexFailure, match="repairs its shards"):
        rebuild_index(address)


def test_the_commands_work_on_a_cluster(address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("Fish swim [1]. Birds fly.\n\n[1]: https://a.example/x\n")
    assert run("ingest", "-i", address, "nothing.md").exit_code == 2
    with pytest.raises(IndexNotFound):
        open_index(address)  # a run without a text makes none
    assert run("ingest", "-i", address, "a.md").exit_code == 0

    for words in (
        ["query", "fish"],
        ["claims", "--source", "https://a.example/x"],
        ["sources"],
        ["documents"],
        ["show", "a.md"],
        ["stats"],
        ["audit", "--indexed"],
        ["check"],
    ):
        result = run(*words, "-i", address)
        assert result.exit_code in ({0, 1} if words[0] == "audit" else {0}), (words, result.output)
    completed = CliRunner().invoke(
        application,
        env={"_INDEXER_COMPLETE": "bash_complete", "COMP_WORDS": f"indexer -i {address} show ", "COMP_CWORD": "4"},
        prog_name="indexer",
    )
    assert "a.md" in completed.output
    assert run("remove", "-i", address, "a.md").exit_code == 0
    assert run("rebuild", "-i", address).exit_code == 2
