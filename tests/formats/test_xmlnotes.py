"""Notes of JATS and TEI that name works: sources of the sentence that calls them."""

import pytest
from reading import read

CITY = "https://example.org/city"
JATS = """<article xmlns:xlink="http://www.w3.org/1999/xlink" dtd-version="1.2"><body><sec><title>A</title>
<p>The city employs 400 people.<xref ref-type="fn" rid="n1"><sup>1</sup></xref> It grew.<xref ref-type="fn" rid="n2"><sup>2</sup></xref></p>
</sec></body><back><fn-group>
<fn id="n1"><label>1</label><p>City report, <ext-link xlink:href="https://example.org/city">https://example.org/city</ext-link>.</p></fn>
<fn id="n2"><label>2</label><p>That is what its mayor has said for years.</p></fn>
</fn-group></back></article>"""
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div>
<p>The city employs 400 people.<note n="1">City report, <ref target="https://example.org/city">https://example.org/city</ref>.</note>
It grew.<note>An editor's remark.</note></p></div></body></text></TEI>"""


@pytest.mark.parametrize(("name", "written"), [("a.nxml", JATS), ("a.tei", TEI)])
def test_a_note_with_an_address_is_a_source(name, written):
    first, second, *_ = read(written, name=name).claims
    assert (first.statement, first.labels, first.source_ids) == ("The city employs 400 people.", ("1",), (CITY,))
    assert (second.statement, second.attribution) == ("It grew.", "none")


def test_a_note_that_is_prose_is_a_claim_and_an_entry_is_none():
    notes = [claim.statement for claim in read(JATS, name="a.nxml").claims if claim.block == "note"]
    assert notes == ["That is what its mayor has said for years."]
