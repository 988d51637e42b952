"""Author and year beyond the golden cases: which entry is meant, what is never guessed, and what the problems say."""

from __future__ import annotations

from pathlib import Path

import pytest
from timing import assert_grows_with_size, seconds

from indexer import Corpus, Extraction, extract_text
from indexer.works import Catalogue, Work, author_year, find_year, fold, read_repeat, read_work

SMITH = "Smith, J. (2020). The town. https://ports.example/town"
ABEL = "Abel, K. (2018). Currents. https://ports.example/currents"
TOWN, CURRENTS = "https://ports.example/town", "https://ports.example/currents"


def listed(text: str, *entries: str) -> Extraction:
    return extract_text(text + "\n\nReferences\n\n" + "\n".join(entries) + "\n", uri="u")


def problems(extraction: Extraction) -> list[tuple[str, str]]:
    text = extraction.document.text
    return [(problem.code, text[problem.span.start : problem.span.end]) for problem in extraction.problems]


def sources(extraction: Extraction) -> list[str | None]:
    return [id_ for claim in extraction.claims for marker in claim.markers for id_ in marker.source_ids]


# --- one entry, two, or none ---------------------------------------------------------------------------------------


def test_a_work_is_found_by_name_and_year() -> None:
    extraction = listed("The lake is deep (Smith, 2020). Abel (2018) swam.", SMITH, ABEL)
    assert sources(extraction) == [TOWN, CURRENTS]
    assert problems(extraction) == []


def test_two_entries_that_fit_are_never_guessed() -> None:
    other = "Smith, A. (2020). The harbour. https://ports.example/harbour"
    extraction = listed("The lake is deep (Smith, 2020).", SMITH, other)
    assert sources(extraction) == ["u[Smith 2020]"]
    assert problems(extraction) == [("CIT007", "(Smith, 2020)")]
    (problem,) = extraction.problems
    assert (problem.name, problem.severity) == ("ambiguous-label", "warning")
    assert "The town" in problem.message
    assert "The harbour" in problem.message


@pytest.mark.parametrize(
    ("marker", "source"), [("(Roe, 2019a)", "one"), ("(Roe, 2019b)", "two"), ("(Roe, 2019)", None)]
)
def test_letters_tell_works_of_one_year_apart(marker: str, source: str | None) -> None:
    one, two = (
        f"Roe, R. (2019{letter}). Tides. https://t.example/{name}" for letter, name in (("a", "one"), ("b", "two"))
    )
    extraction = listed(f"The lake is deep {marker}.", one, two)
    assert sources(extraction) == [f"https://t.example/{source}" if source else "u[Roe 2019]"]


def test_a_letter_that_no_entry_has_is_not_listed() -> None:
    extraction = listed("Abel (2018) and Smith (2020) swam. The lake is deep (Smith, 2020b).", SMITH, ABEL)
    assert sources(extraction)[-1] == "u[Smith 2020b]"
    assert ("CIT001", "(Smith, 2020b)") in problems(extraction)


def test_one_work_in_two_entries_is_one() -> None:
    extraction = listed("The lake is deep (Smith, 2020).", SMITH, SMITH.replace("J.", "John"))
    assert sources(extraction) == [TOWN]
    assert problems(extraction) == []


def test_the_number_of_authors_tells_entries_apart() -> None:
    both = "Smith, J., & Doe, A. (2020). Cold water. https://ports.example/cold"
    more = "Smith, J., Doe, A., & Roe, R. (2020). Wide water. https://ports.example/wide"
    text = "It is deep (Smith, 2020). It is cold (Smith & Doe, 2020). It is wide (Smith et al., 2020)."
    extraction = listed(text, SMITH, both, more)
    assert sources(extraction) == [TOWN, "https://ports.example/cold", "https://ports.example/wide"]


def test_the_first_author_alone_is_enough_where_one_entry_fits() -> None:
    extraction = listed(
        "It is cold (Smith, 2020).", "Smith, J., & Doe, A. (2020). Cold water. https://ports.example/cold"
    )
    assert sources(extraction) == ["https://ports.example/cold"]


def test_initials_tell_authors_of_one_name_apart() -> None:
    other = "Smith, A. (2020). The harbour. https://ports.example/harbour"
    extraction = listed("The lake is deep (J. Smith, 2020). It is cold (A. Smith, 2020).", SMITH, other)
    assert sources(extraction) == [TOWN, "https://ports.example/harbour"]
    assert [claim.labels for claim in extraction.claims] == [("J. Smith 2020",), ("A. Smith 2020",)]


def test_an_author_who_is_missing_is_not_another() -> None:
    extraction = listed("Abel (2018) swam. Smith (2020) did. It is deep (Nobody & Smith, 2020).", SMITH, ABEL)
    assert sources(extraction)[-1] == "u[Nobody & Smith 2020]"


def test_entries_with_labels_of_their_own_can_be_named_too() -> None:
    extraction = listed("The lake is deep (Smith, 2020). Abel (2018) swam.", f"[1] {SMITH}", f"[2] {ABEL}")
    assert [claim.labels for claim in extraction.claims] == [("1",), ("2",)]
    assert sources(extraction) == [TOWN, CURRENTS]
    assert problems(extraction) == []


def test_notes_that_are_prose_are_no_works() -> None:
    text = "The court met.[1] Smith (2020) was there.[2]\n\nNOTES\n\n[1] Smith, J., was there in 2020, and it was so that he spoke.\n\n[2] It was the case that he is the one."
    styles = [[marker.style for marker in claim.markers] for claim in extract_text(text).claims]
    assert styles == [["bracket"], ["bracket"], [], []]


# --- when it counts ------------------------------------------------------------------------------------------------


def test_without_an_entry_one_form_alone_is_no_marker() -> None:
    assert sources(extract_text("The lake is deep (Smith et al., 2020). It is cold.")) == []


def test_numeric_texts_stay_numeric() -> None:
    text = "The lake is deep [1]. It is cold [2]. (Smith, 2020) swam. It is wide [1]."
    extraction = listed(text, f"[1] {SMITH}", f"[2] {ABEL}")
    assert {marker.style for claim in extraction.claims for marker in claim.markers} == {"bracket"}


def test_numeric_texts_may_name_a_work_that_has_no_number_there() -> None:
    text = "The lake is deep [2]. It is cold [2]. It is wide (Smith, 2020). Abel (2018) swam."
    extraction = listed(text, f"[1] {SMITH}", f"[2] {ABEL}")
    assert [claim.labels for claim in extraction.claims] == [("2",), ("2",), ("1",), ()]


def test_a_list_without_labels_is_unused_only_where_works_are_named_so() -> None:
    unused = ("CIT002", ABEL)
    assert unused in problems(listed("The lake is deep (Smith, 2020).", SMITH, ABEL))
    assert unused not in problems(listed("The lake is deep [1].", SMITH, ABEL))
    assert unused not in problems(listed("The lake is deep.", SMITH, ABEL))


def test_brackets_that_close_in_another_block_are_no_marker() -> None:
    extraction = listed("- The lake is deep (Smith,\n- 2020) and cold.", SMITH)
    assert sources(extraction) == []


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("A fact. (Smith, 2020) The next.", ["A fact.", "The next."]),
        ("A fact.(Smith, 2020) The next.", ["A fact.", "The next."]),
        ("“A fact.” (Smith, 2020, p. 4) The next.", ["“A fact.”", "The next."]),
        ("A fact.\n\n(Smith, 2020)\n\nThe next.", ["A fact.", "The next."]),
        ("A fact (as Smith 2020 says) is so. The next.", ["A fact (as Smith says) is so.", "The next."]),
        ("A fact by Smith (2020). The next.", ["A fact by Smith.", "The next."]),
    ],
)
def test_a_marker_belongs_to_the_claim_before_it(text: str, statements: list[str]) -> None:
    extraction = listed(text, SMITH)
    assert [claim.statement for claim in extraction.claims] == statements
    assert [claim.attribution for claim in extraction.claims] == ["direct", "none"]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("[Smith (2020)](https://ports.example/town) says so.", "Smith says so."),
        ("It is deep ([Smith, 2020](https://ports.example/town)) and wide.", "It is deep and wide."),
        ("It is deep [(Smith, 2020)](#smith).", "It is deep."),
        ("It is deep (as [Smith 2020; Abel 2018](https://a.example/b) say).", "It is deep (as Smith; Abel say)."),
    ],
)
def test_a_marker_among_the_words_of_a_link(text: str, statement: str) -> None:
    extraction = extract_text(f"{text}\n\n## References\n\n- {SMITH}\n- {ABEL}\n", as_format="markdown")
    assert [claim.statement for claim in extraction.claims] == [statement]
    assert TOWN in extraction.claims[0].source_ids


def test_the_style_and_the_locator() -> None:
    extraction = listed("The lake is deep (see Smith 2020, pp. 4–6; Abel, 2018: 12).", SMITH, ABEL)
    ((marker,),) = [claim.markers for claim in extraction.claims]
    assert (marker.style, marker.locator) == ("author-year", "pp. 4–6; 12")


def test_a_label_is_a_name_for_its_source(tmp_path: Path) -> None:
    text = f"The lake is deep (Smith, 2020). It is cold (Abel, 2018).\n\nReferences\n\n{SMITH}\n\n{ABEL}\n"
    (tmp_path / "lake.txt").write_text(text, "utf-8")
    with Corpus.open(tmp_path / "index", create=True) as corpus:
        corpus.ingest(tmp_path / "lake.txt")
        (uri,) = (document.uri for document in corpus.documents())
        found = corpus.claims(source="Smith 2020", document=uri)
        assert [claim.statement for claim in found] == ["The lake is deep."]


# --- ibid. and op. cit. --------------------------------------------------------------------------------------------


def test_ibid_is_the_source_before_it() -> None:
    extraction = listed("It is deep (Smith, 2020). It is cold (Abel, 2018). It is wide (ibid., p. 4).", SMITH, ABEL)
    assert sources(extraction) == [TOWN, CURRENTS, CURRENTS]
    assert extraction.claims[-1].markers[0].locator == "p. 4"
    assert problems(extraction) == []


def test_ibid_behind_two_sources_is_never_guessed() -> None:
    extraction = listed("It is deep (Smith, 2020; Abel, 2018). It is wide (ibid.).", SMITH, ABEL)
    assert sources(extraction)[-1] == "u[ibid.]"
    assert problems(extraction) == [("CIT007", "(ibid.)")]


def test_op_cit_is_the_last_work_by_that_name() -> None:
    later = "Smith, J. (2021). The bay. https://ports.example/bay"
    text = "It is deep (Smith, 2020). It is wide (Smith, 2021). It is cold (Abel, 2018). It is old (Smith, op. cit.)."
    assert sources(listed(text, SMITH, later, ABEL))[-1] == "https://ports.example/bay"


def test_op_cit_of_two_entries_is_never_guessed() -> None:
    later = "Smith, J. (2021). The bay. https://ports.example/bay"
    extraction = listed("It is cold (Abel, 2018). It is old (Smith, op. cit.).", SMITH, later, ABEL)
    assert sources(extraction)[-1] == "u[Smith, op. cit.]"
    assert problems(extraction) == [("CIT007", "(Smith, op. cit.)")]


def test_op_cit_of_nobody_is_a_problem() -> None:
    extraction = listed("It is cold (Abel, 2018). It is old (Nobody, op. cit., p. 3).", ABEL)
    assert problems(extraction) == [("CIT007", "(Nobody, op. cit., p. 3)")]


def test_op_cit_without_a_name_is_the_work_before_it() -> None:
    extraction = listed("It is deep (Smith, 2020). It is old (op. cit., p. 3). It is cold (Abel, 2018).", SMITH, ABEL)
    assert sources(extraction) == [TOWN, TOWN, CURRENTS]


def test_ibid_in_notes_is_the_work_of_the_note_before() -> None:
    text = f"It is deep.[1] It is cold.[2] It is wide.[3]\n\nNotes\n\n1. {SMITH}\n2. Ibid., p. 7.\n3. Ibid.\n"
    extraction = extract_text(text)
    assert sources(extraction) == [TOWN] * 3
    assert [reference.text for reference in extraction.document.references[1:]] == ["Ibid., p. 7.", "Ibid."]
    assert [claim.statement for claim in extraction.claims] == ["It is deep.", "It is cold.", "It is wide."]


def test_a_first_note_that_repeats_nothing_is_a_problem() -> None:
    text = f"It is deep.[1] It is cold.[2]\n\nNotes\n\n1. Ibid., p. 7.\n2. {SMITH}\n"
    extraction = extract_text(text)
    assert problems(extraction) == [("CIT007", "Ibid., p. 7.")]
    assert (extraction.problems[0].line, extraction.problems[0].column) == (5, 4)


def test_ibid_behind_a_note_that_is_prose_stays_what_it_is() -> None:
    text = "The court met.[1] It was late.[2]\n\nNOTES\n\n[1] It was the rule that he is heard.\n\n[2] Ibid.\n"
    one, two = extract_text(text).document.references
    assert one.source_id != two.source_id


# --- the parts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "label"),
    [
        ([], ""),
        (["Smith"], "Smith 2020"),
        (["Smith", "Doe"], "Smith & Doe 2020"),
        (["Smith", "Doe", "Roe"], "Smith et al. 2020"),
        (["张三"], "张三 2020"),
        (["张三", "李四"], "张三、李四 2020"),
        (["张三", "李四", "王五"], "张三等 2020"),
    ],
)
def test_labels(names: list[str], label: str) -> None:
    assert author_year(names, "2020") == label


@pytest.mark.parametrize(
    ("one", "other"),
    [("O’Neil", "O'Neil"), ("Müller–Lüdenscheidt", "MULLER-LUDENSCHEIDT"), ("Nguyễn", "Nguyen"), ("Smith.", "smith")],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Lake survey. https://lakes.example/2020",
        "The rule was short in 2019.",
        "2020",
        "———. 2021. Title.",
        "(2020)",
        "Smith, J. Title.",
        "RFC 1903, 'Textual Conventions for version 2'",
        "Jr., III (2020). Title.",  # what only follows names, or joins them
        "和 (2020). 题。",
        "Smith, II. The town. Ports. 2020.",  # or a title
    ],
)
def test_entries_without_authors_or_year_name_no_work(words: str) -> None:
    assert read_work(words) is None
    extraction = listed("The lake is deep (Smith, 2020).", SMITH, f"- {words}")
    assert sources(extraction) == [TOWN]


@pytest.mark.parametrize(
    ("words", "name", "locator"),
    [
        ("Ibid.", "", None),
        ("ibid., p. 7", "", "p. 7"),
        ("*Ibid.*, 7.", "", "7"),
        ("See ibid.", "", None),
        ("Ebd., S. 4.", "", "S. 4"),
        ("同上，第5页", "", "第5页"),
        ("Там же, с. 5", "", "с. 5"),
        ("Smith, op. cit., p. 9", "Smith", "p. 9"),
        ("Kurz, a. a. O., S. 3", "Kurz", "S. 3"),
        ("van der Berg, loc. cit.", "van der Berg", None),
        ("ivi, p. 5", "", "p. 5"),
        ("Id.", "", None),
        ("zob. tamże, s. 5", "", "s. 5"),
        ("там само", "", None),
        ("Παπάς, ό.π., σ. 5", "Παπάς", "σ. 5"),
        ("a.g.e., s. 5", "", "s. 5"),
        ("sđd., tr. 7", "", "tr. 7"),
        ("المرجع نفسه، ص 5", "", "ص 5"),
        ("שם, עמ' 5", "", "עמ' 5"),
        ("위의 책, 45쪽", "", "45쪽"),
        ("前掲書、45頁", "", "45頁"),
    ],
)
def test_repeats(words: str, name: str, locator: str | None) -> None:
    repeat = read_repeat(words)
    assert repeat is not None
    assert (repeat.name, repeat.locator) == (name, locator)


@pytest.mark.parametrize(
    "words",
    [
        "Ibid. is Latin for the same place; it is long.",
        "Smith 2020",
        "forbidden",
        "",
        "idem in Latin",
        "ivi fu detto",
        "שם טוב",
        "ebendas",
    ],
)
def test_no_repeats(words: str) -> None:
    assert read_repeat(words) is None


def test_an_empty_catalogue_has_no_work() -> None:
    assert Catalogue().fitting(Work(("Smith",), "2020")) == ()
    assert Catalogue().by_name("Smith") == ()


def test_entries_of_one_name_take_no_square_time() -> None:
    def taken(size: int) -> float:
        entries = [f"Smith, J. (2020). Title {number}. https://a.example/{number}" for number in range(size)]
        text = " ".join(f"Fact {number} (Smith, 2020)." for number in range(size))
        assert [p.code for p in listed(text, *entries).problems].count("CIT007") == size
        return seconds(lambda: listed(text, *entries))

    assert_grows_with_size(taken, 200)


@pytest.mark.parametrize(
    ("entry", "surname"),
    [
        ("WHO. *Malaria 2024*. Geneva: WHO, 2024.", "WHO"),
        ("IEA. World Energy Outlook 2023. Paris: IEA, 2023.", "IEA"),
        ("World Bank. *World Development Report 2024*. Washington, DC.", "World Bank"),
        ("Smith J. Cars. Press; 2019.", "Smith"),
        ("World Bank. 2020. Title.", "World Bank"),
    ],
)
def test_a_title_that_ends_in_a_year_is_no_author(entry: str, surname: str) -> None:
    work = read_work(entry)
    assert work is not None
    assert work.surnames == (surname,)


# --- what is not understood ----------------------------------------------------------------------------------------


def attributions(extraction: Extraction) -> list[str]:
    return [claim.attribution for claim in extraction.claims]


@pytest.mark.parametrize(
    "marker",
    [
        "(Fauzi xan Budi, 2018)",
        "(Fauzi xan Budi 2018, q. 5)",
        "(Fauzi xyz., 2018)",
        "(World Lake Council, 2018)",
        "(xyz: rain; Fauzi xan Budi, 2018)",
        "[Fauzi xan Budi, 2018]",
    ],
)
def test_a_claim_with_a_marker_that_is_not_understood_inherits_nothing(marker: str) -> None:
    extraction = listed(f"It rained. The lake is deep {marker}. The town grew (Smith, 2020).", SMITH, ABEL)
    assert attributions(extraction) == ["none", "none", "direct"]


@pytest.mark.parametrize(
    "words",
    [
        "(Expo 2018)",
        "(March 2018)",
        "(März 2018)",
        "(founded, 2018)",
        "(Bank of Lakes 2018)",
        "(Lakeside, 3 May 2018)",
        "(Oil on canvas, 1890)",
        "(2018)",
        "[sic]",
    ],
)
def test_words_that_have_no_form_of_a_marker_leave_a_claim_what_it_inherits(words: str) -> None:
    extraction = listed(f"The lake is deep {words}. The town grew (Smith, 2020).", SMITH, ABEL)
    assert attributions(extraction) == ["inherited", "direct"]


@pytest.mark.parametrize(
    ("bracket", "attribution"),
    [
        ("(Fauzi, 2018)", "none"),
        ("(cf. Fauzi, 2018, p. 4)", "none"),
        ("(Fauzi et al. 2018)", "none"),
        ("(Fauzi & Budi 2018)", "none"),
        ("(e.g., Fauzi, 2018; Budi, 2019)", "none"),
        ("(OECD, 2018)", "none"),
        ("[Fauzi 2018]", "none"),
        ("(Fauzi xan Budi, 2018)", "inherited"),
        ("(World Lake Council, 2018)", "inherited"),
        ("(Fauzi 2018)", "inherited"),
        ("(Q4, 2018)", "inherited"),
        ("(January–June, 2018)", "inherited"),
        ("(constant, 2018)", "inherited"),
        ("[in March 2018]", "inherited"),
    ],
)
def test_where_labels_are_usual_what_is_surely_a_work_is_no_prose(bracket: str, attribution: str) -> None:
    entries = ("[1] Town. https://t.example", "[2] Hill. https://h.example")
    extraction = listed(f"It rained. The lake is deep {bracket}. The town grew [1]. It is high [2].", *entries)
    assert attributions(extraction) == [attribution, attribution, "direct", "direct"]


@pytest.mark.parametrize("words", ["Fauzi et al. (2018) measured it", "Fauzi (2018) measured it"])
def test_a_label_behind_a_sentence_on_a_work_may_be_that_works(words: str) -> None:
    extraction = listed(f"{words}. It is deep [1].", "[1] Town. https://t.example")
    assert attributions(extraction) == ["inherited", "direct"]


@pytest.mark.parametrize(
    ("bracket", "attribution"),
    [
        ("[1 xyz. 5]", "none"),
        ("[1, Smith 2020]", "none"),
        ("[Figure 1]", "inherited"),
        ("[1 x 2]", "inherited"),
        ("[1 of 2]", "inherited"),
        ("[7 xyz. 5]", "inherited"),
    ],
)
def test_a_label_of_the_list_in_a_bracket_that_is_not_understood(bracket: str, attribution: str) -> None:
    entries = ("[1] Lakes. https://l.example", "[2] Town. https://t.example")
    extraction = listed(f"The lake is deep {bracket}. The town grew [2].", *entries)
    assert attributions(extraction) == [attribution, "direct"]


def test_ibid_behind_a_marker_that_is_not_understood_is_no_guess() -> None:
    text = "The town grew (Smith, 2020). The lake is deep (Fauzi xan Budi, 2018). It rained (ibid., p. 5)."
    extraction = listed(text, SMITH, ABEL)
    assert sources(extraction) == [TOWN, "u[ibid., p. 5]"]
    assert ("CIT007", "(ibid., p. 5)") in problems(extraction)
    assert "(Fauzi xan Budi, 2018)" in extraction.problems[0].message


# --- the year of a visit -------------------------------------------------------------------------------------------

VISITS = (
    "Accessed 3 March 2021",
    "Accessed Mar. 3, 2021",
    "[cited 2021 Mar 3]",
    "Stand: 3. März 2021",
    "[Page consultée le 3 mars 2021]",
    "Acesso em: 3 mar. 2021",
    "Fecha de consulta: 3 de marzo de 2021",
    "(ultimo accesso: 3 marzo 2021)",
    "Geraadpleegd op 3 maart 2021",
    "Hämtad 3 mars 2021",
    "[Dostęp: 3 marca 2021]",
    "[Cit. 3. března 2021]",
    "(дата обращения: 3 марта 2021)",
    "(дата обращения: 03.03.2021)",
    "Ανακτήθηκε 3 Μαρτίου 2021",
    "Erişim tarihi: 3 Mart 2021",
    "Truy cập ngày 3 tháng 3 năm 2021",
    "تاريخ الاطلاع: 3 مارس 2021",
    "אוחזר ב-3 במרץ 2021",
    "访问日期：2021年3月3日",
    "2021年3月3日閲覧",
    "검색일: 2021. 3. 3.",
)


@pytest.mark.parametrize("visit", VISITS)
@pytest.mark.parametrize("entry", ["{work} https://x.example/a. {visit}", "{work} {visit}. https://x.example/a"])
def test_the_year_of_a_visit_is_not_that_of_the_work(visit: str, entry: str) -> None:
    words = entry.format(work="Weber, A. Water book. Berlin: Springer, 2018.", visit=visit)
    assert (read_work(words), find_year(words, None)) == (Work(("Weber",), "2018", initial="A"), 2018)


def test_a_full_date_behind_an_address_is_that_of_a_visit_in_any_language() -> None:
    words = "Weber, A. Water book. Berlin: Springer, 2018. https://x.example/a. Xyzzy 3 qwert 2021"
    assert find_year(words, None) == 2018


def test_a_work_is_not_of_a_year_to_come() -> None:
    assert find_year("Brown, A. 2019. Tides of 2099.", None) == 2019


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("Brown, A. The 1998 elections. The Guardian, 3 March 2019. https://x.example/a", 2019),
        ("Brown, A. Elections of 1998. https://x.example/a The Guardian, 3 March 2019", 2019),
        ("Brown A. Tides. Le Monde, 4 nov. 2022.", 2022),
        ("Brown A. Tides. Radio. https://x.example/a [3 March 2021]", 2021),
        ("Brown A. Open access to water. Springer; 2019.", 2019),
        ("Brown A. Lest we forget, a last stand. Penguin, 2019.", 2019),
        ("Brown A. How letters were retrieved. Penguin, 2019.", 2019),
    ],
)
def test_a_full_date_that_is_the_works_own(words: str, year: int) -> None:
    work = read_work(words)
    assert (work and work.year, find_year(words, None)) == (str(year), year)


@pytest.mark.parametrize(
    ("entry", "surnames"),
    [
        ("DUPONT Jean (2018). L'eau.", ("DUPONT",)),
        ("Jean DUPONT (2018). L'eau.", ("DUPONT",)),
        ("WHO Europe (2018). Health.", ("WHO",)),
        ("Nguyễn Văn Nam (2018). Nước.", ("Nguyễn",)),
        ("Rossi M., Lettura, Laterza, Roma 2018.", ("Rossi",)),
        ("Smith J, Doe A, Tides Consortium. Title. 2018.", ("Smith", "Doe", "Consortium")),
        ("Smith J., Doe, A., Roe, B. (2018). Title.", ("Smith", "Doe", "Roe")),
        ("Smith J. A. (2018). Title.", ("Smith",)),
        ("J. A. Smith (2018). Title.", ("Smith",)),
        ("NOVÁK, J. a DVOŘÁK, P. (2020). Voda.", ("NOVÁK", "DVOŘÁK")),
        ("LIMA, C. (2019). Casa.", ("LIMA",)),
        ("WHO, UNICEF (2019). Report.", ("WHO", "UNICEF")),
        ("Smith, II, et al. The town. Ports. 2020.", ("Smith",)),
    ],
)
def test_surnames_of_entries(entry: str, surnames: tuple[str, ...]) -> None:
    work = read_work(entry)
    assert work is not None
    assert work.surnames == surnames


def test_a_full_name_in_capitals_may_be_that_of_an_organisation() -> None:
    extraction = listed("It is deep (WHO Europe, 2018).", "WHO Europe (2018). Health. https://w.example")
    assert sources(extraction) == ["https://w.example"]


def test_a_title_with_an_article_names_no_authors() -> None:
    assert read_work("What a Town (2020). Penguin.") is None


@pytest.mark.parametrize("words", ["In a Smith (2020) survey it rained.", "As a Smith (2020) says, it rained."])
def test_an_article_joins_no_names(words: str) -> None:
    assert sources(listed(words, SMITH)) == [TOWN]


# --- notes that name works of a list -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "source"),
    [
        ("SMITH, 2020, p. 122", TOWN),
        ("See Smith (2020), 122.", TOWN),
        ("Abel, 2018.", CURRENTS),
        ("Smith, 2019, p. 122", None),
        ("Smith, 2020, p. 122; Abel, 2018", None),
        ("Roe, 2020, p. 122", None),
        ("Smith, 2020, https://n.example/1", "https://n.example/1"),
    ],
)
def test_a_note_that_names_a_work_of_the_list_has_its_source(note: str, source: str | None) -> None:
    text = f"The lake is deep.[^1]\n\n[^1]: {note}\n\n## References\n\n{SMITH}\n\n{ABEL}\n"
    (found,) = sources(extract_text(text, as_format="markdown"))
    assert found == source or (source is None and found is not None and found.startswith("ref:"))


# --- scripts without capitals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("marker", ["(عام 2017)", "(سعيد، 2017)", "(حسن، 2018)", "(2017)", "(حسن 17)"])
def test_without_capitals_only_entries_make_markers(marker: str) -> None:
    entry = "حسن، أ. (2017). تقرير. https://x.example/1"
    extraction = extract_text(f"ارتفعت النسبة {marker}.\n\n## References\n\n{entry}\n", as_format="markdown")
    assert sources(extraction) == []


def test_a_claim_without_capitals_whose_marker_has_no_entry_inherits_nothing() -> None:
    entry = "حسن، أ. (2017). تقرير. https://x.example/1"
    text = f"ارتفعت النسبة (سعيد، 2017). وانخفضت (حسن، 2017).\n\n## References\n\n{entry}\n"
    assert attributions(extract_text(text, as_format="markdown")) == ["none", "direct"]


# --- what stands beside names and years ----------------------------------------------------------------------------

WEBER = "Weber, M. (2018). Ende. https://x.example/1"


@pytest.mark.parametrize(
    ("marker", "locator"),
    [
        ("(Weber 2018, 5 ff.)", "5 ff."),
        ("(siehe dazu Weber 2018, S. 5 ff.)", "S. 5 ff."),
        ("(zit. n. Weber 2018, Kap. 4)", "Kap. 4"),
        ("(Quelle: Weber 2018)", None),
        ("(Source : Weber, 2018)", None),
        ("(d’après Weber, 2018, fol. 5)", "fol. 5"),
        ("(apud WEBER, 2018, grifo nosso)", None),
        ("(ср. Weber, 2018, с. 3)", "с. 3"),
        ("[Weber, 2018. С. 5]", "С. 5"),
        ("(πρβλ. Weber, 2018, σ. 5)", "σ. 5"),
        ("(xem Weber, 2018, tr. 5)", "tr. 5"),
        ("(Weber, 2018 참조)", None),
        ("(Weber, 2018, 45쪽)", "45쪽"),
        ("〔Weber，2018年，頁5〕", "頁5"),
    ],
)
def test_what_leads_to_names_and_places_in_works_are_of_the_marker(marker: str, locator: str | None) -> None:
    extraction = listed(f"Es wuchs {marker}.", WEBER)
    (claim,) = extraction.claims
    assert claim.statement == "Es wuchs."
    assert [each.locator for each in claim.markers] == [locator]


@pytest.mark.parametrize(
    "words",
    [
        "(Weber, 2018, about 5 km)",
        "(Weber, 2018, which has 5 parts)",
        "(the model of Weber, 2018, has 5 parts)",
        "(prices rose by 5, after Weber 2018, in 3 towns)",
    ],
)
def test_words_of_a_sentence_behind_a_year_are_no_place(words: str) -> None:
    (claim,) = listed(f"It grew {words}.", WEBER).claims
    assert [marker.locator for marker in claim.markers] == [None]
    assert words.rpartition(",")[2] in claim.statement


def test_the_high_stop_of_greek_parts_works() -> None:
    entries = ("Άννινος, Α. (2018). Νερό. https://x.example/1", "Ήρας, Τ. (2019). Λίμνη. https://x.example/2")
    extraction = listed("Το νερό (πρβλ. Άννινος, 2018· Ήρας, 2019).", *entries)
    assert extraction.claims[0].statement == "Το νερό."
    assert sources(extraction) == ["https://x.example/1", "https://x.example/2"]


OTHERS = (
    "et al., et. al., et.al., u. a., y cols., e outros, ed altri, e.a., m.fl., mfl, i wsp., a kol., и соавт., й ін., κ.ά., vd., ve ark., dkk."
    ", và cộng sự, és mtsai, ym., și colab., i sur., in drugi, ir kt., un c., وآخرون, ואח', एवं अन्य, และคณะ"
).split(", ")


@pytest.mark.parametrize("others", OTHERS)
@pytest.mark.parametrize("marker", ["(Weber {others}, 2018)", "(Weber {others} 2018)", "So says Weber {others} (2018)"])
@pytest.mark.parametrize("authors", ["Weber, M. {others}", "Weber, M., Roe, A., & Doe, P."])
def test_further_authors_in_many_languages(authors: str, marker: str, others: str) -> None:
    entry = f"{authors.format(others=others)} (2018). Ende. https://x.example/1"
    extraction = listed(f"It grew {marker.format(others=others)}.", entry, SMITH)
    assert sources(extraction) == ["https://x.example/1"]


@pytest.mark.parametrize(
    "word", ["and", "und", "u.", "oraz", "a", "та", "й", "і", "και", "ve", "dan", "và", "és", "ja", "și", "ir"]
)
def test_what_joins_two_authors_in_many_languages(word: str) -> None:
    entry = f"Weber, M. {word} Roe, A. (2018). Ende. https://x.example/1"
    assert sources(listed(f"It grew (Weber {word} Roe, 2018).", entry, SMITH)) == ["https://x.example/1"]


# --- firms, and bare names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("marker", ["(Lake, Inc., 2020)", "(Lake Inc., 2020)", "(Lake, 2020)", "Lake, Inc. (2020)"])
def test_a_firm_is_one_author(marker: str) -> None:
    assert sources(listed(f"It grew {marker}.", "Lake, Inc. (2020). Maps. https://l.example", SMITH)) == [
        "https://l.example"
    ]


BARE = ("Bąk Piotr (2016)", "Kowalski Jan (2018)", "Lis Adam (2017)", "Nowak Ewa (2019)")


def test_the_order_of_a_list_tells_surnames_that_stand_first() -> None:
    entries = [f"{name}. Woda. https://w.example/{at}" for at, name in enumerate(BARE)]
    extraction = listed("Cena rośnie (Kowalski, 2018). Spada (Nowak, 2019). Stoi (Lis, 2017).", *entries)
    assert sources(extraction) == ["https://w.example/1", "https://w.example/3", "https://w.example/2"]
    assert extraction.document.references[0].label == "Bąk 2016"


def test_without_that_order_the_last_word_is_the_surname() -> None:
    names = ("Walter Abel (2016)", "Thomas Edison (2018)", "Zoe Field (2017)", "Ann Smith (2019)")
    entries = [f"{name}. Water. https://w.example/{at}" for at, name in enumerate(names)]
    extraction = listed("It grew (Edison, 2018). It fell (Thomas, 2018).", *entries)
    assert sources(extraction) == ["https://w.example/1"]
