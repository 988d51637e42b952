"""Notes of legal and historical texts: which note is the source of which claim."""

from __future__ import annotations

import pytest

from indexer.claims import extract_claims
from indexer.model import Extraction
from indexer.readers import read_document

SMITH = "Smith v. Jones, 512 U.S. 1 (1994)"
DOE = "Doe v. Roe, 4 F.3d 2 (1993)"


def extract(text: str) -> Extraction:
    return extract_claims(read_document(text.encode(), uri="u.txt", name="u.txt"))


def sourced(extraction: Extraction) -> list[tuple[str, list[str]]]:
    """The statement of each claim that has sources, with the words of the entries that it rests on."""
    words: dict[str, str] = {}
    for reference in extraction.document.references:
        words.setdefault(reference.source_id or "", reference.text)
    return [(c.statement, [words.get(id_, id_) for id_ in c.source_ids]) for c in extraction.claims if c.source_ids]


@pytest.mark.parametrize(
    ("marker", "label"), [("[FN1]", "FN1."), ("[FN1]", "[FN1]"), ("[Footnote 1]", "[1]"), ("[fn. 1]", "[fn. 1]")]
)
def test_remarks_are_sources_where_a_text_has_no_other_markers(marker: str, label: str) -> None:
    found = sourced(extract(f"The bond is lost.{marker}\n\nFootnotes\n\n{label} {SMITH}.\n"))
    assert found == [("The bond is lost.", [f"{SMITH}."])]


def test_remarks_beside_markers_are_no_sources() -> None:
    text = f"The bond is lost.[1] It was spent.[FN1]\n\nReferences\n\n[1] {SMITH}.\n\nFootnotes\n\nFN1. {DOE}.\n"
    assert sourced(extract(text)) == [("The bond is lost.", [f"{SMITH}."])]


@pytest.mark.parametrize(
    ("note", "number"),
    [
        ("See supra note 1.", "1"),
        ("Smith, supra note 1, at 9.", "1"),
        ("See Smith, *supra* note 1, at 9–10 & n.3.", "1"),
        ("Smith v. Jones, above n 1, 259–62.", "1"),
        ("Smith (n 1) 9.", "1"),
        ("Doe, supra note 1, at 9.", None),  # whom note 1 does not name
        ("Doe (n 1) 9.", None),
        ("See supra notes 1–2 and accompanying text.", None),
        ("See infra note 4.", None),
        ("See infra Part II.B.", None),
        ("Compl. ¶¶ 12–15.", None),
        ("See R. at 12.", None),
        ("Ex. A, at 3.", None),
        ("Qq 12–15", None),
    ],
)
def test_notes_that_point_to_a_note_have_its_source_or_one_of_this_text(note: str, number: str | None) -> None:
    text = f"It is.[1] It was.[2] It will be.[3] It may be.[4]\n\nNotes\n\n[1] {SMITH}.\n[2] {DOE}.\n[3] {note}\n[4] Tr. 4.\n"
    by_label = {reference.label: reference.source_id for reference in extract(text).document.references}
    assert by_label["3"] == (by_label[number] if number else "u.txt[3]")


@pytest.mark.parametrize(
    "note",
    [
        "The court in Smith, supra note 1, held it lost.",
        "See above note for more.",
        "Poe, The Bond (n.d.) 9.",
        "App. Div. 2d 5 (1990).",
        "Ex parte Young, 209 U.S. 123.",
        "R. v. Oakes, [1986] 1 S.C.R. 103.",
        "See supra note 1; Poe v. Abel, 3 U.S. 4.",
    ],
)
def test_notes_that_say_more_are_what_they_say(note: str) -> None:
    text = f"It is.[1] It was.[2]\n\nNotes\n\n[1] {SMITH}.\n[2] {note}\n"
    assert str(extract(text).document.references[1].source_id).startswith("ref:")


def test_an_id_behind_prose_is_of_its_text_alone() -> None:
    text = "It is.[1] It was.[2]\n\nNotes\n\n[1] It was the rule that he is heard.\n\n[2] Id. at 5.\n"
    assert extract(text).document.references[1].source_id == "u.txt[2]"


def test_a_pointer_to_one_of_several_works_of_a_note_is_not_guessed() -> None:
    text = f"It is.[1] It was.[2]\n\nNotes\n\n[1] {SMITH}; {DOE}.\n[2] Smith, supra note 1, at 5.\n"
    assert extract(text).document.references[1].source_id == "u.txt[2]"


@pytest.mark.parametrize("cite", ["Id. at 5.", "Id.", "See id. at 5–6.", "Ibid.", "(Id. at 5.)", "*Id.* at 5."])
def test_what_opens_with_id_inherits_nothing_that_follows(cite: str) -> None:
    text = f"The first court said so. {cite} The second one did not. It was old.[1]\n\nNotes\n\n[1] {SMITH}.\n"
    found = [claim.attribution for claim in extract(text).claims]
    assert found == ["none", "none", "inherited", "direct"]


def test_words_like_id_inherit_as_others_do() -> None:
    text = f"Id and ego differ. Ideas do not. It was old.[1]\n\nNotes\n\n[1] {SMITH}.\n"
    assert [claim.attribution for claim in extract(text).claims] == ["inherited", "inherited", "direct"]


def test_notes_that_start_again_are_of_the_words_before_them() -> None:
    text = f"The bond is lost.1 It was spent.2\n\n1 {SMITH}.\n2 {DOE}.\n\nThe mayor spoke.1 He left.2\n\n1 Roe, Mayors (2017).\n2 Poe, Towns (2016).\n"
    assert sourced(extract(text)) == [
        ("The bond is lost.", [f"{SMITH}."]),
        ("It was spent.", [f"{DOE}."]),
        ("The mayor spoke.", ["Roe, Mayors (2017)."]),
        ("He left.", ["Poe, Towns (2016)."]),
    ]


def test_numbers_on_lines_of_their_own_are_no_claims_and_pages_no_notes() -> None:
    text = (
        "The bond was lost when the tenant left.1 The landlord says that it was\nspent.2 The court agreed.\n"
        f"1\n{SMITH}.\n2\nThe rule is old.\n3\nThe statute is silent on all of that.\n"
    )
    extraction = extract(text)
    assert [(c.statement, c.block) for c in extraction.claims] == [
        ("The bond was lost when the tenant left.", "paragraph"),
        ("The landlord says that it was spent.", "paragraph"),
        ("The court agreed.", "paragraph"),
        (f"{SMITH}.", "note"),
        ("The rule is old.", "note"),
        ("The statute is silent on all of that.", "paragraph"),
    ]
