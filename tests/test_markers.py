"""Markers beyond the golden cases: how labels are read, and how the habits of a document decide."""

from __future__ import annotations

import pytest

from indexer.claims import extract_claims
from indexer.markers import find_markers, normal_label
from indexer.readers import read_document

WIDEST_RANGE = 50


def labels(text: str, *listed: str) -> list[tuple[str, ...]]:
    found = find_markers(text, text, {normal_label(label) for label in listed})
    return [item.marker.labels for item in found]


def test_the_widest_range_is_expanded_and_a_wider_one_is_two_numbers() -> None:
    (widest,) = find_markers(f"It is so [1-{WIDEST_RANGE}].", f"It is so [1-{WIDEST_RANGE}].", set())
    (wider,) = find_markers(f"It is so [1-{WIDEST_RANGE + 1}].", f"It is so [1-{WIDEST_RANGE + 1}].", set())
    assert widest.marker.labels == tuple(map(str, range(1, WIDEST_RANGE + 1)))
    assert widest.oddity is None
    assert wider.marker.labels == ("1", str(WIDEST_RANGE + 1))
    assert wider.oddity is not None


def test_a_range_that_falls_is_two_numbers_and_a_fault() -> None:
    text = "It is so [7-3]."
    (found,) = find_markers(text, text, set())
    assert found.marker.labels == ("7", "3")
    assert found.oddity is not None


def test_a_range_of_one_is_one_label_without_fault() -> None:
    text = "It is so [3-3]."
    (found,) = find_markers(text, text, set())
    assert (found.marker.labels, found.oddity) == (("3",), None)


@pytest.mark.parametrize(
    ("marker", "locator"),
    [
        ("[1, p. 23]", "p. 23"),
        ("[1, pp. 23-25]", "pp. 23-25"),
        ("[1, § 4]", "§ 4"),
        ("[1, figures 2-3]", "figures 2-3"),
        ("[1, Tables 2 and 4]", "Tables 2 and 4"),
        ("[1, vols. 2–3]", "vols. 2–3"),
        ("[1:23]", "23"),
        ("[1; ch. 2]", None),
        ("[1]", None),
        ("[Source: plan.pdf]", None),
        ("[Source: OECD]", None),
        ("(see [3], pp. 12–14)", "pp. 12–14"),
        ("(siehe [3], S. 12)", "S. 12"),
        ("([3], ch. 3; see also below)", "ch. 3"),
        ("([3], which p. 12 says)", None),
        ("[3], p. 12", None),
    ],
)
def test_locators(marker: str, locator: str | None) -> None:
    text = f"It is so {marker}."
    found = [item.marker for item in find_markers(text, text, set()) if item.marker.locator is not None]
    assert [item.locator for item in found] == ([locator] if locator else [])


def test_a_place_in_the_address_is_the_locator_of_a_marker_without_one() -> None:
    text = (
        "A fact [1]. Another [1, p. 2]. A third [1, 2]. A fourth [2]. A fifth [3](https://a.example/c#top).\n\n"
        "References\n\n[1] Title. https://a.example/b#page=3\n[2] Words. https://a.example/c\n"
    )
    extraction = extract_claims(read_document(text.encode(), uri="u", name="u"))
    found = [marker for claim in extraction.claims for marker in claim.markers]
    assert [marker.locator for marker in found] == ["page=3", "p. 2", None, None, "top"]
    assert found[-1].source_ids == found[-2].source_ids == ("https://a.example/c",)


def test_an_address_in_the_marker_is_its_target() -> None:
    text = "It is so [1](https://a.example/b_(c))."
    (found,) = find_markers(text, text, set())
    assert (found.marker.labels, found.target) == (("1",), "https://a.example/b_(c)")


def test_a_link_within_the_document_is_no_target() -> None:
    text = "It is so [1](#sources)."
    (found,) = find_markers(text, text, set())
    assert (found.marker.labels, found.target) == (("1",), None)


@pytest.mark.parametrize(
    "text", ["The key [Smith2020].", "Claim (1).", "The field of 12 m².", "See [RFC 2119].", "Beans¹ grow."]
)
def test_without_a_list_doubtful_forms_are_no_markers(text: str) -> None:
    assert labels(text) == []


@pytest.mark.parametrize(
    ("text", "listed", "expected"),
    [
        ("The key [Smith2020].", "Smith2020", "Smith2020"),
        ("See [rfc2119].", "RFC 2119", "rfc2119"),
        ("Claim (1).", "1", "1"),
        ("Beans¹ grow.", "1", "1"),
    ],
)
def test_with_a_list_they_are(text: str, listed: str, expected: str) -> None:
    assert labels(text, listed) == [(expected,)]


def test_two_keys_in_one_pair_of_brackets() -> None:
    assert labels("It is so [Falk20; Osei21].", "Falk20", "Osei21") == [("Falk20", "Osei21")]
    assert labels("It is so [Falk20; Nobody].", "Falk20") == []


def test_the_style_used_most_decides() -> None:
    assert labels("One [1]. Two [2]. The third point (1).", "1", "2") == [("1",), ("2",)]
    assert labels("The field of 3 m² is here [1].", "1", "2") == [("1",)]


@pytest.mark.parametrize(
    "text", ["The year [2020] was dry.", "It is [0] or so.", "He said [sic] it.", "Call a[1] first.", "It is [...] so."]
)
def test_never_markers(text: str) -> None:
    assert labels(text) == []


def test_a_year_that_the_list_has_is_a_label() -> None:
    assert labels("The year was dry [2020].", "2020") == [("2020",)]


def test_numbers_far_beyond_the_list_are_no_labels() -> None:
    assert labels("So it is [1]. The room [99] is closed.", "1", "2", "3") == [("1",)]


def test_blanked_text_holds_no_markers() -> None:
    text = "It is so `[1]` and [2]."
    masked = text.replace("`[1]`", "\ue002" * 5)
    assert [item.marker.labels for item in find_markers(text, masked, set())] == [("2",)]


@pytest.mark.parametrize(("one", "other"), [("RFC 2119", "rfc2119"), ("Note\n1", "note 1"), ("ẞ", "ss")])
def test_spellings_of_one_label(one: str, other: str) -> None:
    assert normal_label(one) == normal_label(other)


def scopes(text: str) -> list[str]:
    extraction = extract_claims(read_document(text.encode(), uri="u", name="u"))
    spans = [marker.scope for claim in extraction.claims for marker in claim.markers]
    return [extraction.document.text[span.start : span.end] for span in spans if span is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lake is shallow [1].", ["The lake is shallow"]),
        ("The lake is shallow.[1]", ["The lake is shallow."]),
        ("The lake is shallow [1], the river is not [2].", ["The lake is shallow", "the river is not"]),
        ("The lake is shallow [1][2].", ["The lake is shallow", "The lake is shallow"]),
        ("Nobody swims here; the lake is shallow [1].", ["the lake is shallow"]),
        ("Nobody swims here, but the lake is shallow [1].", ["the lake is shallow"]),
        ("湖很浅，但河很深[1]。", ["河很深"]),
        ("It makes 61&nbsp;GWh a year [1].", ["It makes 61&nbsp;GWh a year"]),
        ("Ale &amp; tea rose; corn &#38; rye fell [1].", ["corn &#38; rye fell"]),
        ("Q&A; tea rose [1].", ["tea rose"]),
    ],
)
def test_scopes(text: str, expected: list[str]) -> None:
    assert scopes(text) == expected


@pytest.mark.parametrize(
    "text", ["It is so【8:1†a\n\nb】 and more.", "It is so [[2\n\n]](https://a.example) and more."]
)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_brackets_of_two_blocks_are_no_marker(text: str, form: str) -> None:
    found = extract_claims(read_document(text.encode(), uri="u", name="u", as_format=form))
    assert [claim.markers for claim in found.claims] == [()] * len(found.claims)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("增长[1] ，下降[2] 。", "增长，下降。"),
        ("增长 [1]、下降。", "增长、下降。"),
        ("It rains [1] , it snows [2] .", "It rains, it snows."),
        ("It rains. (Source: OECD)", "It rains."),
        ("It rains -\nit pours [1].", "It rains - it pours."),
        ("The rate *rose\nand fell* then [1].", "The rate rose and fell then."),
        ("It rains [Source: plan.pdf, p. 3].", "It rains."),
        ("It rains [Reuters+1](https://reuters.example/1), it snows.", "It rains, it snows."),
        ("It rains [UTC+1](https://a.example/1), it snows.", "It rains UTC+1, it snows."),
        ("It rains. Reuters+2 AP News+1", "It rains."),
        ("It rains ^[1]^.", "It rains."),
        ('It rains [](grok_render_citation_card_json={"cardIds":["ab12"]}).', "It rains."),
        ("It rains[[7]()].", "It rains."),
        (
            "See <https://a.example/x> and ``<<``, ``>>`` and `a`<`b`>`c`.",
            "See https://a.example/x and ``<<``, ``>>`` and `a`<`b`>`c`.",
        ),
    ],
)
def test_markers_leave_no_hole(text: str, statement: str) -> None:
    (claim,) = extract_claims(read_document(text.encode(), uri="u", name="u", as_format="markdown")).claims
    assert claim.statement == statement
