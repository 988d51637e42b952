"""Whatever a text is, its flow has all of it in order, and each claim once; its windows are all of it, and none is too large."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import extract_text
from indexer.model import Block, Span
from indexer.web.pages import windows as windowing
from indexer.web.pages.flow import ReadingFlow, grouped, listed
from indexer.web.pages.naming import name_of
from indexer.web.pages.windows import blocks_of, window_at, windows

PIECES = st.sampled_from(
    [
        "A claim ends here [1]. ",
        "**Bold [2]** words. ",
        "No source. ",
        "事实。[1]下一句。",
        "\n",
        "\n\n",
        "- item [1, 2]\n",
        "  - deeper.\n",
        "# Heading\n",
        "> quoted [3].\n",
        "| a | b [1] |\n|---|---|\n| c [2] | d |\n",
        "```\ncode [1]\n```\n",
        "[1] Title. https://a.example/x\n",
        "[2]: https://b.example/y\n",
        "([Site](https://c.example/z)). ",
        "\u202eturned [2]. ",
        "** ",
        "|",
        "[9",
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def bare(text):
    return re.sub(r"[\s|>`~\-:]", "", text)


def flow_of(extraction, window):
    document, claims = extraction.document, extraction.claims
    here = [claim for claim in claims if window.start <= claim.span.start < window.end]
    ids = {source_id for claim in claims for source_id in claim.source_ids}
    ids |= {reference.source_id for reference in listed(document)}
    names = {each: name_of(each, None, None, None) for each in ids}
    return ReadingFlow(document, window, here, extraction.problems, names)


def shown(shape):
    cells = shape.cells or (shape.runs,)
    words = "".join(piece.text for cell in cells for run in cell for piece in run.pieces)
    return shape.between + shape.sign + words


@given(TEXTS, st.sampled_from(["markdown", "text"]), st.integers(20, 400))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_of_a_text_is_lost_or_said_twice(text, form, full):
    extraction = extract_text(text, as_format=form)
    document = extraction.document
    blocks = blocks_of(document)
    before = windowing.FULL
    windowing.FULL = full
    try:
        cut = windows(blocks, len(document.text))
    finally:
        windowing.FULL = before
    words, anchors, flags = "", [], 0
    for window in cut:
        for group in grouped(flow_of(extraction, window).shapes(blocks)):
            for shape in group.shapes:
                words += shown(shape)
                runs = [run for cell in (shape.cells or (shape.runs,)) for run in cell]
                anchors += [run.anchor for run in runs if run.begins]
                flags += sum(piece.kind == "flag" for run in runs for piece in run.pieces)

    assert bare(words) == bare(document.text)
    assert anchors == [f"c-{claim.span.start}-{claim.span.end}" for claim in extraction.claims]
    assert flags <= len(extraction.problems) * len(cut)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3 * windowing.FULL))), st.integers(0, 40))
def test_windows_are_all_of_a_text_and_bounded(sizes, rest):
    blocks, at = [], 0
    for ahead, size in sizes:
        blocks.append(Block("paragraph", Span(at + ahead, at + ahead + size)))
        at += ahead + size
    length = at + rest

    found = windows(blocks, length)

    assert [span.start for span in found[1:]] == [span.end for span in found[:-1]]
    assert (found[0].start, found[-1].end) == (0, length)
    assert all(span.end - span.start <= windowing.FULL + 41 for span in found)
    for number, span in enumerate(found):
        assert window_at(found, span.start) == number
    assert window_at(found, length + 5) == len(found) - 1


def test_many_small_blocks_are_several_windows():
    blocks = [Block("item", Span(3 * at, 3 * at + 2)) for at in range(2 * windowing.MANY + 1)]

    assert len(windows(blocks, 3 * len(blocks))) == 3


def test_a_text_without_blocks_has_its_paragraphs():
    document = extract_text("One.\n\n\n  Two\nlines.  \n\nThree.\n").document
    blocks = blocks_of(type(document)(document.uri, "", document.text, ()))

    assert [document.text[block.span.start : block.span.end] for block in blocks] == ["One.", "Two\nlines.", "Three."]
