"""JATS and TEI: what strangers put into XML ends in a message or a result."""

import pytest
from timing import assert_linear, seconds

from indexer.claims import extract_claims
from indexer.errors import ReadError, UnknownFormat
from indexer.readers import format_of, read_document

JATS = '<article article-type="x"><body><p>{}</p></body><back><ref-list>{}</ref-list></back></article>'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>{}</p></body><back><listBibl>{}</listBibl></back></text></TEI>'


def extraction(words, works="", form=JATS):
    data = form.format(words, works).encode()
    return extract_claims(read_document(data, uri="a.xml", name="a.xml"))


def jats_list(*numbers):
    return "".join(
        f'<ref id="b{n}"><label>{n}</label><mixed-citation>Work {n}.</mixed-citation></ref>' for n in numbers
    )


def link(number, words=None):
    return f'<xref ref-type="bibr" rid="b{number}">{words or number}</xref>'


@pytest.mark.parametrize(
    ("words", "labels", "statement"),
    [
        (f"So [{link(1)}]&#8211;[{link(4)}].", [("1", "2", "3", "4")], "So."),
        (f"So {link(1, '[1]')}–{link(3, '[3]')}.", [("1", "2", "3")], "So."),
        (f"So [{link(4)}, {link(1)}–{link(3)}].", [("1", "2", "3", "4")], "So."),
        (f"So [{link(1)}][{link(3)}].", [("1",), ("3",)], "So."),
        (f"So<sup>{link(1)},{link(3)}</sup> it is.", [("1", "3")], "So it is."),
        (f"So (see also {link(2)}, p. 7).", [("2",)], "So."),
        (f"So (cf. [{link(2)}]).", [("2",)], "So."),
        (f"So say {link(2, 'Dahl (2019)')} too.", [("2",)], "So say Dahl too."),
        (f"So say {link(2, 'Dahl and others')} too.", [("2",)], "So say Dahl and others too."),
        (f"So say {link(2, 'Dahl et al. In press')} too.", [("2",)], "So say Dahl et al. In press too."),
        (f"So (Moe {link(2, '2019')}, {link(3, '2020')}).", [("2", "3")], "So."),
        (f"So {link(9)}.", [("9",)], "So."),
        (f"So [{link(1)}] and [0, 1].", [("1",)], "So and [0, 1]."),
        ("Of 10<sup>5</sup> m<sup>2</sup>, 1<sup>st</sup> <sup>14</sup>C.", [], "Of 10^5 m^2, 1st 14C."),
        ("T/S=2<sup>−ΔCt</sup> in CD19<sup>+</sup> cells.", [], "T/S=2^−ΔCt in CD19+ cells."),
    ],
)
def test_links_become_markers(words, labels, statement):
    found = extraction(words, jats_list(1, 2, 3, 4)).claims

    assert [claim.statement for claim in found] == [statement]
    assert [marker.labels for claim in found for marker in claim.markers] == labels


def test_one_rid_may_name_several_entries():
    (claim,) = extraction('So <xref ref-type="bibr" rid="b1 b3">1, 3</xref>.', jats_list(1, 2, 3)).claims

    assert claim.labels == ("1", "3")


def test_a_range_in_one_link_names_its_middle():
    (claim,) = extraction('So <xref ref-type="bibr" rid="b1 b3">1–3</xref>.', jats_list(1, 2, 3)).claims

    assert claim.labels == ("1", "2", "3")


def test_a_link_without_a_target_is_dangling():
    found = extraction(f"So [{link(9)}].", jats_list(1))

    assert found.claims[0].source_ids == ("a.xml[9]",)
    assert {(problem.code, problem.message.partition(" ")[0]) for problem in found.problems} == {
        ("CIT001", "[9]"),
        ("CIT002", "[1]"),
    }


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]><article article-type="a"><body><p>&x;</p></body></article>',
        b'<!DOCTYPE article [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><article article-type="a"><body><p>&b;</p></body></article>',
        '<!DOCTYPE article [<!ENTITY x "y">]><article article-type="a"/>'.encode("utf-16"),
    ],
)
def test_entities_are_refused(data):
    with pytest.raises(ReadError, match=r"a\.xml: declares entities"):
        read_document(data, uri="a.xml", name="a.xml")


def test_a_dtd_is_not_fetched_and_its_letters_are_known():
    data = b'<!DOCTYPE article PUBLIC "-//NLM//DTD" "http://example.org/x.dtd"><article><front/><body><p>Halv&oslash;ra &alpha; so.</p></body></article>'

    assert read_document(data, uri="a.xml", name="a.xml").text == "Halvøra α so."


@pytest.mark.parametrize("form", [JATS, TEI])
@pytest.mark.parametrize(
    "broken",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole.replace(b"<p>", b"<p>" + b"<b>" * 100_000 + b"x" + b"</b>" * 100_000),
        lambda whole: whole.replace(b"<p>", b'<p a="' + b"x" * 12_000_000 + b'">'),
        lambda whole: whole.replace(b"<p>", b"<p>\x00"),
        lambda whole: whole.replace(b"<p>", b"<p>\xff\xfe"),
    ],
    ids=["truncated", "deep", "wide", "nul", "bytes"],
)
def test_hostile_files_are_refused_in_bounded_time(form, broken):
    whole = form.format("So it is.", "").encode()
    data = broken(whole)

    def refused():
        with pytest.raises(ReadError, match=r"a\.xml: is not well-formed XML: line 1"):
            read_document(data, uri="a.xml", name="a.xml")

    assert seconds(refused) < 5


@pytest.mark.parametrize("form", [JATS, TEI])
@pytest.mark.parametrize(
    "unit",
    [
        f"So [{link(1)}]. ",
        "<b>x</b> ",
        "<p>So.</p>",
        "<fn><p>x</p></fn>",
        '<note place="foot">x</note>',
        "<ref/>",
        "So (<uri>http://a.example</uri>). ",
        '(<ref target="http://a.example">x</ref>). ',
        '<ptr target="http://a.example"/>',
    ],
)
def test_twice_the_text_takes_twice_the_time(form, unit):
    def run(text):
        extract_claims(read_document(text.encode(), uri="a.xml", name="a.xml"))

    def make(length):
        many = unit * (length // len(unit))
        return form.format(many, many)

    assert_linear(f"XML, {unit!r}", run, make, 128_000)


def test_ibid_is_followed_and_one_that_nobody_answers_is_told():
    first = '<ref id="b1"><label>1</label><mixed-citation>Moe. Silt. https://example.org/silt</mixed-citation></ref>'
    again = '<ref id="b{0}"><label>{0}</label><mixed-citation>Ibid., p. 7.</mixed-citation></ref>'
    words = f"So [{link(1)}]. Then [{link(2)}]."

    assert extraction(words, first + again.format(2)).claims[1].source_ids == ("https://example.org/silt",)
    assert "CIT007" in {problem.code for problem in extraction(words, again.format(1)).problems}


def test_the_root_tells_the_format():
    assert format_of("a.xml", JATS.encode()) == "jats"
    assert format_of("a.xml", TEI.encode()) == "tei"
    assert format_of("a.txt", TEI.encode("utf-16")) == "tei"
    with pytest.raises(UnknownFormat, match=r"in no format of the \.xml files that are read \(jats, tei\)"):
        format_of("pom.xml", b"<project/>")
