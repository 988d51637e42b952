"""The index on disk: opening, locking, damage, crashes, and records that come back as they went in."""

from __future__ import annotations

import contextlib
import errno
import gc
import itertools
import json
import os
import pickle
import shutil
import subprocess
import sys
import textwrap
import time
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import MemoryIndex
from plain_segment import write_plain

from indexer import Corpus
from indexer.errors import IndexDamaged, IndexerError, IndexFailure, IndexLocked, IndexNotFound, IndexVersion
from indexer.index import Selection, locking, records
from indexer.index.backends import BACKENDS, MARK, open_index
from indexer.index.parser import parse
from indexer.index.segments import manifest
from indexer.index.segments.builder import Builder
from indexer.index.segments.claims import packed, unpacked
from indexer.index.segments.writer import SegmentWriter
from indexer.index.store import SegmentIndex, create
from indexer.index.whoosh.searcher import WhooshSearcher
from indexer.model import Claim, Document, Extraction, Marker, Span

ALL = Selection()
SURROGATE = "\udcff"
OPEN_FILES = Path("/proc/self/fd")


def make(uri, *statements, digest="d"):
    claims = tuple(
        Claim(uri, Span(at, at + 1), text, text, (), (), (), "none", (), "paragraph", at)
        for at, text in enumerate(statements)
    )
    return Extraction(Document(uri, "", "\n".join(statements), (), digest=digest), claims, ())


@pytest.fixture
def folder(tmp_path):
    """An index with one document."""
    folder = tmp_path / "index"
    index = open_index(folder, create=True)
    with index.writer(1) as writer:
        writer.put(make("a.md", "one fish", "two fish"))
    index.close()
    return folder


def found(folder, query="fish"):
    index = open_index(folder)
    try:
        return [hit.claim.statement for hit in index.search(parse(query), ALL, limit=None)]
    finally:
        index.close()


TEXTS = st.text(max_size=9) | st.sampled_from([SURROGATE, "半导体", "a\0b", 'quo"te\\'])
SPANS = st.builds(Span, st.integers(0, 10**9), st.integers(0, 10**9))
TUPLES = st.lists(TEXTS, max_size=3).map(tuple)
MARKERS = st.builds(
    Marker,
    SPANS,
    TUPLES,
    TEXTS,
    st.none() | TEXTS,
    st.none() | SPANS,
    st.lists(st.none() | TEXTS, max_size=3).map(tuple),
)
CLAIMS = st.builds(
    Claim,
    document_uri=TEXTS,
    span=SPANS,
    text=TEXTS,
    statement=TEXTS,
    markers=st.lists(MARKERS, max_size=2).map(tuple),
    labels=TUPLES,
    source_ids=TUPLES,
    attribution=st.sampled_from(["direct", "inherited", "none"]),
    heading=TUPLES,
    block=st.sampled_from(["paragraph", "note"]),
    ordinal=st.integers(0, 10**6),
    title=TEXTS,
    line=st.integers(1, 99),
    column=st.integers(1, 99),
)


@given(CLAIMS)
def test_a_claim_comes_back_as_it_went_in(claim):
    assert records.load_claim(records.dump_claim(claim)) == claim


@given(TEXTS)
def test_a_text_comes_back_as_it_went_in(text):
    assert unpacked(packed(text)) == text


def test_odd_names_and_long_words_are_stored(folder):
    uri, label = f"dir/{SURROGATE} ,\t.md", f"x {SURROGATE}"
    source = "https://example.org/" + "a" * 70_000
    marker = Marker(Span(0, 3), (label,), "bracket", None, Span(0, 1), (source,))
    text = "long" * 50_000 + f" {SURROGATE} a\0b"
    claim = Claim(
        uri, Span(0, 9), text, text, (marker,), (label,), (source,), "direct", ("H",), "note", 0, "T", 3, 4, "p. 2"
    )
    index = open_index(folder)
    with index.writer(1) as writer:
        writer.put(Extraction(Document(uri, "T", text, (), digest="x"), (claim,), ()))
    index.close()
    index = open_index(folder)

    assert list(index.claims(Selection(documents=frozenset([uri])))) == [claim]
    assert list(index.claims(Selection(source_ids=frozenset([source])))) == [claim]
    assert [hit.claim for hit in index.search(parse("long*"), ALL, limit=None)] == [claim]
    assert list(index.claim_range(uri, 0, 1)) == [claim]
    assert index.stored(uri).text == text
    assert index.digests() == {"a.md": "d", uri: "x"}
    index.close()


def test_reopening_keeps_everything(folder):
    index = open_index(folder, create=True)
    assert index.digests() == {"a.md": "d"}
    assert found(folder) == ["one fish", "two fish"]
    index.close()


def test_an_open_index_sees_later_commits_and_iterators_keep_their_state(folder):
    reader, other = open_index(folder), open_index(folder)
    running = reader.claims(ALL)
    first = next(running)
    with other.writer(1) as writer:
        writer.put(make("a.md", "changed"))
    assert [claim.statement for claim in reader.claims(ALL)] == ["changed"]
    reader.close()
    assert [claim.statement for claim in (first, *running)] == ["one fish", "two fish"]
    other.close()
    gc.collect()


def test_closing_gives_back_files(folder):
    if not OPEN_FILES.is_dir():
        pytest.skip("no list of open files here")
    before = len(list(OPEN_FILES.iterdir()))
    for _ in range(5):
        found(folder)
    gc.collect()

    assert len(list(OPEN_FILES.iterdir())) == before


def test_there_is_no_index(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    for name in ("never", "empty", "other", "other/file.txt"):
        with pytest.raises(IndexNotFound, match="indexer ingest PATH"):
            open_index(tmp_path / name)


def test_an_index_is_made_only_in_a_new_or_empty_folder(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    for name in ("other", "other/file.txt"):
        with pytest.raises(IndexNotFound, match="new or empty"):
            open_index(tmp_path / name, create=True)
    for name in ("empty", "deep/er"):
        open_index(tmp_path / name, create=True).close()
        assert open_index(tmp_path / name).digests() == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "empty", "other"]


@pytest.mark.parametrize("mark", [{"backend": "whoosh", "schema": 99}, {"backend": "new", "schema": 1}])
def test_an_index_of_another_version(folder, mark):
    (folder / MARK).write_text(json.dumps(mark))

    with pytest.raises(IndexVersion, match=r"another version.*indexer ingest --index NEW"):
        open_index(folder)


@pytest.mark.parametrize("version", [{"version": 99}, {"layout": 99}])
def test_segments_of_another_version(folder, version):
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["check"]
    (folder / "manifest.json").write_text(json.dumps(manifest | version))

    with pytest.raises(IndexVersion, match=r"another version.*indexer ingest --index NEW"):
        open_index(folder)


def test_a_fault_of_the_place_is_no_damage(folder):
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").mkdir()

    with pytest.raises(IndexFailure, match="Check its permissions") as caught:
        open_index(folder)
    assert type(caught.value) is IndexFailure


def test_two_that_make_an_index_at_once_get_the_same(tmp_path, monkeypatch):
    folder = tmp_path / "index"
    backend = BACKENDS["whoosh"]

    def create(path):
        """Make it, but be overtaken."""
        monkeypatch.setitem(BACKENDS, "whoosh", backend)
        other = open_index(folder, create=True)
        with other.writer(1) as writer:
            writer.put(make("a.md", "one fish"))
        other.close()
        backend.create(path)

    monkeypatch.setitem(BACKENDS, "whoosh", backend._replace(create=create))
    index = open_index(folder, create=True)
    assert index.digests() == {"a.md": "d"}
    index.close()
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize("mark", ["", "{", "[]", '{"schema": 1}', '{"schema": "x", "backend": "whoosh"}', "\udcff"])
def test_a_damaged_mark(folder, mark):
    (folder / MARK).write_text(mark, errors="surrogateescape")

    with pytest.raises(IndexDamaged, match="indexer rebuild"):
        open_index(folder)


def outcome(folder, *, write=True):
    """What asking for everything ends in: the error's type, message and cause, or None."""
    # The engine leaves files open when it stumbles.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            ask_everything(folder, write=write)
        except IndexerError as error:
            found = (type(error), str(error), type(error.__cause__))
        else:
            found = None
        gc.collect()
    return found


def ask_everything(folder, *, write):
    index = open_index(folder)
    try:
        list(index.claims(ALL))
        list(index.search(parse('fish OR "two fish" OR f*'), ALL, limit=None))
        list(index.sources())
        index.stored("a.md")
        if write:
            with index.writer(1) as writer:
                writer.put(make("a.md", "new"))
    finally:
        index.close()


def test_missing_files_are_damage(folder):
    for path in sorted(folder.glob("*.segment")):
        path.unlink()
    kind, message, cause = outcome(folder)

    assert (kind, cause) == (IndexDamaged, FileNotFoundError)
    assert "`indexer rebuild` saves what is sound" in message


def test_an_index_whose_folder_is_gone_is_none_and_no_damage(folder):
    with contextlib.closing(open_index(folder)) as index:
        running = index.claims(Selection())
        next(running)
        shutil.rmtree(folder)
        assert len(list(running)) == 1
        for ask in (index.digests, lambda: list(index.documents()), lambda: index.writer(1).__enter__()):
            with pytest.raises(IndexNotFound, match=r"no index at .* any more"):
                ask()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_is_told_by_whichever_process_writes(jobs, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Builder, "write", full)
    (tmp_path / "a.md").write_text("Fish swam [1].")
    with Corpus.open(tmp_path / "index", create=True) as corpus:
        with pytest.raises(IndexFailure, match="space left"):
            corpus.ingest(tmp_path / "a.md", jobs=jobs)
        assert list(corpus.documents()) == []


def test_a_missing_manifest_is_damage(folder):
    (folder / "manifest.json").unlink()

    with pytest.raises(IndexDamaged, match="indexer rebuild"):
        open_index(folder)


@pytest.mark.parametrize("pattern", ["manifest.json", "*.segment"])
@pytest.mark.parametrize("kept", [0, 1, 5, 40, 0.3, 0.6, 0.9, -1])
def test_truncated_files_are_damage(folder, pattern, kept):
    (path,) = folder.glob(pattern)
    whole = path.read_bytes()
    path.write_bytes(whole.rstrip(b"\n")[: kept if isinstance(kept, int) else int(len(whole) * kept)])

    kind, message, cause = outcome(folder)

    assert kind is IndexDamaged
    assert cause is not type(None)
    assert f"The index {folder} is damaged" in message


def test_a_damaged_segment_is_damage_to_a_writer_too(folder):
    index = open_index(folder)
    (path,) = folder.glob("*.segment")
    path.unlink()
    with pytest.raises(IndexDamaged), index.writer(1):
        raise AssertionError
    with pytest.raises(IndexDamaged), index.writer(1):
        raise AssertionError
    index.close()


def test_an_error_in_the_block_is_not_taken_for_damage(folder):
    index = open_index(folder)
    for error in (KeyError("mine"), OSError("mine"), KeyboardInterrupt()):
        with pytest.raises(type(error)) as caught, index.writer(1) as writer:  # noqa: PT012
            writer.put(make("b.md", "lost"))
            raise error
        assert caught.value is error
    index.close()
    assert found(folder, "lost OR fish") == ["one fish", "two fish"]


def test_an_error_of_the_consumer_is_not_taken_for_damage(folder):
    index = open_index(folder)
    with pytest.raises(ZeroDivisionError):
        _ = [1 / claim.ordinal for claim in index.claims(ALL)]
    index.close()


def test_a_failed_commit_leaves_the_old_state_and_no_lock(folder):
    index = open_index(folder)
    # A folder in the place of a file that the commit has to make.
    with pytest.raises(IndexFailure) as caught, index.writer(1) as writer:  # noqa: PT012
        writer.put(make("b.md", "lost"))
        (folder / "manifest.new" / "x").mkdir(parents=True)
    assert caught.value.__cause__ is not None
    (folder / "manifest.new" / "x").rmdir()
    (folder / "manifest.new").rmdir()
    assert len(list(folder.glob("*.segment"))) == 1
    assert not (folder / "writing").exists()
    index.close()

    assert found(folder, "lost OR fish") == ["one fish", "two fish"]
    index = open_index(folder)
    with index.writer(0) as writer:
        writer.put(make("b.md", "third fish"))
    index.close()
    assert sorted(found(folder)) == ["one fish", "third fish", "two fish"]


HOLD = """
    import sys
    from indexer.index.backends import open_index
    index = open_index(sys.argv[1])
    with index.writer(1) as writer:
        print("held", flush=True)
        sys.stdin.readline()
"""


@pytest.fixture
def holder(folder):
    """Another process that writes to the index."""
    command = [sys.executable, "-c", textwrap.dedent(HOLD), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_locked_index_says_who_holds_it(folder, holder):
    index = open_index(folder)
    began = time.monotonic()
    with pytest.raises(IndexLocked, match=f"process {holder.pid} on .* since .*--lock-timeout"), index.writer(0.3):
        raise AssertionError
    assert 0.3 <= time.monotonic() - began < 20
    assert found(folder) == ["one fish", "two fish"]

    holder.stdin.write("\n")
    holder.stdin.flush()
    with index.writer(20) as writer:
        writer.put(make("b.md", "third fish"))
    index.close()
    assert not (folder / "writer.json").exists()


def test_the_lock_of_a_killed_process_is_free(folder, holder):
    holder.kill()
    holder.wait()
    assert (folder / "writer.json").exists()
    index = open_index(folder)
    with index.writer(0) as writer:
        writer.put(make("b.md", "third fish"))
    index.close()
    assert sorted(found(folder)) == ["one fish", "third fish", "two fish"]
    assert not (folder / "writer.json").exists()


@pytest.mark.usefixtures("holder")
def test_the_holder_may_be_unknown(folder):
    (folder / "writer.json").write_text("{")
    index = open_index(folder)
    with pytest.raises(IndexLocked, match="another process"), index.writer(0):
        raise AssertionError
    index.close()


def test_a_folder_that_cannot_be_used(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(IndexFailure, match="Check the path"):
        open_index(tmp_path / "file" / "index", create=True)


READS = {
    "opening": "pass",
    "listing": "list(index.documents()); list(index.sources()); index.digests(); index.stored('a.md')",
    "claims": "list(index.claims(Selection())); list(index.claims(Selection(source_ids=frozenset(['x']))))",
    "a range": "list(index.claim_range('a.md', 0, 2))",
}


READS["a plain query"] = "list(index.search(parse('fish'), Selection(), limit=5))"


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_what_lists_loads_neither_numpy_nor_the_engine(folder, read):
    program = f"""
        import sys
        from indexer.index import Selection
        from indexer.index.backends import open_index
        from indexer.index.parser import parse
        index = open_index(sys.argv[1])
        {read}
        print(*sorted({{"numpy", "whoosh"}} & set(sys.modules)))
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "\n"


def test_plain_queries_are_answered_as_all_are(folder, monkeypatch):
    index = open_index(folder)
    questions = ["fish", "two OR one", "f*", "fi?h", "fish -two"]
    expected = {each: list(index.search(parse(each), ALL, limit=9)) for each in questions}
    index.close()
    monkeypatch.delitem(sys.modules, "numpy")
    for question, hits in expected.items():
        index = open_index(folder)
        assert [list(index.search(parse(question), ALL, limit=9)) for _ in range(4)] == [hits] * 4
        index.close()


def test_no_pickle_is_read(folder, monkeypatch):
    def refuse(*_):
        raise AssertionError

    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, refuse)
    for path in folder.glob("*.toc"):
        path.write_bytes(b"cos\nsystem\n(S'false'\ntR.")

    assert outcome(folder) is None
    assert found(folder) == []


def test_a_run_without_changes_is_no_commit(folder):
    before = (folder / "manifest.json").read_bytes()
    index = open_index(folder)
    with index.writer(1) as writer:
        writer.delete("never.md")
    index.close()

    assert (folder / "manifest.json").read_bytes() == before
    assert not (folder / "writing").exists()


def test_what_broken_runs_left_is_removed_by_the_next_commit(folder):
    (folder / "writing").mkdir()
    (folder / "writing" / "0123456789abcdef.segment").write_bytes(b"half")
    for name in ("0123456789abcdef.segment", "0123456789abcdef.7.dead", "manifest.new"):
        (folder / name).write_bytes(b"half")
    (folder / "notes.txt").write_text("mine")
    index = open_index(folder)
    with index.writer(1) as writer:
        writer.put(make("b.md", "third fish"))
    index.close()

    assert sorted(found(folder)) == ["one fish", "third fish", "two fish"]
    left = {path.name for path in folder.iterdir() if path.suffix not in {".segment", ".toc"}}
    assert left == {"indexer.json", "indexer.lock", "manifest.json", "notes.txt"}
    assert len(list(folder.glob("*.segment"))) == 2


def test_a_commit_between_the_manifest_and_its_segments(folder, monkeypatch):
    """A reader that was overtaken reads the manifest again."""
    other = open_index(folder)
    read = manifest.read
    overtaken = []

    def read_slowly(path):
        state = read(path)
        if not overtaken:
            overtaken.append(True)
            with other.writer(1) as writer:
                writer.put(make("a.md", "late fish"))
        return state

    monkeypatch.setattr(manifest, "read", read_slowly)
    assert found(folder) == ["late fish"]
    other.close()


def test_a_changed_bitmap_is_damage(folder):
    index = open_index(folder)
    with index.writer(1) as writer:
        writer.put(make("b.md", "third fish"))
    with index.writer(1) as writer:
        for number in range(9):
            writer.put(make(f"c{number}.md", "fish"))
    with index.writer(1) as writer:
        writer.delete("c1.md")
    index.close()
    (path,) = folder.glob("*.dead")
    path.write_bytes(path.read_bytes()[:-1])

    assert outcome(folder)[0] is IndexDamaged


@pytest.mark.parametrize(
    "segment",
    [
        {"name": "../x"},
        {"dead": "../x.1.dead"},
        {"rows": -1},
        {"rows": "1"},
        {"documents": None},
    ],
)
def test_a_manifest_that_names_what_it_cannot(folder, segment):
    found = json.loads((folder / "manifest.json").read_text())
    found["segments"][0] |= segment
    (folder / "manifest.json").write_text(json.dumps(found))

    assert outcome(folder)[0] is IndexDamaged


def test_a_file_of_another_segment_is_damage(folder):
    index = open_index(folder)
    with index.writer(1) as writer:
        writer.put(make("b.md", "third fish", "fourth", "fifth"))
    index.close()
    first, second = folder.glob("*.segment")
    first.write_bytes(second.read_bytes())

    assert outcome(folder)[0] is IndexDamaged


def test_digests_are_those_of_one_state(folder):
    index = open_index(folder)
    with index.writer(1) as writer:
        for number in range(20):
            writer.put(make(f"b{number}.md", "fish", digest=str(number)))
    digests = index.digests()
    with index.writer(1) as writer:
        writer.delete("b7.md")
    assert len(digests) == 21
    assert [digests.get(f"b{number}.md") for number in range(21)] == [*map(str, range(20)), None]
    assert "x.md" not in digests
    assert len(index.digests()) == len(list(index.digests())) == 20
    index.close()


@pytest.mark.parametrize("searcher", [None, WhooshSearcher])
def test_rows_and_briefs_are_what_search_finds(folder, searcher):
    index = SegmentIndex(folder, searcher)
    with index.writer(1) as writer:
        writer.put(make("b.md", "red fish", "fish fish"))
    for sort in ("score", "document"):
        for limit, offset in ((None, 0), (2, 1)):
            asked = {"limit": limit, "offset": offset, "sort": sort}
            hits = list(index.search(parse("fish"), ALL, **asked))
            rows = list(index.rows(parse("fish"), ALL, **asked))
            assert [(row.claim(), row.score) for row in rows] == [(hit.claim, hit.score) for hit in hits]
            briefs = [(hit.claim.id, hit.claim.statement, hit.score) for hit in hits]
            assert index.briefs(parse("fish"), ALL, **asked) == briefs
            assert len(briefs) == (limit or 4)
    index.close()


def test_segments_built_elsewhere_are_taken_over(folder, tmp_path):
    write_plain(tmp_path / "first.segment", [make("a.md", "elsewhere"), make("b.md", "two")])
    write_plain(tmp_path / "second.segment", [make("b.md", "two again"), make("d.md", "four")])
    index = open_index(folder)
    with index.writer(1) as writer:
        writer.put(make("d.md", "before"))
        writer.put(make("e.md", "before"))
        writer.adopt([tmp_path / "first.segment", tmp_path / "second.segment"])
        writer.put(make("c.md", "after"))
        writer.delete("a.md")
    assert [claim.statement for claim in index.claims(ALL)] == ["two again", "after", "four", "before"]
    index.close()
    assert list(tmp_path.glob("*.segment")) == []


class Crash(BaseException):
    """The process is gone: nothing is cleaned up."""


STEPS = ((os, "fsync"), (os, "replace"), (os, "rename"), (Path, "unlink"), (Path, "open"))


def crashing(real, at, steps):
    def step(*arguments, **settings):
        steps.append(real)
        if len(steps) == at:
            raise Crash
        return real(*arguments, **settings)

    return step


@pytest.mark.parametrize("cleaned", [False, True], ids=["killed", "interrupted"])
def test_a_run_that_breaks_anywhere_leaves_the_old_state_or_the_new(folder, tmp_path, monkeypatch, cleaned):
    states = set()
    for at in itertools.count(1):
        broken, steps = tmp_path / str(at), []
        shutil.copytree(folder, broken)
        index = open_index(broken)
        with monkeypatch.context() as patch, contextlib.suppress(Crash):
            for owner, name in STEPS:
                patch.setattr(owner, name, crashing(getattr(owner, name), at, steps))
            if not cleaned:
                patch.setattr(SegmentWriter, "cancel", lambda _: None)
            with index.writer(1) as writer:
                writer.put(make("a.md", "changed fish"))
                writer.put(make("b.md", "new fish"))
        states.add(tuple(found(broken)))
        with index.writer(1) as writer:
            writer.put(make("c.md", "last"))
        assert [claim.statement for claim in index.claims(ALL)][-1] == "last"
        index.close()
        left = {path.name for path in broken.iterdir() if path.suffix in {".segment", ".dead"}}
        assert left == manifest.read(broken).files()
        assert not (broken / "writing").exists()
        if len(steps) < at:
            break
    assert at > 8
    assert states == {("one fish", "two fish"), ("changed fish", "new fish")}


READER = """
    import sys
    from indexer.index import Selection
    from indexer.index.backends import open_index
    index = open_index(sys.argv[1])
    seen = 0
    while seen < 40:
        claims = [claim.statement for claim in index.claims(Selection())]
        # Each commit writes both documents with its number.
        assert len(claims) == 2 and len(set(claims)) == 1, claims
        assert len(index.digests()) == 2
        seen = int(claims[0])
"""


def test_readers_see_whole_commits_while_another_process_writes(tmp_path):
    index = open_index(tmp_path / "index", create=True)

    def commit(number):
        with index.writer(1) as writer:
            writer.put(make("a.md", str(number)))
            writer.put(make("b.md", str(number)))

    commit(0)
    command = [sys.executable, "-c", textwrap.dedent(READER), str(tmp_path / "index")]
    readers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    number = 0
    while any(reader.poll() is None for reader in readers):
        number += 1
        commit(number)
    index.close()
    assert [reader.communicate()[1] for reader in readers] == ["", ""]


def test_a_clock_that_goes_back_hides_no_commit(folder):
    reader, other = open_index(folder), open_index(folder)
    ahead = time.time_ns() + 10**12
    os.utime(folder / "manifest.json", ns=(ahead, ahead))
    assert len(list(reader.claims(ALL))) == 2
    for number in range(3):
        with other.writer(1) as writer:
            writer.put(make("a.md", str(number)))
        assert [claim.statement for claim in reader.claims(ALL)] == [str(number)]
    reader.close()
    other.close()


def test_an_index_that_never_stands_still(folder, monkeypatch):
    generations = itertools.count()
    entry = manifest.SegmentEntry("0123456789abcdef", 1, 1)
    monkeypatch.setattr(manifest, "read", lambda _: manifest.Manifest(next(generations), (entry,)))

    with pytest.raises(IndexDamaged, match="Try again"):
        open_index(folder)


def test_a_lock_that_the_system_refuses(folder, monkeypatch):
    def refuse(_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locking, "_lock", refuse)
    index = open_index(folder)
    with pytest.raises(IndexFailure, match=r"cannot be used.*No locks available") as caught, index.writer(0):
        raise AssertionError
    assert type(caught.value) is IndexFailure
    index.close()


def test_many_small_runs_leave_few_segments_and_the_same_answers(folder):
    oracle, index = MemoryIndex(), SegmentIndex(folder)
    for number in range(120):
        extraction = make(f"d{number % 50}.md", f"fish {number}", *["more fish"] * (number % 3))
        for store in (oracle, index):
            with store.writer(1) as writer:
                writer.put(extraction)
                writer.delete(f"d{(number * 7) % 50 + 1}.md")
    state = manifest.read(folder)
    assert len(state.segments) <= 8
    assert sum(entry.dead_rows for entry in state.segments) <= sum(entry.rows for entry in state.segments) / 2
    with oracle.writer(1) as writer:
        writer.put(make("a.md", "one fish", "two fish"))
    assert list(index.claims(ALL)) == list(oracle.claims(ALL))
    assert list(index.documents()) == list(oracle.documents())
    whoosh = SegmentIndex(folder, WhooshSearcher)
    for question in ("fish", "more", "fi*", '"more fish"', "fish -more"):
        hits = list(index.search(parse(question), ALL, limit=None))
        assert hits == list(whoosh.search(parse(question), ALL, limit=None))
        assert {hit.claim.id for hit in hits} == {
            hit.claim.id for hit in oracle.search(parse(question), ALL, limit=None)
        }
    index.close()
    whoosh.close()


def test_what_one_run_flushed_becomes_one_segment(tmp_path):
    create(tmp_path)
    index = SegmentIndex(tmp_path, memory=1)
    with index.writer(1) as writer:
        for number in range(20):
            writer.put(make(f"d{number}.md", "fish"))
        assert len(list((tmp_path / "writing").iterdir())) == 20
    index.close()
    assert len(manifest.read(tmp_path).segments) == 1
    assert len(list(tmp_path.glob("*.segment"))) == 1


@pytest.mark.parametrize("searcher", [None, WhooshSearcher])
def test_places_beyond_the_width_of_an_array(folder, searcher):
    """Only the first postings repeat, so what counts repeats is narrower than the places of the last."""
    index = SegmentIndex(folder, searcher)
    with index.writer(1) as writer:
        writer.put(make("b.md", "aa aa", *(f"word{number} zz" for number in range(300)), "zz zy", "zx"))
    for question, count in (
        ("aa", 1),
        ("zz", 301),
        ("zz zy", 1),
        ('"zz zy"', 1),
        ("zx OR zy", 2),
        ("zz OR zx", 302),
        ("zz -zy", 300),
    ):
        assert len(list(index.search(parse(question), ALL, limit=None))) == count
        assert len(list(index.search(parse(question), ALL, limit=2))) == min(count, 2)
        assert index.count(parse(question), ALL) == count
    index.close()
