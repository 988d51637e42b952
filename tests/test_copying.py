"""A copy of an index answers as the index does, whatever interrupted it, and what is not the same is told."""

import csv
import dataclasses
import io
import json
import os
import signal
import subprocess
import sys
import urllib.request
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import Copied, Corpus, IndexDamaged, IndexDiffers, IndexFailure, IndexLocked, IndexNotFound, copy_index
from indexer import copying as copying_module
from indexer.cli import application
from indexer.extracting import extract_text
from indexer.index import Selection
from indexer.index.backends import open_index
from indexer.index.parser import parse
from indexer.render import RENDERERS

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "tests" / "golden" / "corpus"
ALL = Selection()
SOURCED = "# Part\n\nThe {0} stays [1]. It costs {0} more. Nobody knows [7].\n\n## Sources\n[1] Of {0}. https://example.org/{1}\n"


def write(folder, texts):
    """Index texts, each a uri with its words."""
    index = open_index(folder, create=True)
    with index.writer(5) as writer:
        for uri, text in texts.items():
            writer.put(extract_text(text, uri=uri, as_format="markdown"))
    index.close()


def texts(number, word="site"):
    return {f"d{each:03}.md": SOURCED.format(f"{word}{each}", each % 3) for each in range(number)}


def found(index, query):
    hits = index.search(parse(query), ALL, limit=None, sort="document")
    return [(hit.claim, hit.highlights) for hit in hits]


def answers(folder, *queries):
    """All that an index can be asked, as records; without scores, in which documents count until what was removed is cleared away."""
    index = open_index(folder)
    try:
        uris = sorted(index.digests())
        return {
            "digests": dict(index.digests()),
            "documents": list(index.documents()),
            "stored": [index.stored(uri) for uri in uris],
            "claims": list(index.claims(ALL)),
            "sources": list(index.sources()),
            "years": index.years(),
            "hits": {query: found(index, query) for query in queries},
            "counts": {query: index.counts(parse(query), ALL, 10) for query in queries},
        }
    finally:
        index.close()


@pytest.fixture
def source():
    """An index of every format that is read, beside some that were changed and removed."""
    with Corpus.open("source", create=True) as corpus:
        corpus.ingest(TEXTS)
        Path("more.md").write_text(SOURCED.format("old", 1), encoding="utf-8")
        Path("gone.md").write_text(SOURCED.format("gone", 2), encoding="utf-8")
        corpus.ingest(["more.md", "gone.md"])
        Path("more.md").write_text(SOURCED.format("new", 1), encoding="utf-8")
        corpus.ingest("more.md")
        corpus.remove(["gone.md"])
    return Path("source")


def test_a_copy_answers_as_the_index_does(source):
    told = []

    made = copy_index(source, "target", progress=lambda *numbers: told.append(numbers))

    expected = answers(source, "the", "new OR stays", '"site stays"')
    assert answers("target", "the", "new OR stays", '"site stays"') == expected
    documents, claims = len(expected["documents"]), len(expected["claims"])
    assert made == Copied(added=documents, updated=0, unchanged=0, removed=0, claims=claims, verified=claims)
    assert told == [(done, 2 * documents) for done in range(1, 2 * documents + 1)]


def test_a_document_is_copied_as_it_is_stored_and_not_read_anew():
    """What another version of the tool took from a text stays as that took it."""
    write("source", texts(1))
    index = open_index("source")
    (claim, *_) = index.claims(ALL)
    odd = dataclasses.replace(claim, statement="what no text says", ordinal=0)
    document = dataclasses.replace(index.stored("d000.md"), title="Another", digest="of another")
    with index.writer(5) as writer:
        writer.put(dataclasses.replace(extract_text("", uri="d000.md"), document=document, claims=(odd,)))
    index.close()

    copy_index("source", "target")

    assert answers("target")["claims"] == [odd]
    assert answers("target") == answers("source")


words = st.sampled_from(
    ["site", "Site", "plan", "中国", "naïve", "second cluster", "e.g. this", "[3]", "\ud800", "x" * 300]
)
made_texts = st.lists(words, max_size=4).map(lambda each: SOURCED.format(" ".join(each), len(each)))
indexes = st.dictionaries(st.sampled_from(["a.md", "b/ä.md", "/c d", "https://x.example/y?z#1", "~"]), made_texts)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=indexes, after=indexes, prune=st.booleans())
def test_whatever_two_indexes_hold_a_pruned_copy_is_the_index(before, after, prune, tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    write(folder / "source", after)
    write(folder / "target", before)

    made = copy_index(folder / "source", folder / "target", prune=prune)

    same = {uri for uri in after if before.get(uri) == after[uri]}
    assert made.unchanged == len(same)
    assert made.updated == len((after.keys() & before.keys()) - same)
    assert made.added == len(after.keys() - before.keys())
    assert made.removed == (len(before.keys() - after.keys()) if prune else 0)
    write(folder / "expected", after if prune else {**before, **after})
    assert answers(folder / "target", "site", "plan") == answers(folder / "expected", "site", "plan")


def test_a_copy_again_writes_nothing_and_compares_all(source):
    copy_index(source, "target")
    index = open_index("target")
    commit = index.commit

    made = copy_index(source, "target", prune=True)

    assert (made.added, made.updated, made.removed, made.claims) == (0, 0, 0, 0)
    assert made.unchanged == len(answers(source)["documents"])
    assert made.verified == len(answers(source)["claims"])
    assert index.commit == commit
    index.close()


def test_pruning_removes_only_what_the_source_does_not_have():
    write("source", texts(3))
    write("target", texts(5))

    assert copy_index("source", "target").removed == 0
    assert copy_index("source", "target", prune=True).removed == 2
    assert answers("target", "site1") == answers("source", "site1")


KILLED = """
import os, signal, sys
from indexer import copying
copying.CLAIMS = 10
def stop(done, total):
    if done == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
copying.copy_index(sys.argv[1], sys.argv[2], progress=stop)
"""


def killed(source, target, after):
    """The status of a copy that is killed after so many documents, with a commit every four."""
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-c", KILLED, source, target, str(after)]
    return subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": paths}).returncode


@pytest.mark.parametrize("after", [1, 7, 20, 25])
def test_a_copy_that_was_killed_goes_on_where_it_ended(after):
    write("source", texts(20))

    assert killed("source", "target", after) == -signal.SIGKILL

    there = answers("target")["documents"]
    whole = answers("source")["documents"]
    assert there == whole[: len(there)]
    assert min(after, 20) - 4 <= len(there) <= after  # ten claims a commit are four documents
    made = copy_index("source", "target")
    assert (made.unchanged, made.added) == (len(there), 20 - len(there))
    assert answers("target", "stays") == answers("source", "stays")


def test_what_was_committed_before_an_error_stays(monkeypatch):
    monkeypatch.setattr(copying_module, "CLAIMS", 6)
    write("source", texts(6))

    def stop(done, _total):
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_index("source", "target", progress=stop)

    assert [each.uri for each in answers("target")["documents"]] == ["d000.md", "d001.md", "d002.md", "d003.md"]
    assert copy_index("source", "target").added == 2


def spoil(folder, uri, change):
    """Put another document in the place of one, with the same digest."""
    index = open_index(folder)
    document = index.stored(uri)
    claims = tuple(index.claims(Selection(documents=frozenset({uri}))))
    found = dataclasses.replace(extract_text("", uri=uri), document=document, claims=claims, problems=document.problems)
    with index.writer(5) as writer:
        writer.put(change(found))
    index.close()


def without_a_claim(found):
    return dataclasses.replace(found, claims=found.claims[:-1])


def with_another_source(found):
    claims = [dataclasses.replace(found.claims[0], source_ids=("https://example.org/other",)), *found.claims[1:]]
    return dataclasses.replace(found, claims=tuple(claims))


def with_other_words(found):
    return dataclasses.replace(
        found, claims=(dataclasses.replace(found.claims[0], statement="Other."), *found.claims[1:])
    )


def with_another_title(found):
    return dataclasses.replace(found, document=dataclasses.replace(found.document, title="Other"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without_a_claim, "has 2 claims, not 3"),
        (with_another_source, "differs in the claim d001.md#"),
        (with_another_title, "differs in title, text, blocks, references or problems"),
    ],
)
def test_a_document_that_is_not_the_same_is_named_with_what_to_do(change, said):
    write("source", texts(3))
    copy_index("source", "target")
    spoil("target", "d001.md", change)

    with pytest.raises(IndexDiffers) as told:
        copy_index("source", "target")

    assert f"1 document is not the same in target as in source: d001.md {said}" in str(told.value)
    assert "`indexer --index target remove URI…`" in str(told.value)
    with Corpus.open("target") as corpus:
        corpus.remove(["d001.md"])
    assert copy_index("source", "target").added == 1
    assert answers("target", "stays") == answers("source", "stays")


def test_of_many_documents_that_differ_some_are_named():
    write("source", texts(6))
    copy_index("source", "target")
    for number in range(5):
        spoil("target", f"d00{number}.md", with_another_title)

    with pytest.raises(IndexDiffers, match=r"^5 documents are .*: d000\.md .*; d001\.md .*; d002\.md [^;]*; …\."):
        copy_index("source", "target")


def test_a_quick_copy_reads_what_it_wrote_and_counts_the_rest():
    write("source", texts(3))
    copy_index("source", "target")
    write("source", {"new.md": SOURCED.format("new", 2)})
    spoil("target", "d000.md", with_other_words)  # which no count shows

    made = copy_index("source", "target", quick=True)

    assert (made.added, made.unchanged, made.verified) == (1, 3, 3)
    with pytest.raises(IndexDiffers, match=r"d000\.md differs in the claim"):
        copy_index("source", "target")
    spoil("target", "d001.md", without_a_claim)
    with pytest.raises(IndexDiffers, match=r"^1 document .*: d001\.md differs in title, digest or count\."):
        copy_index("source", "target", quick=True)


@pytest.mark.parametrize("damaged", ["source", "target"])
def test_a_byte_that_has_changed_on_either_side_is_found(damaged):
    write("source", texts(6))
    copy_index("source", "target")
    (file,) = Path(damaged).glob("*.segment")
    data = bytearray(file.read_bytes())
    at = data.rfind(b"stays")  # of the statements, which stand behind the terms
    for place in range(len(data) // 2, len(data), 997) if at < 0 else (at,):
        data[place] ^= 1
    file.write_bytes(data)

    with pytest.raises(IndexDamaged):
        copy_index("source", "target")


@pytest.mark.parametrize("name", ["source", "source/", "./source", "linked", "../here/source"])
def test_an_index_is_not_copied_onto_itself(name, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    write("source", texts(1))
    Path("linked").symlink_to("source")

    with pytest.raises(IndexFailure, match="is the index that is copied"):
        copy_index("source", name)


def test_without_a_source_no_target_is_made():
    with pytest.raises(IndexNotFound, match="nowhere"):
        copy_index("nowhere", "target")
    assert not Path("target").exists()


def test_a_target_to_which_another_writes_is_waited_for():
    write("source", texts(1))
    write("target", {})
    index = open_index("target")
    with index.writer(1), pytest.raises(IndexLocked):
        copy_index("source", "target", lock_timeout=0)
    index.close()


# ---- to clusters and from them


@pytest.mark.parametrize("way", ["there", "back", "across"])
def test_a_copy_on_a_cluster_answers_as_the_folder_does(way, source, new_address):
    places = {"there": [new_address()], "back": [new_address(), "target"], "across": [new_address(), new_address()]}[
        way
    ]

    for before, after in pairwise([source, *places]):
        made = copy_index(before, after)

    documents, claims = len(answers(source)["documents"]), len(answers(source)["claims"])
    assert made == Copied(added=documents, updated=0, unchanged=0, removed=0, claims=claims, verified=claims)
    assert answers(places[-1], "the", "new OR stays", '"site stays"') == answers(
        source, "the", "new OR stays", '"site stays"'
    )


def test_a_cluster_is_kept_in_step_with_a_folder(address):
    write("source", texts(4))
    copy_index("source", address)
    write("source", {"d001.md": SOURCED.format("changed", 1), "new.md": SOURCED.format("new", 2)})
    with Corpus.open("source") as corpus:
        corpus.remove(["d003.md"])

    made = copy_index("source", address, prune=True)

    assert made == Copied(added=1, updated=1, unchanged=2, removed=1, claims=6, verified=12)
    assert answers(address, "stays") == answers("source", "stays")


def test_a_copy_to_a_cluster_that_was_killed_goes_on_where_it_ended(address):
    write("source", texts(12))

    assert killed("source", address, 7) == -signal.SIGKILL

    assert [each.uri for each in answers(address)["documents"]] == [f"d00{number}.md" for number in range(4)]
    assert copy_index("source", address).added == 8
    assert answers(address, "stays") == answers("source", "stays")


def rows_gone(address, query):
    """Rows of an index on a cluster that are lost, as no command of ours loses them."""
    url = f"{address.replace('opensearch+http', 'http')}/_delete_by_query?refresh=true"
    body = json.dumps({"query": {"bool": {"filter": [{"term": {name: value}} for name, value in query.items()]}}})
    asked = urllib.request.Request(url, body.encode(), {"Content-Type": "application/json"}, method="POST")  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310  # on this machine
        assert json.load(answer)["deleted"] == 1


def test_a_claim_that_a_cluster_has_lost_is_found(address):
    write("source", texts(3))
    copy_index("source", address)
    rows_gone(address, {"kind": "claim", "uri": "d001.md", "ordinal": 1})

    with pytest.raises(IndexDiffers, match=r"d001\.md has 2 claims, not 3\. .*`indexer --index opensearch"):
        copy_index("source", address)


def test_a_document_that_a_cluster_loses_meanwhile_is_missing(address):
    write("source", texts(2))

    def lose(done, _total):
        if done == 3:  # the first is compared
            rows_gone(address, {"kind": "document", "uri": "d001.md"})

    with pytest.raises(IndexDiffers, match=r"d001\.md is missing"):
        copy_index("source", address, progress=lose)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("opensearch://localhost/claims", "opensearch+http://localhost:9200/claims/"),
        ("opensearch://a,b:9201/claims", "opensearchs://c,b:9201/claims?shards=3"),
    ],
)
def test_an_index_of_a_cluster_is_not_copied_onto_itself(source, target):
    with pytest.raises(IndexFailure, match="is the index that is copied"):
        copy_index(source, target)


def test_other_indexes_of_a_cluster_are_others():
    assert not copying_module.is_same("opensearch://a/claims", "opensearch://a/other")
    assert not copying_module.is_same("opensearch://a/claims", "opensearch://b/claims")
    assert not copying_module.is_same("opensearch://a/claims", "claims")


# ---- the command


def run(*arguments):
    result = CliRunner().invoke(application, [str(each) for each in arguments])
    assert "Traceback" not in result.stderr, result.stderr
    return result


@pytest.mark.parametrize("form", RENDERERS)
def test_the_command_reports_in_every_format(form):
    write("source", texts(2))

    result = run("copy", "source", "target", "--format", form)

    assert (result.exit_code, result.stderr) == (0, "")
    counts = {"added": 2, "updated": 0, "unchanged": 0, "removed": 0, "claims": 6, "verified": 6}
    if form == "text":
        expected = "documents: 2 added, 0 updated, 0 unchanged, 0 removed; written: 6 claims; verified: 6 claims\n"
        assert result.stdout == expected
    elif form in {"json", "jsonl"}:
        assert json.loads(result.stdout) == {"type": "copied", **counts}
    else:
        (row,) = csv.DictReader(io.StringIO(result.stdout), delimiter="," if form == "csv" else "\t")
        assert row == {name: str(number) for name, number in counts.items()}


def test_the_command_prunes_only_when_told():
    write("source", texts(1))
    write("target", texts(2))

    assert "0 removed" in run("copy", "source", "target").stdout
    assert "1 removed" in run("copy", "source", "target", "--prune").stdout


def test_the_command_compares_quickly_when_told():
    write("source", texts(2))

    assert "verified: 6 claims" in run("copy", "source", "target", "--quick").stdout
    assert "verified: 0 claims" in run("copy", "source", "target", "--quick").stdout
    assert "verified: 6 claims" in run("copy", "source", "target").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["source", "source"], "is the index that is copied"),
        (["nowhere", "target"], "There is no index at nowhere"),
        (["source", "file"], "file"),
        (["source"], "Missing argument 'TARGET-INDEX'"),
    ],
)
def test_failures_are_told_in_a_line_with_status_2(words, said):
    write("source", texts(1))
    Path("file").write_text("no index", encoding="utf-8")

    result = run("copy", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_copy_that_differs_is_told_with_status_2():
    write("source", texts(2))
    run("copy", "source", "target")
    spoil("target", "d001.md", without_a_claim)

    result = run("copy", "source", "target")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        "indexer: 1 document is not the same in target as in source: d001.md has 2 claims, not 3"
    )
