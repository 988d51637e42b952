"""The index as Whoosh reads it: other programs open the folder, and what the engine finds and scores is what BM25 says."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
from collections import Counter
from math import log

import pytest
import whoosh.index
from test_contract import ALL, make, make_claim, put
from whoosh import query as engine
from whoosh.matching import ReadTooFar
from whoosh.qparser import QueryParser
from whoosh.scoring import WeightScorer

from indexer.errors import IndexFailure
from indexer.index import analysis
from indexer.index.matching import heading_text
from indexer.index.parser import parse
from indexer.index.segments.arrays import Arrays
from indexer.index.store import SegmentIndex, create
from indexer.index.whoosh.codec import ClaimCodec, ClaimSegment
from indexer.index.whoosh.lexicon import lexicons
from indexer.index.whoosh.searcher import WhooshSearcher

WORDS = "chip chips semiconductor semiconductors seoul yongin nation nations nationalised café 5nm GPT4 U.S. 半导体 a".split()
A, B = "https://example.org/a", "doi:10.1000/xyz"


def documents():
    """Enough claims that no number of a posting fits a byte, with repeated words, sources and headings."""
    dice = random.Random(7)  # noqa: S311  (the same texts each time is what is wanted)
    for number in range(12):
        yield make(
            f"d/{number % 5}{number:02}.md",
            *(
                make_claim(
                    " ".join(dice.choices(WORDS, weights=range(len(WORDS), 0, -1), k=dice.randint(1, 30))),
                    source_ids=dice.choice([(), (A,), (A, B)]),
                    heading=("Results", dice.choice(WORDS)),
                )
                for _ in range(80)
            ),
            title=f"Title {number}",
        )


@pytest.fixture(scope="module", params=["one segment", "several, with dead documents"])
def folder(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    create(folder)
    index = SegmentIndex(folder, WhooshSearcher)
    put(index, *documents())
    if request.param != "one segment":
        put(index, *list(documents())[2:4])
        with index.writer(1) as writer:
            writer.delete("d/000.md")
    index.close()
    return folder


@pytest.fixture(scope="module")
def searcher(folder):
    with whoosh.index.open_dir(str(folder)).searcher() as searcher:
        yield searcher


@pytest.fixture(scope="module")
def rows(folder):
    """All claims of all segments, and the ids of those that live."""
    index = SegmentIndex(folder, WhooshSearcher)
    segments = index._snapshots.current().segments
    index.close()
    readers = [ClaimCodec().per_document_reader(None, ClaimSegment(each.entry, each)) for each in segments]
    return [reader.stored_fields(row) for reader in readers for row in range(reader.doc_count_all())]


def statistics(rows, field, term):
    """The rows with a term, as numbers with its frequency, and the length of each."""
    texts = [row["statement"] if field == "statement" else heading_text(row["heading"]) for row in rows]
    found = [analysis.terms(text) for text in texts]
    return {at: terms.count(term) for at, terms in enumerate(found) if term in terms}, list(map(len, found))


def bm25(rows, field, term):
    frequencies, lengths = statistics(rows, field, term)
    average = sum(lengths) / len(lengths)
    idf = log(len(rows) / (len(frequencies) + 1)) + 1
    return {
        at: idf * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * lengths[at] / average))
        for at, frequency in frequencies.items()
    }


@pytest.mark.parametrize("field", ["statement", "heading"])
@pytest.mark.parametrize("word", ["chip", "a", "semiconductor", "nation", "gpt", "半导"])
def test_a_term_has_the_scores_of_bm25(searcher, rows, field, word):
    live = set(searcher.reader().all_doc_ids())
    expected = {at: pytest.approx(score) for at, score in bm25(rows, field, word).items() if at in live}

    assert dict(searcher.search(engine.Term(field, word), limit=None).items()) == expected


@pytest.mark.parametrize("limit", [1, 5, 20, 300])
def test_the_best_are_the_best_whatever_is_skipped(searcher, limit):
    """Blocks and terms that cannot score high enough are skipped: that must change nothing."""
    for question in (
        engine.Term("statement", "chip"),
        engine.Or([engine.Term("statement", "a"), engine.Term("statement", "seoul"), engine.Term("heading", "chip")]),
        engine.And([engine.Term("statement", "chip"), engine.Term("statement", "seoul")]),
    ):
        every = [score for _, score in searcher.search(question, limit=None).top_n]
        best = [score for _, score in searcher.search(question, limit=limit).top_n]
        assert best == pytest.approx(every[:limit])


@pytest.mark.parametrize("field", ["statement", "heading"])
@pytest.mark.parametrize("term", ["chip", "a", "gpt", "nation"])
def test_what_is_known_of_a_term(searcher, rows, field, term):
    frequencies, lengths = statistics(rows, field, term)
    of_rows = [lengths[at] for at in frequencies]
    info = searcher.reader().term_info(field, term)

    assert info.weight() == searcher.reader().frequency(field, term) == sum(frequencies.values())
    assert info.doc_frequency() == searcher.doc_frequency(field, term) == len(frequencies)
    assert (info.min_length(), info.max_length()) == (min(of_rows), max(of_rows))
    assert info.max_weight() == max(frequencies.values())
    assert (info.min_id(), info.max_id()) == (min(frequencies), max(frequencies))


def test_terms_that_are_none(searcher):
    for _, segment in enumerate(searcher.reader().leaf_readers()):
        terms = segment[0]._terms
        for field, term in (("statement", b"zzz"), ("source", b"x"), ("attribution", b"e"), ("nothing", b"x")):
            assert (field, term) not in terms
            with pytest.raises(KeyError):
                terms.doc_frequency(field, term)
    assert searcher.doc_frequency("statement", "zzz") == 0
    assert list(searcher.search(engine.Term("statement", "zzz"))) == []


def test_positions(searcher, rows):
    reader = searcher.reader()
    for field in ("statement", "heading"):
        matcher = reader.postings(field, "chip") if reader.is_atomic() else searcher.postings(field, "chip")
        while matcher.is_active():
            row = rows[matcher.id()]
            terms = analysis.terms(row["statement"] if field == "statement" else heading_text(row["heading"]))
            places = [at for at, term in enumerate(terms) if term == "chip"]
            assert matcher.value_as("positions") == [span.start for span in matcher.spans()] == places
            assert (matcher.weight(), matcher.value_as("frequency")) == (len(places), len(places))
            matcher.next()


def test_words_as_written(searcher, rows):
    for field, name in (("statement", "statement_written"), ("heading", "heading_written")):
        held = Counter()
        for row in rows:
            text = row["statement"] if field == "statement" else heading_text(row["heading"])
            held.update({found.word for found in analysis.written(text)})
        reader = searcher.reader()
        assert {term.decode(): reader.doc_frequency(name, term) for term in reader.lexicon(name)} == held


def test_lexicons_name_the_rows_of_each_term(searcher, rows):
    reader = searcher.reader()
    expected = {
        "document": Counter(row["document"] for row in rows),
        "source": Counter(source for row in rows for source in row["source"]),
        "label": Counter(label for row in rows for label in row["label"]),
        "attribution": Counter(row["attribution"] for row in rows),
    }

    for field, counts in expected.items():
        assert {term.decode(): reader.doc_frequency(field, term) for term in reader.lexicon(field)} == counts


def test_cursors_walk_the_terms(searcher):
    leaf, _ = searcher.reader().leaf_readers()[0]
    terms = [term.decode() for term in leaf.lexicon("statement")]
    cursor = leaf.cursor("statement")
    walked = []
    while cursor.is_valid():
        walked.append(cursor.text())
        assert cursor.term_info().doc_frequency() == leaf.doc_frequency("statement", cursor.text())
        cursor.next()

    assert walked == terms == sorted(terms, key=str.encode)
    assert (cursor.text(), cursor.term_info()) == (None, None)
    assert (cursor.first(), cursor.find("chip"), cursor.find(b"chiq")) == (
        terms[0],
        "chip",
        terms[terms.index("chip") + 1],
    )


def test_dead_documents_are_deleted_rows(folder, searcher, rows):
    index = SegmentIndex(folder)
    live = {claim.id for claim in index.claims(ALL)}
    index.close()
    reader = searcher.reader()

    assert reader.doc_count_all() == len(rows)
    assert reader.doc_count() == len(live)
    assert {rows[at]["id"] for at in reader.all_doc_ids()} == live
    assert [at for at in range(len(rows)) if not reader.is_deleted(at)] == list(reader.all_doc_ids())
    assert reader.has_deletions() == (len(live) < len(rows))


def test_what_is_stored_is_the_claim(folder, searcher):
    index = SegmentIndex(folder)
    claims = {claim.id: claim for claim in index.claims(ALL)}
    index.close()
    rows = list(searcher.reader().all_stored_fields())
    assert {stored["id"] for stored in rows} == claims.keys() != set()
    for stored in rows:
        claim = claims[stored["id"]]
        assert (stored["statement"], stored["text"], stored["title"]) == (claim.statement, claim.text, claim.title)
        assert (stored["source"], stored["label"]) == (list(claim.source_ids), list(claim.labels))
        assert (stored["start"], stored["end"], stored["ordinal"]) == (claim.span.start, claim.span.end, claim.ordinal)


def test_lengths(searcher, rows):
    reader = searcher.reader()
    for field in ("statement", "heading"):
        lengths = statistics(rows, field, "x")[1]
        assert [reader.doc_field_length(at, field) for at in range(len(rows))] == lengths
        assert reader.field_length(field) == sum(lengths)
        assert (reader.min_field_length(field), reader.max_field_length(field)) == (min(lengths), max(lengths))
    assert reader.doc_field_length(0, "source", 7) == 7
    assert (reader.field_length("source"), reader.max_field_length("source")) == (0, 0)


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("semiconductors", "semiconductor"),
        ("chips seoul", "chip seoul"),
        ("chip OR Café", "chip OR cafe"),
        ("chip -seoul", "chip NOT seoul"),
        ('"chips seoul"', '"chip seoul"'),
        ("GPT4", "gpt4"),
        ("半导体", "半导体"),
        ("U.S.", "us"),
        ("heading:chips", "heading:chip"),
        ("statement_written:Semi*", "semi*"),
        ("heading_written:nation*", "heading:nation*"),
        ("attribution:direct yongin", "yongin attribution:direct"),
    ],
)
def test_the_query_parser_of_whoosh(folder, searcher, question, same):
    index = SegmentIndex(folder, WhooshSearcher)
    expected = {hit.claim.id for hit in index.search(parse(same), ALL, limit=None)}
    index.close()
    found = searcher.search(
        QueryParser("statement", searcher.schema).parse(question.replace(" -", " NOT ")), limit=None
    )

    assert {hit["id"] for hit in found} == expected != set()


def test_sorting_highlights_and_suggestions(searcher):
    question = QueryParser("statement", searcher.schema).parse("chips")
    found = searcher.search(question, sortedby="order", limit=None)
    places = [(hit["document"], hit["ordinal"]) for hit in found]

    assert places == sorted(places)
    assert ">chip" in found[0].highlights("statement")
    assert "yongin" in searcher.suggest("statement_written", "yonjin")


def test_nothing_is_written_through_whoosh(folder):
    before = (folder / "manifest.json").read_bytes()
    opened = whoosh.index.open_dir(str(folder))
    for change in (
        lambda writer: writer.add_document(statement="new"),
        lambda writer: writer.add_document(source="new"),
        lambda writer: writer.delete_document(0),
    ):
        writer = opened.writer()
        with pytest.raises(IndexFailure, match="indexer ingest"):
            change(writer)
        writer.cancel()
    codec = ClaimCodec()
    for refused in (codec.per_document_writer, codec.field_writer, codec.postings_writer, codec.new_segment):
        with pytest.raises(IndexFailure, match="only read through Whoosh"):
            refused(None, None)
    assert (folder / "manifest.json").read_bytes() == before


def test_another_program_opens_the_index(folder):
    program = """
        import sys
        import whoosh.index
        from whoosh.query import Term
        with whoosh.index.open_dir(sys.argv[1]).searcher() as searcher:
            print(len(searcher.search(Term("statement", "chip"), limit=None)))
    """
    command = [sys.executable, "-c", "\n".join(line[8:] for line in program.splitlines()), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    index = SegmentIndex(folder, WhooshSearcher)

    assert int(done.stdout) == index.count(parse("chip"), ALL)
    index.close()


def test_a_pickled_segment_is_small_and_opens_nothing(folder):
    index = SegmentIndex(folder)
    (segment, *_) = index._snapshots.current().segments
    again = pickle.loads(pickle.dumps(ClaimSegment(segment.entry, segment)))  # noqa: S301
    index.close()

    assert len(pickle.dumps(again)) < 500
    assert again._opened is None
    assert (again.doc_count_all(), again.deleted_count()) == (segment.entry.rows, segment.entry.dead_rows)


def test_every_field_that_is_indexed_has_a_lexicon(folder, searcher):
    index = SegmentIndex(folder)
    (segment, *_) = index._snapshots.current().segments
    index.close()
    indexed = {name for name, field in searcher.schema.items() if field.indexed and field.format}

    assert set(lexicons(Arrays(segment.mapped))) == indexed


def test_an_empty_index_opens(tmp_path):
    create(tmp_path)
    with whoosh.index.open_dir(str(tmp_path)).searcher() as searcher:
        assert list(searcher.search(engine.Term("statement", "chip"))) == []


@pytest.fixture(scope="module")
def leaf(searcher):
    """The reader of the first segment."""
    return searcher.reader().leaf_readers()[0][0]


def test_a_matcher_goes_on_back_and_aside(leaf):
    every = list(leaf._terms.matcher("statement", b"chip", leaf.schema["statement"].format).all_ids())
    matcher = leaf._terms.matcher("statement", b"chip", leaf.schema["statement"].format)
    assert (matcher.id(), matcher.term(), matcher.score()) == (every[0], ("statement", b"chip"), matcher.weight())
    matcher.skip_to(every[7])
    aside = matcher.copy()
    aside.next()
    assert (matcher.id(), aside.id()) == (every[7], every[8])
    matcher.skip_to(every[8] + 1)
    assert matcher.id() == every[9]
    matcher.reset()
    assert matcher.id() == every[0]
    assert matcher.replace() is matcher
    matcher.skip_to(10**9)
    assert not matcher.is_active()
    assert not matcher.replace().is_active()
    for going_on in (matcher.next, lambda: matcher.skip_to(0)):
        with pytest.raises(ReadTooFar):
            going_on()


def test_bounds_of_a_block_hold(searcher, leaf):
    scorer = searcher.weighting.scorer(searcher, "statement", b"chip")
    matcher = leaf._terms.matcher("statement", b"chip", leaf.schema["statement"].format, scorer)
    assert matcher.supports_block_quality()
    assert matcher.replace(matcher.max_quality() + 1).is_active() is False
    blocks = {}
    while matcher.is_active():
        length = leaf.doc_field_length(matcher.id(), "statement")
        assert matcher.score() <= matcher.block_quality() <= matcher.max_quality()
        assert matcher.weight() <= matcher.block_max_weight()
        assert matcher.block_min_length() <= length <= matcher.block_max_length()
        blocks.setdefault(matcher.block_quality(), []).append(matcher.id())
        matcher.next()
    assert len(blocks) > 1
    matcher.reset()
    least = min(blocks)
    while matcher.is_active():
        matcher.skip_to_quality(least)
        if matcher.is_active():
            assert matcher.id() not in blocks[least]
            matcher.next()


def test_a_field_without_positions_has_no_spans(leaf):
    matcher = leaf.postings("source", A)
    assert (matcher.weight(), matcher.value(), matcher.value_as("frequency")) == (1.0, b"", 1)
    assert not matcher.supports("positions")
    with pytest.raises(ValueError, match="no positions"):
        leaf._terms.matcher("source", A.encode(), leaf.schema["source"].format).spans()
    plain = leaf._terms.matcher("source", A.encode(), leaf.schema["source"].format, WeightScorer(1.0))
    assert (plain.block_quality(), plain.block_min_length(), plain.block_max_length()) == (1.0, 0, 0)


def test_all_terms_with_what_is_known_of_them(leaf):
    terms = list(leaf.all_terms())
    infos = dict(leaf)

    assert list(infos) == terms == sorted(terms)
    assert {name for name, _ in terms} == set(leaf.indexed_field_names())
    assert all(info.doc_frequency() == leaf.doc_frequency(*term) for term, info in infos.items())
    assert next(leaf.iter_from("statement", "chiq"))[0] == next(leaf.terms_from("statement", "chiq"))


def test_the_one_column(leaf):
    rows = leaf._perdoc
    assert (rows.supports_columns(), rows.list_columns(), rows.has_column("title")) == (True, ["order"], False)
    column = leaf.column_reader("order")
    assert list(column) == sorted(column)
    assert len(column) == leaf.doc_count_all()


def test_patterns_are_folded_and_not_split(searcher):
    field = searcher.schema["statement"]
    assert list(field.process_text("CAFÉ-au", mode="query", tokenize=False)) == ["cafe-au"]
    assert list(field.process_text("AI-based 体", mode="query")) == ["ai", "base", "体"]


def test_a_segment_as_whoosh_counts_it(folder):
    index = SegmentIndex(folder)
    for each in index._snapshots.current().segments:
        segment = ClaimSegment(each.entry, each)
        deleted = list(segment.deleted_docs())
        assert len(deleted) == segment.deleted_count()
        assert [row for row in range(segment.doc_count_all()) if segment.is_deleted(row)] == deleted
        assert not segment.should_assemble()
    index.close()
