"""The pages as they are sent: what they show is what the corpus says, and each link leads where it says."""

import dataclasses
import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from texts import NOTES, ODD_NAMES, REPORT, TEXTS, client_of, ingest, write

from indexer import Corpus, extract_text
from indexer.index.backends import open_index
from indexer.web.pages import listing, source
from indexer.web.paths import encoded

GOLDEN = Path(__file__).parent.parent / "golden"
ASIDE = "unseen card notes entry flag part".split()
"""What stands beside a text."""


def page_of(client, address, status=200):
    answer = client.get(address)
    while answer.status_code == 202:  # on a machine that has much to do, what is counted may take its time
        answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.content.decode())


def words(element):
    return " ".join(element.text_content().split())


def texts_of(page, path):
    return [words(each) for each in page.xpath(path)]


def classed(name):
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def ids_of_hits(page):
    """The claims that a page of hits shows, by the anchors that they lead to."""
    found = []
    for address in page.xpath(f"//li[{classed('hit')}]//a[{classed('place')}]/@href"):
        path, _, name = address.partition("#")
        found.append(f"{urlsplit(path).path.removeprefix('/documents/')}#{name.removeprefix('c-')}")
    return found


def links(page):
    return [address for address in page.xpath("//a/@href") if not address.startswith("#")]


def no_space(text):
    return "".join(text.split())


def facet(page, name):
    rows = page.xpath(f"//h3[@id='facet-{name}']/following-sibling::ul/li/a")
    return {words(row.xpath(f".//span[{classed('facet-name')}]")[0]): row for row in rows}


def test_a_host_is_a_filter_that_is_called_as_it_is(client, corpus):
    page = page_of(client, "/?q=lake&source=a.example")

    assert len(ids_of_hits(page)) == corpus.count("lake", source="a.example") > 1
    assert texts_of(page, "//ul[@class='chips']/li/bdi") == ["a.example"]


def test_a_search_shows_the_hits_in_their_order_with_their_matched_words_marked(client, corpus):
    page = page_of(client, "/?q=lake+OR+boats&document=report.md")
    hits = list(corpus.query("lake OR boats", document="report.md"))

    assert ids_of_hits(page) == [hit.claim.id for hit in hits]
    assert texts_of(page, f"//p[{classed('statement')}]") == [hit.claim.statement for hit in hits]
    marked = [hit.claim.statement[span.start : span.end] for hit in hits for span in hit.highlights]
    assert page.xpath("//mark/text()") == marked != []


def test_a_hit_names_its_sources_document_heading_and_line(client):
    page = page_of(client, "/?q=fell+spring")
    [hit] = page.xpath(f"//li[{classed('hit')}]")

    assert "own marker Rivers in 2025 Levels line 5" in words(hit)
    assert texts_of(hit, ".//ul/li") == ["2 Doe, J. (2019). Rivers doi.org (leaves this page)"]
    assert [address for address in links(hit) if "//" in address] == ["https://doi.org/10.1234/rivers"]


def test_facets_count_what_the_query_finds_and_narrow_it(client, corpus):
    page = page_of(client, "/?q=lake")
    found = corpus.facets("lake")
    counted = {name: row.xpath(f".//span[{classed('count')}]/text()")[0] for name, row in facet(page, "source").items()}

    assert list(counted.values()) == [str(count) for _, count in found.sources]
    narrower = facet(page, "document")["Rivers in 2025 report.md"].get("href")
    assert parse_qs(urlsplit(narrower).query) == {"q": ["lake"], "document": ["report.md"]}
    then = page_of(client, narrower)
    assert ids_of_hits(then) == [hit.claim.id for hit in corpus.query("lake", document="report.md")]
    wider = then.xpath(f"//ul[{classed('chips')}]//a/@href")
    assert ids_of_hits(page_of(client, wider[0])) == ids_of_hits(page)


@pytest.mark.parametrize("attribution", ["direct", "inherited", "none"])
def test_filters_without_words_list_all_that_they_leave(client, corpus, attribution):
    page = page_of(client, f"/?attribution={attribution}&document=report.md")
    claims = list(corpus.claims(attribution=attribution, document="report.md"))

    assert ids_of_hits(page) == [claim.id for claim in claims]
    assert texts_of(page, "//h2[@id='count']")[0].startswith(f"{len(claims)} claim")


def test_pages_lead_on_to_every_claim_once(client, corpus):
    address, found, size = "/?document=report.md&limit=3", [], 0
    while address:
        page = page_of(client, address)
        found += ids_of_hits(page)
        size += 1
        [*following] = page.xpath("//a[@rel='next']/@href")
        address = following[0] if following else None

    assert found == [claim.id for claim in corpus.claims(document="report.md")]
    assert size == -(-len(found) // 3)


def test_the_order_is_in_the_address(client, corpus):
    page = page_of(client, "/?q=lake")
    [by_document] = [address for address in links(page) if "sort=document" in address]

    expected = [hit.claim.statement for hit in corpus.query("lake", sort="document")]
    assert texts_of(page_of(client, by_document), f"//p[{classed('statement')}]") == expected


def test_a_form_that_is_sent_again_keeps_the_filters(client):
    page = page_of(client, "/?q=lake&document=report.md&attribution=direct&sort=document")
    [form] = page.xpath("//form[@action='/']")

    assert dict(form.form_values()) == {
        "q": "lake",
        "document": "report.md",
        "attribution": "direct",
        "sort": "document",
    }


@pytest.mark.parametrize(
    ("query", "at", "said"),
    [
        ("lake (boats", "(", "The bracket at column 6 is never closed"),
        ('lake "boats', '"', "at column 6"),
        ("lake attribution:maybe", "a", "`attribution:maybe` at column 6 is not an attribution"),
        ("…", "…", "only punctuation"),
    ],
)
def test_a_query_that_is_none_is_shown_with_the_place_where_it_goes_wrong(client, query, at, said):
    page = page_of(client, f"/?q={query}", 400)

    assert page.xpath(f"//strong[{classed('at')}]/text()") == [at]
    assert no_space(words(page.xpath(f"//p[{classed('query')}]")[0])) == no_space(query)
    assert said in words(page.xpath("//section[@id='wrong']")[0])
    assert page.xpath("//main//input[@name='q']/@value") == [query]


def test_a_query_that_is_none_can_be_asked_as_it_stands(client):
    (link,) = page_of(client, "/?q=lake+(boats", 400).xpath("//section[@id='wrong']//a")

    assert "literal=true" in link.get("href")
    assert ids_of_hits(page_of(client, link.get("href"))) == ids_of_hits(page_of(client, "/?q=lake+boats"))


def test_who_finds_nothing_is_told_what_else_to_ask(client):
    page = page_of(client, "/?q=lake+unheard&document=report.md")
    tried = {words(link): link.get("href") for link in page.xpath("//li[@data-stop]/a")}

    assert "No claim has all of lake unheard" in words(page.xpath("//main")[0])
    assert set(tried) == {"without the filter on document", "any of the words"}
    assert ids_of_hits(page_of(client, tried["any of the words"]))
    near = page_of(client, "/?q=lakke")
    [again] = [link.get("href") for link in near.xpath("//li[@data-stop]/a") if "nearly" in words(link)]
    assert ids_of_hits(page_of(client, again))


def test_a_page_beyond_the_last_leads_back(client):
    page = page_of(client, "/?q=lake&page=99")

    assert "Back to the first" in words(page.xpath("//main")[0])
    assert ids_of_hits(page) == []


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/?q=lake&source=https://nowhere.example/", 404, "no source"),
        ("/?q=lake&document=reprot.md", 404, "there is report.md"),
        ("/?attribution=some", 400, "attribution"),
        ("/?q=lake&page=0", 400, "page"),
        ("/?q=lake&limit=1001", 400, "limit"),
        ("/documents/reprot.md", 404, "there is report.md"),
        ("/documents/report.md?page=2", 400, "at most 1"),
        ("/documents/report.md?at=x", 400, "at"),
        ("/sources/https%3A//nowhere.example/", 404, "no source"),
        ("/sources?sort=size", 400, "sort"),
        ("/sources/a.example", 404, "stands for several sources"),
        ("/nothing/here", 404, "Nothing here"),
    ],
)
def test_what_cannot_be_shown_is_told_in_the_same_dress(client, address, status, said):
    page = page_of(client, address, status)

    assert said in words(page.xpath("//main")[0])
    assert page.xpath("//nav[@aria-label='Pages']")


def test_an_empty_index_says_how_to_fill_it(tmp_path):
    with Corpus.open(tmp_path / "index", create=True) as corpus:
        for address in ("/", "/documents", "/sources", "/overview"):
            assert "indexer ingest" in words(page_of(client_of(corpus), address).xpath("//main")[0])


def shown_text(page):
    """The text of a document as its page shows it, without what stands beside it."""
    [article] = page.xpath("//article")
    for name in ASIDE:
        for each in article.xpath(f".//*[{classed(name)}]"):
            each.drop_tree()
    return article.text_content()


def without_signs(text):
    """A text without white space, and without the signs of quotes, fences and tables, which are shown by their looks."""
    return re.sub(r"[\s|>`\-:]", "", text)


@pytest.mark.parametrize(
    "name", ["report.md", "notes.md", "arabic.md", "chinese.md", "hostile.md", "law.txt", "shared.md"]
)
def test_a_document_is_shown_whole_and_in_order(client, corpus, name):
    page = page_of(client, f"/documents/{name}")

    assert without_signs(shown_text(page)) == without_signs(corpus.stored(name).text)


def articles():
    folders = sorted((GOLDEN / "articles").iterdir())
    return [path for folder in folders for path in folder.glob("input.*")]


@pytest.fixture(scope="module")
def golden(tmp_path_factory):
    """Articles of many formats, as they are in `tests/golden`."""
    with Corpus.open(tmp_path_factory.mktemp("golden") / "index", create=True) as corpus:
        corpus.ingest([str(path) for path in articles()])
        yield corpus, client_of(corpus)


def test_articles_of_many_formats_are_shown_whole_with_every_claim_in_place(golden):
    corpus, client = golden
    for summary in corpus.documents():
        page = page_of(client, f"/documents/{summary.uri}")
        for claim in corpus.claims(document=summary.uri):
            [*found] = page.xpath(f"//*[@id='c-{claim.span.start}-{claim.span.end}']")
            assert len(found) == 1, claim.id
            assert f" {claim.attribution} " in f" {found[0].get('class')} "
        assert without_signs(shown_text(page)) == without_signs(corpus.stored(summary.uri).text), summary.uri
    assert len(articles()) == len(list(corpus.documents())) > 3


def test_the_words_of_a_claim_stand_in_its_mark(client, corpus):
    page = page_of(client, "/documents/report.md")
    for claim in corpus.claims(document="report.md"):
        parts = page.xpath(f"//*[@id='c-{claim.span.start}-{claim.span.end}']")
        for name in ASIDE:
            for each in parts[0].xpath(f".//*[{classed(name)}]"):
                each.drop_tree()
        if claim.block != "row":  # whose cells have a mark each
            assert no_space(parts[0].text_content()) == no_space(claim.text)


def test_markers_lead_to_entries_and_entries_back_to_claims(client, corpus):
    page = page_of(client, "/documents/report.md")
    claims = {f"c-{claim.span.start}-{claim.span.end}": claim for claim in corpus.claims(document="report.md")}
    forth, back = Counter(), Counter()
    for name, claim in claims.items():
        place = f"//*[@id='{name}']" + ("/ancestor::tr" if claim.block == "row" else "")
        for address in page.xpath(f"{place}//*[{classed('marker')}]/a/@href"):
            if address.startswith("#"):
                [entry] = page.xpath(f"//*[@id='{address[1:]}']/..")
                forth[name, words(entry)[:3]] += 1
        leads = claim.attribution == "direct" and claim.labels != ("9",)  # which no entry has
        assert any(key[0] == name for key in forth) == leads
    for entry in page.xpath(f"//li[{classed('reference')}]"):
        for address in entry.xpath(f".//*[{classed('back')}]/a/@href"):
            back[address[1:], words(entry)[:3]] += 1
    assert set(forth) >= set(back) != set()
    assert {entry for _, entry in back} == {"[1]", "[2]", "[3]"}


@pytest.mark.parametrize(("name", "entries"), [("law.txt", 2), ("shared.md", 2)])
def test_notes_that_are_prose_and_entries_of_several_labels_are_led_to(client, name, entries):
    page = page_of(client, f"/documents/{name}")
    led_to = set(page.xpath(f"//*[{classed('marker')}]/a/@href"))

    assert led_to == {f"#{anchor}" for anchor in page.xpath(f"//*[{classed('anchor')}]/@id")}
    assert len(led_to) == entries


def test_a_marker_without_an_entry_leads_to_the_page_of_its_source(client):
    page = page_of(client, "/documents/report.md")
    [address] = page.xpath(f"//*[{classed('marker')}]/a[text()='9']/@href")

    assert address == "/sources/report.md%5B9%5D"
    assert "[9] in report.md" in words(page_of(client, address).xpath("//h1")[0])


def test_problems_are_told_and_marked_at_their_places(client):
    page = page_of(client, "/documents/report.md")
    told = texts_of(page, f"//details[{classed('problems')}]//li")

    assert any("CIT001" in each and "[9] is not in the document's list" in each for each in told)
    assert any("CIT002" in each for each in told)
    for name in page.xpath(f"//details[{classed('problems')}]//li/a/@href"):
        [flag] = page.xpath(f"//*[@id='{name[1:]}']")
        assert flag.get("href") == f"#q-{name.removeprefix('#p-')}"
    [dangling] = page.xpath(f"//a[{classed('error')}]")
    assert "Claim" not in dangling.tag
    assert dangling.xpath("ancestor::*[contains(@id, 'c-')]"), "it stands in its claim"


def test_claims_have_their_sources_beside_them(client):
    page = page_of(client, "/documents/report.md")
    [claim] = page.xpath(f"//span[{classed('claim')}][contains(., 'The river fell')]")

    assert texts_of(claim, f".//*[{classed('card-source')}]") == ["2 Doe, J. (2019). Rivers doi.org"]
    notes = claim.xpath(f"ancestor::*[{classed('block')}]/ul[{classed('notes')}]")
    assert texts_of(notes[0], "./li") == ["1 a.example", "2 doi.org"]


def test_a_document_that_is_stored_without_blocks_is_shown_by_paragraphs(tmp_path):
    extraction = extract_text(REPORT, uri="old.md", as_format="markdown")
    index = open_index(tmp_path / "index", create=True)
    with index.writer(1) as writer:
        writer.put(dataclasses.replace(extraction, document=dataclasses.replace(extraction.document, blocks=())))
    index.close()
    with Corpus.open(tmp_path / "index") as corpus:
        page = page_of(client_of(corpus), "/documents/old.md")
        assert without_signs(shown_text(page)) == without_signs(REPORT)
        assert len(page.xpath(f"//span[{classed('claim')}][@id]")) == len(extraction.claims)


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """A text of several parts, and one whose only block is longer than a part."""
    paragraphs = [f"Claim {number} of many rests on its own page [{number % 50 + 1}]." for number in range(2600)]
    entries = [f"[{number}] Page {number}. https://p.example/{number}" for number in range(1, 51)]
    unsourced = " ".join(f"Nobody says where the {number}th of these sentences comes from." for number in range(9))
    texts = {
        "long.md": "\n\n".join([*paragraphs, unsourced, "## Sources", *entries]),
        "one.txt": " ".join(f"The {number}th sentence of a single line is here." for number in range(4000)),
    }
    with Corpus.open(ingest(tmp_path_factory.mktemp("long"), texts)) as corpus:
        yield corpus, client_of(corpus)


@pytest.mark.parametrize("name", ["long.md", "one.txt"])
def test_a_long_document_comes_in_parts_that_have_each_claim_once(long, name):
    corpus, client = long
    found, text, address = [], "", f"/documents/{name}"
    while address:
        page = page_of(client, address)
        found += page.xpath(f"//span[{classed('claim')}]/@id")
        text += shown_text(page)
        [*following] = page.xpath("//a[@rel='next']/@href")
        address = following[0] if following else None

    assert found == [f"c-{claim.span.start}-{claim.span.end}" for claim in corpus.claims(document=name)]
    assert re.sub(r"Part(before|\d+)|Nextpart|\d+of\d+", "", no_space(text)).count("Claim") == text.count("Claim")


def test_what_an_audit_finds_in_a_long_document_is_told_in_its_part(long):
    corpus, client = long
    start = corpus.stored("long.md").text.index("Nobody says")
    page, first = page_of(client, f"/documents/long.md?at={start}"), page_of(client, "/documents/long.md")
    told = f"//details[{classed('problems')}]//li"

    assert any("CIT019" in each for each in texts_of(page, told))
    assert not any("CIT019" in each for each in texts_of(first, told))


def test_a_hit_leads_to_the_part_that_has_it_and_its_marker_to_that_of_the_entry(long):
    corpus, client = long
    last = list(corpus.claims(document="long.md"))[-1]
    page = page_of(client, "/?q=2599&document=long.md")
    [address] = page.xpath(f"//li[{classed('hit')}]//a[{classed('place')}]/@href")

    assert len(page_of(client, address).xpath(f"//*[@id='c-{last.span.start}-{last.span.end}']")) == 1
    first = page_of(client, "/documents/long.md")
    [entry] = first.xpath(f"(//*[{classed('marker')}]/a/@href)[1]")
    name = entry.partition("#")[2]
    assert len(page_of(client, f"/documents/long.md{entry}").xpath(f"//*[@id='{name}']")) == 1


def test_a_source_has_the_claims_of_all_documents_by_document(client, corpus):
    page = page_of(client, "/sources/https%3A//a.example/lake")
    claims = list(corpus.claims(source="https://a.example/lake"))

    assert ids_of_hits(page) == [claim.id.replace(claim.document_uri, quoted(claim.document_uri)) for claim in claims]
    assert texts_of(page, "//h2[@id='count']") == [f"{len(claims)} claims rest on it"]
    assert len(page.xpath(f"//section[{classed('of-document')}]")) == len({claim.document_uri for claim in claims})
    beside = texts_of(page, "//h3[@id='beside']/following-sibling::ul/li")
    assert beside == ["Doe, J. (2019). Rivers doi.org 1"]


def quoted(uri):
    return encoded(uri)


def test_a_source_is_found_by_any_of_its_spellings(client):
    names = ["http://www.a.example/lake/?utm_source=x", "https://a.example/lake"]
    headings = {words(page_of(client, f"/sources/{quoted(name)}").xpath("//h1")[0]) for name in names}

    assert len(headings) == 1


def test_a_source_that_no_claim_rests_on_says_so(client):
    page = page_of(client, "/sources/https%3A//a.example/never")

    assert "no claim rests on it" in words(page.xpath("//main")[0])


def test_the_claims_of_a_source_come_in_pages(client, corpus, monkeypatch):
    monkeypatch.setattr(source, "SIZE", 3)
    address, found = "/sources/https%3A//a.example/lake", []
    while address:
        page = page_of(client, address)
        found += ids_of_hits(page)
        [*following] = page.xpath("//a[@rel='next']/@href")
        address = following[0] if following else None

    assert len(found) == len(list(corpus.claims(source="https://a.example/lake"))) > 3
    assert len(set(found)) == len(found)


def test_lists_have_every_document_and_every_source_in_each_order(client, corpus, monkeypatch):
    monkeypatch.setattr(listing, "SIZE", 4)
    for path, orders, known in (
        ("/documents", listing.ORDERS, {each.uri for each in corpus.documents()}),
        ("/sources", ("claims", "documents", "title", "id"), {each.id for each in corpus.sources()}),
    ):
        for order in orders:
            address, found = f"{path}?sort={order}", []
            while address:
                page = page_of(client, address)
                found += page.xpath(f"//li[{classed('row-of-list')}]//a[{classed('place')}]/@href")
                [*following] = page.xpath("//a[@rel='next']/@href")
                address = following[0] if following else None
            assert set(found) == {f"{path}/{quoted(name)}" for name in known}, (path, order)
            assert len(found) == len(known)


def test_lists_are_sifted_by_parts_of_names(client):
    assert texts_of(page_of(client, "/documents?q=RIVERS"), f"//a[{classed('place')}]") == ["Rivers in 2025"]
    assert texts_of(page_of(client, "/sources?q=minister"), f"//a[{classed('place')}]") == ["The minister's speech"]
    assert "All sources" in words(page_of(client, "/sources?q=unheard").xpath("//main")[0])


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_document_of_any_name_is_found_by_its_link(client, name):
    for address in ("/documents", "/?q=fish&limit=100"):
        page = page_of(client, address)
        assert any(quoted(name) in link for link in links(page))
    assert "Fish swam" in page_of(client, f"/documents/{quoted(name)}").text_content()
    assert "Fish swam" in page_of(client, f"/?document={quoted(name).replace('&', '%26')}").text_content()


def every_page(client):
    """The addresses of all pages that lead from the first ones, each shape of address a few times."""
    seen, left, shapes = set(), ["/", "/?q=lake", "/documents", "/sources", "/overview"], Counter()
    while left:
        address = left.pop().partition("#")[0]
        shape = re.sub(r"=[^&]*|/[^/?]+$", "", address)
        if address in seen or shapes[shape] > 15:
            continue
        seen.add(address)
        shapes[shape] += 1
        found = page_of(client, address)
        yield address, found
        left += [link for link in links(found) if link.startswith("/")]


def test_every_link_leads_to_a_page_and_no_text_becomes_markup(client):
    """Also: nothing runs, nothing is fetched, and what leads out leads to the web alone."""
    pages = dict(every_page(client))

    assert len(pages) > 60
    for address, page in pages.items():
        assert [each.get("src").partition("?")[0] for each in page.iter("script")] == ["/static/indexer.js"], address
        assert not [
            each.tag
            for each in page.iter("img", "iframe", "style", "object", "embed", "base", "meta", "link")
            if each.get("src") or "example" in str(each.get("href"))
        ], address
        for element in page.iter():
            attributes = {name.lower() for name in element.attrib}
            assert not {name for name in attributes if name.startswith("on")} | attributes & {"style", "srcdoc"}, (
                address
            )
        for link in page.xpath("//a"):
            assert link.get("href").startswith(("/", "#", "?", "https://", "http://")), (address, link.get("href"))
            if "//" in link.get("href")[:8]:
                assert link.get("rel") == "noreferrer nofollow noopener"
        names = page.xpath("//*/@id")
        assert len(set(names)) == len(names), (address, [name for name, count in Counter(names).items() if count > 1])
        for name in page.xpath("//a[starts-with(@href, '#')]/@href"):
            assert name[1:] in names, (address, name)


def test_words_of_templates_in_a_text_stay_words(client):
    page = page_of(client, "/documents/hostile.md")

    assert "{{ 7 * 7 }} stays" in page.text_content()
    assert without_signs("<script>alert(6)</script>") in without_signs(shown_text(page))


def test_who_has_a_page_is_not_sent_it_again_until_a_commit(tmp_path):
    index = ingest(tmp_path, {"notes.md": NOTES})
    with Corpus.open(index) as corpus:
        client = client_of(corpus)
        for address in ("/?q=fish", "/documents", "/sources", "/overview", "/documents/notes.md"):
            first = client.get(address)
            tag = first.headers["etag"]
            assert client.get(address, headers={"if-none-match": tag}).status_code == 304
            assert client.head(address).headers["etag"] == tag
        with Corpus.open(index) as writing:
            writing.ingest(write(tmp_path, {"more.md": NOTES.replace("Fish", "Eels")}))
        for address in ("/?q=fish", "/documents", "/sources", "/overview", "/documents/notes.md"):
            assert client.get(address, headers={"if-none-match": tag}).status_code == 200
        assert texts_of(page_of(client, "/documents"), "//h1") == ["Documents 2"]
        assert len(ids_of_hits(page_of(client, "/?q=northern"))) == 2


def test_the_overview_counts_as_stats_do(client, corpus):
    page = page_of(client, "/overview")
    stats = corpus.stats()
    tiles = dict(zip(texts_of(page, "//dl/div/dt"), texts_of(page, "//dl/div/dd"), strict=False))

    assert tiles["claims"] == str(stats.claims)
    assert tiles["documents"] == str(stats.documents) == str(len(TEXTS))
    assert tiles["sources"] == str(stats.sources)
    bars = page.xpath("//section[@aria-labelledby='by-document']//tbody/tr")
    assert len(bars) == stats.documents
    widths = [float(width) for width in bars[0].xpath(".//rect/@width")]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert texts_of(page, "//section[@aria-labelledby='most']//tbody/tr/th/a")[0] == "A survey of the lake"
