"""A byte that changes in any file of an index leads to an error or to the same answer, never to another one.

`INDEXER_LONG=1` runs the long form.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import types
from pathlib import Path

import pytest
from click.testing import CliRunner
from indexcopy import copied
from traps import is_sprung, set_trap

from indexer import Corpus, check_index, rebuild_index
from indexer.cli.application import application
from indexer.errors import IndexDamaged, IndexFailure
from indexer.index import store
from indexer.index.segments.mapped import Mapped

LONG = bool(os.environ.get("INDEXER_LONG"))
FLIPS = 2000 if LONG else 150
TRUNCATIONS = 300 if LONG else 40
SEED = Path(__file__).parents[2] / "seeds" / "000_04824f2c0e751771.txt"
# What no answer comes from: the lock, who holds it, and the table of contents that is written for Whoosh alone.
UNREAD = {"indexer.lock", "writer.json"}
QUERIES = [
    "fish",
    "cluster",
    "fish OR river",
    '"swam far"',
    "riv*",
    "fish -river",
    "wat?r",
    "fich~1",
    "heading:results",
    "label:2",
]
PLAIN = ["fish", "fish OR river", '"swam far"', "riv*", "fish -river"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An index of two segments, with replaced and deleted documents, and what it answers."""
    root = tmp_path_factory.mktemp("made")
    texts = root / "texts"
    texts.mkdir()
    shutil.copy(SEED, texts / "article.txt")
    for number in range(6):
        (texts / f"{number}.md").write_text(
            f"# Results {number}\n\nFish {number} swam far up the river [1]. The water was cold [2, p. 3]. It is so.\n\n"
            f"## Sources\n[1] River atlas. https://a.example/{number}\n[2] Doe (2019). Water. doi:10.1234/w{number}\n",
            encoding="utf-8",
        )
    folder = root / "index"
    with Corpus.open(folder, create=True) as corpus:
        corpus.ingest(texts)
        (texts / "0.md").write_text("Fish swam elsewhere [1].\n\n[1]: https://b.example/0\n", encoding="utf-8")
        (texts / "1.md").unlink()
        corpus.ingest(texts, prune=True)
    assert len(list(folder.glob("*.segment"))) == 2
    assert list(folder.glob("*.dead"))
    return folder, answers(folder)


def answers(folder):
    """All that can be asked, by the vectorised reader, by the plain one, and as lists."""
    with Corpus.open(folder) as corpus:
        found = [list(corpus.query(text, limit=None)) for text in QUERIES]
        found += [list(corpus.query(text, limit=3)) for text in QUERIES]
        found += [corpus.count(text) for text in QUERIES]
        found += [list(corpus.documents()), list(corpus.sources()), list(corpus.claims()), corpus.stats()]
        found += [corpus._index.stored(document.uri).text for document in corpus.documents()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "sys", types.SimpleNamespace(modules={}))  # as if NumPy were not loaded
        patch.setattr(store, "PLAIN_QUERIES", 1000)
        with Corpus.open(folder) as corpus:
            found += [list(corpus.query(text, limit=3)) for text in PLAIN]
    return found


def assert_told_or_unchanged(folder, expected):
    """Whether an error told of it."""
    try:
        found = answers(folder)
    except IndexDamaged:
        return True
    assert found == expected
    return False


def is_read(path):
    return path.name not in UNREAD and path.suffix != ".toc"


def places(folder, most):
    """Bytes to change: all of small files, and of large ones as many of each."""
    dice = random.Random(5)  # noqa: S311  (the same bytes each time)
    files = sorted((path for path in folder.iterdir() if path.stat().st_size), key=lambda path: path.stat().st_size)
    for at, path in enumerate(files):
        size, each = path.stat().st_size, most // (len(files) - at)
        chosen = range(size) if size <= each else sorted(dice.sample(range(size), each))
        most -= len(chosen)
        yield from ((path.name, at, 1 << dice.randrange(8)) for at in chosen)


def test_flips(made):
    folder, expected = made
    told = total = 0
    for name, at, bit in places(folder, FLIPS):
        path = copied(made[0]) / name
        data = bytearray(path.read_bytes())
        data[at] ^= bit
        path.write_bytes(data)
        found = assert_told_or_unchanged(path.parent, expected)
        damage = list(check_index(path.parent))
        if found:
            assert damage, f"{name} at {at} is damaged, and check does not say so"
        if not is_read(path):
            assert not damage
        told += bool(damage)
        total += 1
    assert told > total / 2
    print(f"{total} flips, {told} told")  # noqa: T201  (the long form reports it)


def test_truncations(made):
    folder, expected = made
    dice = random.Random(6)  # noqa: S311
    files = sorted(path.name for path in folder.iterdir() if is_read(path))
    told = 0
    for number in range(TRUNCATIONS):
        path = copied(made[0]) / files[number % len(files)]
        size = path.stat().st_size
        path.write_bytes(path.read_bytes()[: min(dice.choice([0, 1, size // 2, dice.randrange(size)]), size - 1)])
        told += assert_told_or_unchanged(path.parent, expected)
        assert list(check_index(path.parent)) or path.name == "manifest.json"  # whose last newline says nothing
    assert told > TRUNCATIONS * 0.8


def test_files_that_are_swapped_or_missing(made):
    folder, expected = made
    first, second = sorted(path.name for path in folder.glob("*.segment"))
    here = copied(made[0])
    (here / first).rename(here / "kept")
    (here / second).rename(here / first)
    (here / "kept").rename(here / second)
    assert assert_told_or_unchanged(here, expected)
    for path in [path for path in folder.iterdir() if is_read(path) and path.name != "indexer.json"]:
        here = copied(made[0])
        (here / path.name).unlink()
        assert assert_told_or_unchanged(here, expected)
        assert list(check_index(here))


def parts(folder):
    """A byte of each array of each segment."""
    for path in sorted(folder.glob("*.segment")):
        with Mapped(path) as segment:
            for name, place in segment._places.items():
                if place.size:
                    yield path.name, name, place.offset + place.size // 2


def test_a_rebuilding_saves_what_is_sound(made):
    """One byte of any array costs no document of plain text: what is not kept is read anew."""
    folder, _ = made
    with Corpus.open(folder) as corpus:
        uris = {document.uri for document in corpus.documents()}
        claims = list(corpus.claims())
    for file, name, at in parts(folder):
        here = copied(made[0])
        data = bytearray((here / file).read_bytes())
        data[at] ^= 16
        (here / file).write_bytes(data)
        assert [(each.file, each.part) for each in check_index(here)] == [(file, name)]
        rebuilt = rebuild_index(here)
        assert list(check_index(here)) == []
        with Corpus.open(here) as corpus:
            found = {document.uri for document in corpus.documents()}
            lost = {failure.path for failure in rebuilt.lost}
            if name.startswith("uri."):  # of which a document is told by its number
                assert (found < uris, len(found) + len(lost)) == (True, len(uris)), name
            elif name.startswith(("text.", "document.block")):
                assert (found | lost, found & lost) == (uris, set()), name
                assert lost, name
            else:
                assert (found, lost) == (uris, set()), name
                assert [claim.statement for claim in corpus.claims()] == [claim.statement for claim in claims]


def test_a_rebuilding_reads_no_text_as_what_it_is_not(tmp_path):
    """What was rendered, or has its sources in another file, is lost and told; the next ingest reads all files again."""
    texts = {
        "a.html": "<html><body><p>Fish swam <sup><a href='#r1'>1</a></sup>.</p><ol><li id='r1'>Atlas</li></ol></body></html>",
        "b.md": "Fish swam [@doe].\n",
        "refs.bib": "@book{doe, author = {Doe, Jane}, title = {Water}, year = {2019}}\n",
        "c.rst": "Fish swam [1]_.\n\n.. [1] Atlas. https://a.example/1\n",
        "d.txt": "Fish swam [1].\n\nSources\n[1] Atlas. https://a.example/1\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "b.md").write_text("---\nbibliography: refs.bib\n---\n\nFish swam [@doe].\n", encoding="utf-8")
    folder, sources = tmp_path / "index", [tmp_path / name for name in texts if name != "refs.bib"]
    forced = tmp_path / "e"
    forced.write_text("Fish swam [1]_.\n\n.. [1] Atlas. https://a.example/1\n", encoding="utf-8")
    with Corpus.open(folder, create=True) as corpus:
        corpus.ingest(sources)
        corpus.ingest(forced, as_format="rst")
        claims = list(corpus.claims())
    for file, name, at in list(parts(folder)):
        if name == "document.rest.bytes":
            data = bytearray((folder / file).read_bytes())
            data[at] ^= 16
            (folder / file).write_bytes(data)
    rebuilt = rebuild_index(folder)
    assert (rebuilt.kept, rebuilt.anew) == (0, 3)
    assert [(failure.path, failure.message.partition(":")[0]) for failure in rebuilt.lost] == [
        ("a.html", "is stored as it reads and not as its file has it"),
        ("b.md", "names works that a bibliography has"),
    ]
    with Corpus.open(folder) as corpus:
        assert list(corpus.claims()) == [claim for claim in claims if claim.document_uri not in ("a.html", "b.md")]
        report = corpus.ingest(sources)
        assert (report.added, report.updated, report.unchanged) == (2, 2, 0)
        assert list(corpus.claims()) == claims


def test_a_rebuilding_of_a_sound_index_changes_no_answer(made):
    here = copied(made[0])
    expected = made[1]
    rebuilt = rebuild_index(here)
    assert (rebuilt.anew, rebuilt.lost) == (0, ())
    assert rebuilt.kept == len(expected[3 * len(QUERIES)])
    found = answers(here)
    # Scores depend on what was deleted too, until it is gone.
    assert found[3 * len(QUERIES) :][:4] == expected[3 * len(QUERIES) :][:4]
    assert all(found[: len(QUERIES)])
    assert [{hit.claim for hit in hits} for hits in found[: len(QUERIES)]] == [
        {hit.claim for hit in hits} for hits in expected[: len(QUERIES)]
    ]


def test_a_rebuilding_without_the_manifest(made):
    here = copied(made[0])
    (here / "manifest.json").unlink()
    rebuilt = rebuild_index(here)
    assert [failure.path for failure in rebuilt.lost] == ["manifest.json"]
    assert rebuilt.lost[0].message.startswith("is missing; ")
    with Corpus.open(here) as corpus:
        uris = [document.uri for document in corpus.documents()]
    assert uris == [*(f"texts/{number}.md" for number in range(6)), "texts/article.txt"]
    assert rebuilt.kept == len(uris) + 1  # what was removed is back, and of what was replaced one version


@pytest.mark.parametrize("names", ["01", "10"])
def test_a_rebuilding_without_the_manifest_keeps_the_later_version(names, tmp_path, monkeypatch):
    """The names of segments mean nothing: their age says which one was written later."""
    monkeypatch.chdir(tmp_path)
    others = [Path(f"{number}.txt") for number in range(40)]  # beside which one that was replaced is no reason to merge
    for year, texts in ((2025, others), (2026, [])):
        Path("a.txt").write_text(f"It rained in {year} [1].", encoding="utf-8")
        for each in texts:
            each.write_text("Fish swam [1].", encoding="utf-8")
        with Corpus.open("here", create=True) as corpus:
            corpus.ingest(["a.txt", *texts])
    segments = sorted(Path("here").glob("*.segment"), key=lambda path: path.stat().st_mtime_ns)
    for path, name in zip(segments, names, strict=True):
        path.rename(path.with_stem(name * 16))
    Path("here/manifest.json").unlink()
    assert rebuild_index("here").kept == 42
    with Corpus.open("here") as corpus:
        assert [claim.text for claim in corpus.claims(document="a.txt")] == ["It rained in 2026 [1]."]


def test_a_rebuilding_without_what_was_deleted(made):
    """What was removed is back, but nothing stands in the place of what replaced it."""
    here = copied(made[0])
    [deleted] = here.glob("*.dead")
    deleted.write_bytes(b"")
    rebuilt = rebuild_index(here)
    lost = "its deletions are lost: documents that were removed may be back"
    assert [(failure.path, failure.message) for failure in rebuilt.lost] == [(deleted.name, lost)]
    with Corpus.open(here) as corpus:
        assert [document.uri for document in corpus.documents()][:3] == [f"texts/{number}.md" for number in range(3)]
        assert [claim.statement for claim in corpus.claims(document="texts/0.md")] == ["Fish swam elsewhere."]


def test_a_rebuilding_tells_what_a_manifest_lacks(made):
    here = copied(made[0])
    (here / "manifest.json").write_text("{}")
    assert rebuild_index(here).lost[0].message.startswith("it lacks 'version'; ")


def test_a_rebuilding_tells_what_a_missing_segment_held(made):
    here = copied(made[0])
    max(here.glob("*.segment")).unlink()
    (lost,) = rebuild_index(here).lost
    assert re.fullmatch(r"is missing, and its \d documents with it", lost.message)


@pytest.mark.parametrize("more", [b"\0", b"\n", bytes(range(256)) * 40])
def test_bytes_behind_a_whole_segment_cost_nothing(made, more):
    folder, _ = made
    for name in sorted(path.name for path in folder.glob("*.segment")):
        here = copied(made[0])
        with (here / name).open("ab") as file:
            file.write(more)
        (damage,) = check_index(here)
        assert (damage.file, damage.part, damage.message) == (name, "header", "it is longer than its header says")
        rebuilt = rebuild_index(here)
        assert (rebuilt.lost, rebuilt.anew) == ((), 0)
        assert list(check_index(here)) == []
        with Corpus.open(folder) as before, Corpus.open(here) as after:
            assert list(after.claims()) == list(before.claims())


def test_a_rebuilding_of_rubbish_is_refused(made):
    here = copied(made[0])
    for path in here.glob("*.segment"):
        path.write_bytes(b"rubbish")
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    with pytest.raises(IndexDamaged, match=r"Nothing of the index .* can be saved. Remove that folder, then ingest"):
        rebuild_index(here)
    assert {path.name: path.read_bytes() for path in here.iterdir()} == before


def test_a_mark_that_is_damaged_is_mended(made):
    here = copied(made[0])
    (here / "indexer.json").write_bytes(b"{}")
    assert [(each.file, each.message) for each in check_index(here)] == [("indexer.json", "cannot be read")]
    rebuild_index(here)
    assert list(check_index(here)) == []


def test_there_must_be_an_index():
    with pytest.raises(IndexFailure, match="There is no index"):
        list(check_index("nowhere"))
    with pytest.raises(IndexFailure, match="There is no index"):
        rebuild_index("nowhere")


def test_commands(made):
    def run(*arguments):
        result = CliRunner().invoke(application, ["-i", str(here), *arguments])
        return result.exit_code, result.stdout

    here = copied(made[0])
    assert run("check") == (0, "")
    (path, *_) = sorted(here.glob("*.segment"))
    data = bytearray(path.read_bytes())
    data[-9] ^= 1
    path.write_bytes(data)
    assert run("check") == (1, f"{path.name}: header its checksums have changed\n")
    status, shown = run("check", "--format", "json")
    assert (status, '"type": "damage"' in shown) == (1, True)
    status, shown = run("query", "fish")
    assert (status, shown) == (2, "")
    status, shown = run("rebuild", "--format", "json")
    assert (status, '"type": "rebuilt"' in shown) == (1, True)
    assert run("check") == (0, "")
    assert run("rebuild")[0] == 0


def test_no_file_runs_code(made):
    """A pickle in the place of any file, and of what Whoosh would read."""
    trap = set_trap()
    names = [path.name for path in made[0].iterdir()]
    for name in [*names, "_MAIN_99.toc", "_MAIN_LOCK", "manifest.new", "writer.json"]:
        here = copied(made[0])
        (here / name).write_bytes(trap)
        for command in (["query", "fish"], ["stats"], ["check"], ["ingest", str(SEED)], ["rebuild"], ["sources"]):
            CliRunner().invoke(application, ["-i", str(here), *command])
        assert not is_sprung(), name
