# ruff: noqa: ARG001, PTH100, PTH107  # stand-ins take what they do not use; paths are strings
import multiprocessing
import os
import shutil
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import (
    AuditSettings,
    Corpus,
    Extraction,
    Failure,
    IngestReport,
    SettingsError,
    audit_texts,
    extract,
    extract_text,
    extracting,
)
from indexer.errors import IndexerError, IndexLocked, IndexNotFound, NotFound, ParameterError, QueryError, ReadError

SEED = Path(__file__).parent.parent / "seeds" / "000_04824f2c0e751771.txt"

REPORT = """\
# Chips

The region will host a second cluster [1]. The Yongin site stays where it is [2].

## Outlook

Honam is being considered. Chungcheong is being considered as well [2].

Nobody has said when.

## References

[1] A plan for the regions. https://www.example.org/plan/
[2] Yongin stays. https://doi.org/10.1000/xyz
[3] Never used. https://example.org/unused
"""
NOTES = "The Yongin site stays [1]. Prices rose [2].\n\n[1] https://example.org/notes\n[2] https://example.org/plan\n"


def write(name, text):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def corpus():
    write("texts/report.md", REPORT)
    write("texts/notes.txt", NOTES)
    with Corpus.open(create=True) as opened:
        opened.ingest("texts")
        yield opened


def statements(found):
    return [getattr(each, "claim", each).statement for each in found]


def counts(report):
    return report.added, report.updated, report.unchanged, report.removed, len(report.failed)


# ---- the example article


def test_the_example_article():
    write("article.txt", SEED.read_bytes())
    with Corpus.open(create=True) as corpus:
        report = corpus.ingest("article.txt")
        stats = corpus.stats()
        of_one = list(corpus.claims(source="1", document="article.txt"))

    assert (stats.claims, stats.direct, stats.inherited, stats.none) == (14, 9, 2, 3)
    assert len(of_one) == 4
    assert [problem.name for problem in report.problems] == ["no-references"]


# ---- where the index is


def test_without_an_index_the_message_says_how_to_make_one():
    with pytest.raises(IndexNotFound, match="indexer ingest"):
        Corpus.open()


def test_the_index_of_the_nearest_parent_is_meant(corpus, monkeypatch):
    assert corpus.folder == Path.cwd() / ".indexer"
    Path("texts/deep").mkdir()
    monkeypatch.chdir("texts/deep")

    with Corpus.open(create=True) as again:
        assert again.folder == corpus.folder
        assert [document.uri for document in again.documents()] == ["texts/notes.txt", "texts/report.md"]


def test_uris_start_where_the_index_lies(tmp_path):
    inside, outside = write(tmp_path / "a" / "x.txt", "One."), write(tmp_path / "b" / "y.txt", "Two.")
    with Corpus.open(tmp_path / "a" / "index", create=True) as corpus:
        corpus.ingest([inside, outside])

        assert [document.uri for document in corpus.documents()] == [str(outside), "x.txt"]


# ---- ingest


def test_what_is_unchanged_costs_nothing_and_changes_nothing(corpus):
    before = list(corpus.claims())
    files = {path: path.stat().st_mtime_ns for path in corpus.folder.iterdir()}

    report = corpus.ingest("texts")

    assert counts(report) == (0, 0, 2, 0, 0)
    assert (report.claims, report.problems) == (0, ())
    assert list(corpus.claims()) == before
    assert {path: path.stat().st_mtime_ns for path in corpus.folder.iterdir()} == files


def test_a_changed_text_replaces_its_claims(corpus):
    write("texts/notes.txt", "Only this is left.")

    report = corpus.ingest("texts")

    assert counts(report) == (0, 1, 1, 0, 0)
    assert report.claims == 1
    assert statements(corpus.claims(document="notes.txt")) == ["Only this is left."]


def test_one_bad_text_stops_nothing_and_keeps_its_old_claims(corpus):
    write("texts/notes.txt", b"\x00\x01\x02\xff" * 100)
    write("texts/new.txt", "A new claim.")

    report = corpus.ingest(["missing.txt", "texts"])

    assert counts(report) == (1, 0, 1, 0, 2)
    assert [failure.path for failure in report.failed] == ["missing.txt", "texts/notes.txt"]
    assert not any(failure.message.startswith(failure.path) for failure in report.failed)
    assert len(list(corpus.claims(document="notes.txt"))) == 2


def test_a_text_that_trips_a_rule_is_a_failure_of_its_own(corpus, monkeypatch):
    def trip(document):
        raise RecursionError("deep")

    monkeypatch.setattr("indexer.claims.extract_claims", trip)
    write("texts/notes.txt", "Changed.")

    [failure] = corpus.ingest("texts").failed

    assert failure.path == "texts/notes.txt"
    assert "RecursionError at test_corpus.py" in failure.message


def test_a_text_that_cannot_be_read_is_a_failure():
    if not Path("/proc/self/mem").exists():
        pytest.skip("needs a file that is there and cannot be read")

    [failure] = extract("/proc/self/mem")

    assert failure == Failure("/proc/self/mem", "cannot be read: Input/output error")


def test_a_folder_without_texts_is_a_failure(corpus):
    Path("empty").mkdir()

    [failure] = corpus.ingest("empty").failed

    assert failure.path.endswith("empty")
    assert "holds no texts" in failure.message


def test_an_empty_file_is_a_document_with_a_problem(corpus):
    write("texts/empty.txt", "")

    report = corpus.ingest("texts")

    assert counts(report) == (1, 0, 2, 0, 0)
    assert [problem.name for problem in report.problems] == ["empty-document"]
    assert corpus.document("empty.txt").claims == 0


def test_a_forced_format_is_kept_until_it_changes(corpus):
    runs = [{"as_format": "text"}, {"as_format": "text"}, {}, {}, {"as_format": "markdown"}]

    updated = [corpus.ingest("texts/report.md", **settings).updated for settings in runs]

    assert updated == [1, 0, 1, 0, 1]
    assert len(corpus.document("report.md").digest) == 64


def test_an_unknown_format_fails(corpus):
    [failure] = corpus.ingest("texts/report.md", as_format="odp").failed

    assert "odp" in failure.message


@pytest.mark.parametrize("jobs", [1, 3])
def test_processes_change_nothing(jobs):
    for number in range(30):
        write(f"many/{number:02}.txt", f"Claim {number} holds [1]. Another.\n\n[1] https://example.org/{number}\n")
    write("many/15b.txt", b"\0\1\2" * 50)
    progress = []

    with Corpus.open(create=True) as corpus:
        report = corpus.ingest(["gone.txt", "many"], jobs=jobs, progress=lambda *now: progress.append(now))

        assert counts(report) == (30, 0, 0, 0, 2)
        assert [failure.path for failure in report.failed] == ["gone.txt", "many/15b.txt"]
        assert corpus.stats().claims == 60
    assert progress == [(done, 32) for done in range(1, 33)]
    assert list(extract("many", jobs=jobs)) == list(extract("many"))


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="the process must inherit what is patched")
def test_a_process_that_ends_is_an_error_that_leaves_the_old_state(corpus, monkeypatch):
    monkeypatch.setattr(extracting, "read_document", lambda *_, **__: os._exit(9))
    write("texts/a.txt", "New.")

    with pytest.raises(IndexerError, match="one job"):
        corpus.ingest("texts", jobs=2)

    assert corpus.stats().documents == 2


def test_an_interrupt_leaves_the_old_state(corpus):
    before = list(corpus.claims())
    write("texts/a.txt", "New.")

    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        corpus.ingest("texts", progress=interrupt)

    assert list(corpus.claims()) == before
    assert corpus.ingest("texts").added == 1


def test_standard_input_is_called_by_name(corpus, monkeypatch):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"# A title\n\nPiped in [1].")))

    report = corpus.ingest("-", name="piped.md")

    assert report.added == 1
    assert corpus.document("piped.md").title == "A title"


def test_standard_input_that_is_closed_is_a_failure(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)

    [failure] = extract("-")

    assert "standard input" in failure.message


def test_arguments_that_none_can_be_are_refused(corpus):
    for wrong in ({"attribution": "x"}, {"sort": "zzz"}):
        with pytest.raises(ParameterError, match="use one of"):
            list(corpus.query("site", **wrong))
    with pytest.raises(ParameterError, match="use one of"):
        list(corpus.sources(sort="zzz"))
    for wrongly in (AuditSettings(severity="zzz"), AuditSettings(share=25)):
        with pytest.raises(SettingsError, match="use"):
            list(audit_texts("texts", settings=wrongly))


# ---- prune


def test_prune_removes_what_is_gone_from_the_folders_named(corpus):
    write("other/a.txt", "Other.")
    corpus.ingest("other")
    os.remove("texts/notes.txt")
    os.remove("other/a.txt")

    report = corpus.ingest("texts")
    assert (counts(report), report.gone) == ((0, 0, 1, 0, 0), 1)
    report = corpus.ingest("texts", prune=True)
    assert (counts(report), report.gone) == ((0, 0, 1, 1, 0), 0)
    assert [document.uri for document in corpus.documents()] == ["other/a.txt", "texts/report.md"]


def test_prune_empties_a_folder(corpus):
    os.remove("texts/notes.txt")
    os.remove("texts/report.md")

    assert counts(corpus.ingest("texts", prune=True)) == (0, 0, 0, 2, 0)
    assert corpus.stats().documents == 0
    assert len(corpus.ingest("texts", prune=True).failed) == 1


def test_prune_keeps_what_is_merely_not_taken_this_time(corpus):
    write("texts/data.xyz", "Named by hand.")
    corpus.ingest("texts/data.xyz")

    report = corpus.ingest("texts", prune=True, exclude=["report.md"])

    assert counts(report) == (0, 0, 1, 0, 0)
    assert corpus.stats().documents == 3


def test_prune_keeps_what_came_through_standard_input(corpus, monkeypatch):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"Piped in.")))
    corpus.ingest("-", name="texts/piped.txt")

    assert counts(corpus.ingest("texts", prune=True)) == (0, 0, 2, 0, 0)


def test_prune_needs_proof(corpus, monkeypatch):
    os.remove("texts/notes.txt")
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("texts"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = corpus.ingest(["texts", "nowhere"], prune=True)

    assert counts(report) == (0, 0, 0, 0, 2)
    assert corpus.stats().documents == 2


# ---- asking


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("1", "texts/report.md"),
        ("https://www.example.org/plan/", None),
        ("http://example.org/plan", None),
        ("texts/report.md[1]", None),
        ("HTTPS://EXAMPLE.ORG/plan#top", None),
    ],
)
def test_a_source_has_many_names(corpus, name, document):
    assert "The region will host a second cluster." in statements(corpus.claims(source=name, document=document))


@pytest.mark.parametrize("name", ["doi:10.1000/xyz", "10.1000/XYZ", "https://doi.org/10.1000/xyz"])
def test_a_doi_has_many_names(corpus, name):
    assert statements(corpus.claims(source=name)) == [
        "The Yongin site stays where it is.",
        "Honam is being considered.",
        "Chungcheong is being considered as well.",
    ]


def test_claims_of_one_work_come_from_every_document(corpus):
    assert {claim.document_uri for claim in corpus.claims(source="https://example.org/plan")} == {
        "texts/report.md",
        "texts/notes.txt",
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://arxiv.org/pdf/2101.00001v3.pdf", "arXiv preprint arXiv:2101.00001 [cs.CL]"),
        ("https://onlinelibrary.example/doi/full/10.1000/abc", "doi: 10.1000/ABC."),
        ("https://www.ncbi.nlm.nih.gov/pubmed/123456", "PMID: 123456."),
        ("https://en.m.wikipedia.org/wiki/North%20Sea#Geology", "https://en.wikipedia.org/wiki/North_Sea"),
        ("https://web.archive.org/web/2020/http://www.example.com/a/", "https://example.com/a?utm_source=x"),
    ],
)
def test_two_documents_cite_one_work_under_different_numbers(corpus, one, other):
    write("texts/one.md", f"One fact [4].\n\n## References\n\n[4] Title, 2020. {one}\n")
    write("texts/other.md", f"Another fact [7].\n\n## References\n\n[7] Another title. {other}\n")
    corpus.ingest("texts")
    found = [source for source in corpus.sources() if "texts/one.md" in source.labels]

    assert [dict(source.labels) for source in found] == [{"texts/one.md": ("4",), "texts/other.md": ("7",)}]
    for name in (one, found[0].id):
        assert statements(corpus.claims(source=name)) == ["One fact.", "Another fact."]


def test_an_index_in_use_keeps_ingest_out_and_lets_questions_in(corpus):
    write("texts/a.txt", "New.")

    with Corpus.open(lock_timeout=0.1) as other, corpus._index.writer(1):
        assert counts(other.ingest("texts/notes.txt")) == (0, 0, 1, 0, 0)  # nothing to write: no need to wait
        with pytest.raises(IndexLocked):
            other.ingest("texts")
        assert len(list(other.query("yongin"))) == 2


def test_a_source_that_no_claim_rests_on_is_known(corpus):
    assert list(corpus.claims(source="https://example.org/unused")) == []


@pytest.mark.parametrize(
    ("name", "document", "hint"),
    [
        ("https://example.org/pla", None, "https://example.org/plan"),
        ("1", None, "--document"),
        ("9", "report.md", "in texts/report.md"),
        ("nothing like it at all", None, "indexer sources"),
    ],
)
def test_an_unknown_source_is_told_with_a_hint(corpus, name, document, hint):
    with pytest.raises(NotFound, match=hint):
        corpus.claims(source=name, document=document)


@pytest.mark.parametrize("name", ["texts/report.md", "./texts/report.md", "report.md"])
def test_a_document_has_many_names(corpus, name):
    assert corpus.document(name).uri == "texts/report.md"
    assert corpus.document(os.path.abspath("texts/report.md")).uri == "texts/report.md"


def test_a_path_is_one_from_the_current_folder(corpus, monkeypatch):
    monkeypatch.chdir("texts")

    assert corpus.document("./report.md").uri == "texts/report.md"


def test_an_end_that_two_documents_have_names_none(corpus):
    write("more/report.md", "Another.")
    corpus.ingest("more")

    with pytest.raises(NotFound, match="2 documents"):
        corpus.document("report.md")


@pytest.fixture
def shelf(corpus):
    """Three documents in two folders, and one beside them."""
    arxiv = "One fact [1].\n\n## References\n\n[1] Attention. https://arxiv.org/abs/1706.03762\n"
    write("texts/deep/paper.md", arxiv)
    write("other.md", "A bare number [1].\n\n## References\n\n[1] Attention. arXiv:1706.03762\n")
    corpus.ingest(["texts", "other.md"])
    return corpus


BELOW = ["texts/deep/paper.md", "texts/notes.txt", "texts/report.md"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("texts", BELOW),
        ("./texts/", BELOW),
        ("deep", BELOW[:1]),
        ("texts/*.md", [BELOW[0], BELOW[2]]),
        ("*.txt", BELOW[1:2]),
        (".", ["other.md", *BELOW]),
        ("texts/REPORT.md", BELOW[2:]),
    ],
)
def test_folders_and_patterns_stand_for_all_documents_that_they_mean(shelf, name, expected):
    assert sorted({claim.document_uri for claim in shelf.claims(document=name)}) == expected
    assert {hit.claim.document_uri for hit in shelf.query("-zzz", document=name, limit=None)} == set(expected)
    assert shelf.count("-zzz", document=name) == len(list(shelf.claims(document=name)))
    named = {uri for source in shelf.sources(document=name) for uri in source.labels}
    assert named == set(expected)


def test_a_folder_is_one_from_the_current_folder(shelf, monkeypatch):
    monkeypatch.chdir("texts")

    for name in (".", "../texts", "*"):
        assert sorted({claim.document_uri for claim in shelf.claims(document=name)}) == BELOW


def test_sources_of_several_documents_are_counted_together(shelf):
    both = next(each for each in shelf.sources(document="texts") if each.id == "https://example.org/plan")

    assert (both.claims, both.documents, set(both.labels)) == (2, 2, {"texts/notes.txt", "texts/report.md"})


def test_a_label_means_nothing_in_several_documents(shelf):
    with pytest.raises(NotFound, match="--document URI"):
        shelf.claims(source="1", document="texts")


def test_where_one_document_is_wanted_a_folder_names_one_or_none(shelf):
    assert shelf.document("deep").uri == "texts/deep/paper.md"
    with pytest.raises(NotFound, match=r"'texts/\*\.md' stands for 2 documents.*texts/deep/paper\.md"):
        shelf.document("texts/*.md")


@pytest.mark.parametrize("name", ["nothing", "nothing/*.md", "", " ", "text"])
def test_what_means_no_document_is_an_error(shelf, name):
    for ask in (shelf.document, lambda name: shelf.claims(document=name), lambda name: shelf.remove([name])):
        with pytest.raises(NotFound, match="no document"):
            ask(name)


@pytest.mark.parametrize("name", ["*.md", "texts/*", "deep", "paper.md"])
def test_no_pattern_removes_anything(shelf, name):
    with pytest.raises(NotFound):
        shelf.remove([name])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_names_are_the_same_in_whatever_form_of_unicode(corpus, form, other):
    uri, typed = (normalize(each, "r\u00e9sum\u00e9s/caf\u00e9.md") for each in (form, other))
    write(uri, "The caf\u00e9 is open. It is new.")
    corpus.ingest(uri)

    for name in (typed, f"./{typed}", typed.rpartition("/")[2]):
        assert corpus.document(name).uri == uri
    assert {claim.document_uri for claim in corpus.claims(document=typed.partition("/")[0])} == {uri}
    assert corpus.claim(f"{typed}#0-17").document_uri == uri
    assert corpus.remove(typed.partition("/")[0] + "/") == 1


def test_a_document_of_just_this_form_of_unicode_goes_first(corpus):
    for form in ("NFC", "NFD"):
        write(normalize(form, "caf\u00e9.md"), "Open.")
        corpus.ingest(normalize(form, "caf\u00e9.md"))

    assert corpus.document("cafe\u0301.md").uri == "cafe\u0301.md"
    assert corpus.document("caf\u00e9.md").uri == "caf\u00e9.md"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("arxiv.org", {"One fact.", "A bare number."}),  # their DOI, which an address of arXiv tells
        ("arxiv.org/abs", {"One fact.", "A bare number."}),
        ("*arxiv*", {"One fact.", "A bare number."}),
        ("example.org", {"The region will host a second cluster.", "The Yongin site stays.", "Prices rose."}),
        ("example.org/notes", {"The Yongin site stays."}),
    ],
)
def test_a_host_stands_for_its_sources_also_those_that_have_a_doi(shelf, host, expected):
    assert set(statements(shelf.claims(source=host))) == expected
    assert set(statements(shelf.query(f"source:{host}", limit=None))) == expected
    assert shelf.unmatched(f"source:{host}") == ()
    with_others = shelf.query(f"source:{host} OR considered", limit=None)
    assert set(statements(with_others)) >= expected | {"Honam is being considered."}
    assert not expected & set(statements(shelf.query(f"-source:{host}", limit=None)))


def test_hosts_find_what_is_counted_as_theirs(shelf):
    domains = shelf.stats().domains
    assert domains
    for share in domains:
        assert len(list(shelf.claims(source=share.name))) >= share.claims > 0


def test_a_host_of_no_source_is_an_error(shelf):
    with pytest.raises(NotFound, match="indexer sources"):
        shelf.claims(source="unknown.org")
    assert shelf.unmatched("source:unknown.org") == ("source:unknown.org",)


def test_an_unknown_document_is_told_with_a_hint(corpus):
    with pytest.raises(NotFound, match=r"there is texts/report\.md"):
        corpus.document("texts/reprt.md")


def test_queries_select(corpus):
    assert len(list(corpus.query("yongin site"))) == 2
    assert statements(corpus.query("yongin", document="notes.txt")) == ["The Yongin site stays."]
    assert statements(corpus.query("considered", attribution="inherited")) == ["Honam is being considered."]
    assert statements(corpus.query("yongin", source="https://example.org/notes")) == ["The Yongin site stays."]
    assert len(list(corpus.query("yongin", limit=1))) == 1
    assert len(list(corpus.query("yongin", limit=None, offset=1))) == 1
    assert corpus.count("yongin") == 2
    assert [hit.claim.document_uri for hit in corpus.query("yongin", sort="document")] == [
        "texts/notes.txt",
        "texts/report.md",
    ]


def test_a_source_in_the_words_has_many_names_too(corpus):
    assert len(list(corpus.query("considered source:10.1000/XYZ"))) == 2
    assert statements(corpus.query("second source:1", document="report.md")) == [
        "The region will host a second cluster."
    ]


def test_a_bad_query_is_an_error_at_once(corpus):
    with pytest.raises(QueryError):
        corpus.query('"open')
    assert list(corpus.query('"yongin site', literal=True))


def test_a_claim_is_found_by_its_id(corpus):
    claims = list(corpus.claims())
    assert [corpus.claim(claim.id) for claim in claims] == claims != []
    with pytest.raises(NotFound, match=r"indexer show texts/report\.md"):
        corpus.claim("texts/report.md#1-2")
    with pytest.raises(NotFound, match=r"report\.md#120-146"):
        corpus.claim("texts/report.md")


def test_context_is_what_stands_around(corpus):
    listed = list(corpus.claims(document="report.md"))

    assert corpus.context(listed[0], 1) == tuple(listed[:2])
    assert corpus.context(listed[2], 1) == tuple(listed[1:4])
    assert corpus.context(listed[2], 0) == (listed[2],)


def test_sources_are_counted_and_sorted(corpus):
    by_claims = [source.id for source in corpus.sources()]
    plan, notes, unused = (f"https://example.org/{name}" for name in ("plan", "notes", "unused"))

    assert by_claims == ["doi:10.1000/xyz", plan, notes, unused]  # two, two, one, and none
    assert next(corpus.sources(sort="documents")).id == "https://example.org/plan"
    assert [source.id for source in corpus.sources(sort="id")] == sorted(by_claims)
    assert {source.id for source in corpus.sources(document="notes.txt")} == {
        "https://example.org/notes",
        "https://example.org/plan",
    }
    assert next(corpus.sources(sort="title", document="report.md")).title


def test_sums_agree(corpus):
    stats, documents = corpus.stats(), list(corpus.documents())

    assert stats.documents == len(documents) == 2
    assert stats.claims == stats.direct + stats.inherited + stats.none == len(list(corpus.claims()))
    assert stats.sources == len(list(corpus.sources())) == 4


def test_removing_is_all_or_nothing(corpus):
    with pytest.raises(NotFound):
        corpus.remove(["texts/report.md", "unknown.md"])
    with pytest.raises(NotFound):
        corpus.remove(["report.md"])  # what is removed is named in full
    assert corpus.stats().documents == 2

    assert corpus.remove(["texts/report.md", "./texts/report.md"]) == 1
    assert corpus.remove("texts/notes.txt") == 1
    assert corpus.stats().claims == 0


# ---- extract


def test_extract_yields_what_ingest_keeps(corpus):
    extracted = [claim for each in extract("texts") for claim in each.claims]

    assert extracted == list(corpus.claims())


def test_extract_reads_as_it_is_asked():
    write("a.txt", "One.")
    found = extract(["a.txt", "b.txt"])

    assert isinstance(next(found), Extraction)
    write("b.txt", "Two.")
    assert isinstance(next(found), Extraction)


def test_extract_tells_failures_in_their_place():
    write("a.txt", "One.")
    Path("empty").mkdir()

    kinds = [type(each) for each in extract(["gone.txt", "a.txt", "empty"])]

    assert kinds == [Failure, Extraction, Failure]


def test_extract_text_takes_words():
    extraction = extract_text("It holds [1].", uri="x")

    assert [claim.id for claim in extraction.claims] == ["x#0-13"]
    assert statements(extract_text("# Head\n\nIt holds.", as_format="markdown").claims) == ["It holds."]
    assert extract_text("It \ud800 holds.").claims
    with pytest.raises(ReadError):
        extract_text("x", as_format="odp")


def test_a_pattern_that_is_none_is_an_error(corpus):
    with pytest.raises(IndexerError, match="gitignore"):
        corpus.ingest("texts", exclude=["!"])


# ---- properties


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from([REPORT, NOTES, "", "One [1]. Two."]), min_size=1))
def test_ingesting_again_and_in_another_order_changes_nothing(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("texts")
    paths = [write(folder / f"{name}.md", text) for name, text in texts.items()]
    with (
        Corpus.open(folder / ".one", create=True) as one,
        Corpus.open(folder / ".other", create=True) as other,
    ):
        one.ingest(paths)
        other.ingest(paths[::-1])
        again = other.ingest(folder)

        assert again == IngestReport(0, 0, len(paths), 0, (), 0, ())
        assert list(one.claims()) == list(other.claims())
        assert list(one.sources()) == list(other.sources())
        assert list(one.documents()) == list(other.documents())


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Costs fell [1] , and rose [2] .", "Costs fell, and rose."),
        ("Costs fell (see [1]), then rose (cf. [2, 3]).", "Costs fell, then rose."),
        ("Costs fell （参见[1]）。", "Costs fell。"),
        ("Costs fell (see [1] and [2]), then rose ([2] or [3], p. 4).", "Costs fell, then rose."),
        ("Es fiel (vgl. auch [1]; [2] und [3]), dann (see, e.g., [4]).", "Es fiel, dann."),
        ("Costs fell (see Table 2), then rose (and how) [1].", "Costs fell (see Table 2), then rose (and how)."),
        ("Costs of the lock, of the door, [1], [2]. ", "Costs of the lock, of the door."),
        ("According to [1], costs fell.", "According to, costs fell."),
        ("Costs fell [1] 5 % (see the annex).", "Costs fell 5 % (see the annex)."),
    ],
)
def test_a_statement_keeps_nothing_of_its_markers(text, statement):
    assert statements(extract_text(text).claims) == [statement]


def test_a_frozen_corpus_stays_as_it_was(corpus):
    before = statements(corpus.claims())
    frozen = corpus.frozen()
    named = frozen.commit
    assert named == corpus.commit

    write("texts/more.txt", "Demand rose [1].\n\n[1] https://example.org/demand\n")
    corpus.ingest("texts")

    assert statements(frozen.claims()) == before
    assert frozen.count("demand") == 0
    assert corpus.count("demand") == 1
    assert frozen.commit == named != corpus.commit
    assert statements(corpus.frozen().query("demand")) == ["Demand rose."]


def test_a_commit_has_a_name_that_no_other_index_of_the_folder_had(tmp_path):
    names = set()
    for text in ("One [1].", "Two [1]."):
        write(tmp_path / "a.txt", text)
        with Corpus.open(tmp_path / ".indexer", create=True) as made:
            made.ingest(tmp_path / "a.txt")
            names.add(made.commit)
        shutil.rmtree(tmp_path / ".indexer")

    assert len(names) == 2


def test_facets_say_how_what_a_query_finds_spreads(corpus):
    found = corpus.facets("yongin OR honam")

    assert found.claims == corpus.count("yongin OR honam") == 3
    assert found.documents == (("texts/report.md", 2), ("texts/notes.txt", 1))
    assert found.sources[0] == ("doi:10.1000/xyz", 2)
    assert found.attributions == (("direct", 2), ("inherited", 1))
    assert corpus.facets("yongin", document="texts/notes.txt").claims == 1
    assert corpus.facets(source="doi:10.1000/xyz", limit=1).documents == (("texts/report.md", 3),)
    assert corpus.facets().claims == len(list(corpus.claims()))


def test_a_stored_document_is_the_one_that_was_read(corpus):
    found = corpus.stored("report.md")
    expected = extract_text(REPORT, uri="texts/report.md", as_format="markdown")

    assert (found.text, found.blocks, found.references) == (
        expected.document.text,
        expected.document.blocks,
        expected.document.references,
    )
    assert found.problems == expected.problems
    assert found.digest == expected.document.digest
    assert [claim.statement for claim in corpus.claims_between("report.md", 0, found.text.index("The Yongin"))] == [
        "The region will host a second cluster."
    ]
    with pytest.raises(NotFound):
        corpus.stored("nothing")


def test_works_have_the_names_that_documents_give_them(corpus):
    plan = "https://example.org/plan"

    assert corpus.works([plan], document="report.md")[plan].title == "A plan for the regions"
    assert corpus.works([plan])[plan].url == "https://example.org/plan"
    with pytest.raises(NotFound):
        corpus.works([plan], document="nothing")


def test_some_of_the_claims_of_a_corpus_are_asked_for(corpus):
    every = list(corpus.claims(document="report.md"))

    assert list(corpus.claims(document="report.md", limit=2, offset=1)) == every[1:3]


def test_a_new_index_is_made_at_once_or_when_it_is_asked_or_written_to(tmp_path):
    with Corpus.open(tmp_path / "other", create=True):
        assert (tmp_path / "other").is_dir()
    with Corpus.open(tmp_path / "new", create=True, late=True):
        pass
    assert not (tmp_path / "new").exists()
    with Corpus.open(tmp_path / "new", create=True, late=True) as corpus:
        assert corpus.stats().documents == 0
    assert (tmp_path / "new").is_dir()
