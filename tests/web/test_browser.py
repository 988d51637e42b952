"""The pages in a real Chromium: what a reader does with eyes, keys, a phone and without scripts; and axe, who sees nothing."""

import json
import re
import shutil
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from serving import served
from texts import TEXTS, ingest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = """
--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync
""".split()
DESK, PHONE = {"width": 1360, "height": 900}, {"width": 360, "height": 740}
PAGES = {
    "first": "/",
    "hits": "/?q=lake+OR+boats",
    "narrowed": "/?q=lake&source=https://a.example/lake&attribution=direct",
    "bad query": "/?q=lake+(boats",
    "no hit": "/?q=unheard+lake",
    "documents": "/documents",
    "report": "/documents/report.md",
    "arabic": "/documents/arabic.md",
    "chinese": "/documents/chinese.md",
    "hostile": "/documents/hostile.md",
    "sources": "/sources",
    "source": "/sources/https%3A//a.example/lake",
    "overview": "/overview",
    "nothing": "/documents/nothing",
}


@pytest.fixture(scope="module")
def chromium():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("Chromium is not installed; apt-get install chromium brings it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    index = ingest(tmp_path_factory.mktemp("browser"), TEXTS)
    with served(index=str(index)) as (_, port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def opened(chromium, address):
    """Opens a page; when it is closed, nothing may have run, been fetched from elsewhere, or been refused by the policy."""

    @contextmanager
    def open_page(path="/", *, silent=True, **options):
        context = chromium.new_context(base_url=address, **{"viewport": DESK, "reduced_motion": "reduce", **options})
        page = context.new_page()
        told = []
        page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: request.url.startswith(address) or told.append(request.url))
        page.goto(path)
        try:
            yield page
        finally:
            context.close()
        assert not silent or told == []

    return open_page


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reader_searches_narrows_and_reads_on_at_the_claim(opened):
    with opened() as page:
        page.get_by_label("Words to look for").fill("lake")
        page.get_by_role("button", name="Search").click()
        assert page.url.endswith("/?q=lake")
        expect(page.locator("mark").first).to_have_text("lake")
        page.get_by_role("complementary").get_by_role("link", name="Rivers in 2025").click()
        assert "document=report.md" in page.url
        page.locator(".hit a.place").first.click()
        claim = page.locator(".claim:target")
        expect(claim).to_be_in_viewport()
        assert "northern lake" in claim.text_content()
        plain = page.locator(".claim.direct:not(:target)").first
        colours = [each.evaluate("each => getComputedStyle(each).backgroundColor") for each in (claim, plain)]
        assert colours[0] != colours[1]


def test_the_sources_of_a_claim_are_shown_beside_it_when_it_is_pointed_at(opened):
    with opened("/documents/report.md") as page:
        claim = page.locator(".claim", has_text="The river fell")
        card = claim.locator("> .card")
        expect(card).to_be_hidden()
        claim.hover()
        expect(card).to_be_visible()
        expect(card).to_contain_text("Doe, J. (2019). Rivers")
        assert card.bounding_box()["x"] > claim.bounding_box()["x"] + claim.bounding_box()["width"]
        box, start = card.bounding_box(), claim.bounding_box()
        page.mouse.move(start["x"] + 5, start["y"] + 8)
        page.mouse.move(box["x"] + 30, box["y"] + 20, steps=5)  # as a hand moves: over what stands between
        page.wait_for_timeout(900)
        expect(card).to_be_visible()
        card.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Rivers")


def test_a_marker_leads_to_its_entry_and_the_entry_back(opened):
    with opened("/documents/report.md") as page:
        page.locator(".claim", has_text="The river fell").locator(".marker a").click()
        entry = page.locator(".reference", has=page.locator(":target"))
        expect(entry).to_contain_text("Doe, J. (2019). Rivers")
        expect(entry).to_be_in_viewport()
        entry.locator(".back a").first.click()
        expect(page.locator(".claim:target")).to_contain_text("The river fell")


def test_each_attribution_has_a_shape_and_a_colour_of_its_own(opened):
    with opened("/documents/report.md") as page:
        looks = [
            page.locator(f".claim.{kind}").first.evaluate(
                "each => { const style = getComputedStyle(each);"
                " return [style.textDecorationStyle, style.textDecorationColor, style.backgroundColor] }"
            )
            for kind in ("direct", "inherited", "none")
        ]

    assert [look[0] for look in looks] == ["solid", "dashed", "dotted"]
    assert len({look[1] for look in looks}) == 3
    assert looks[2][2] not in {looks[0][2], looks[1][2]}


def test_a_source_leads_to_its_claims_and_these_to_their_documents(opened):
    with opened("/sources") as page:
        page.get_by_role("link", name="A survey of the lake").click()
        expect(page.get_by_role("heading", name="rest on it")).to_be_visible()
        page.get_by_role("complementary").get_by_role("link", name="Doe").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Doe")
        page.locator(".hit a.place").first.click()
        expect(page.locator(".claim:target")).to_be_visible()


def test_all_of_it_is_reached_by_keys_alone(opened):
    with opened("/documents") as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        page.goto("/")
        page.keyboard.press("/")
        expect(page.get_by_label("Words to look for")).to_be_focused()
        page.keyboard.type("lake/jk?")
        expect(page.get_by_label("Words to look for")).to_have_value("lake/jk?")
        page.keyboard.press("Control+a")
        page.keyboard.type("lake")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=lake")
        statements = page.locator(".hit a.place")
        for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
            page.keyboard.press(key)
            expect(statements.nth(at)).to_be_focused()
        words = statements.nth(1).text_content()
        page.keyboard.press("Enter")
        page.wait_for_url("**/documents/**")
        expect(page.locator(".claim:target")).to_contain_text(words.split(maxsplit=1)[0])


def test_keys_move_from_claim_to_claim_and_open_what_they_rest_on(opened):
    with opened("/documents/report.md") as page:
        for _ in range(3):
            page.keyboard.press("j")
        claim = page.locator(".claim", has_text="The river fell")
        expect(claim).to_be_focused()
        expect(claim.locator("> .card")).to_be_visible()
        page.keyboard.press("k")
        expect(page.locator(".claim", has_text="Nobody counted")).to_be_focused()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sources/**")


def test_the_keys_are_told(opened):
    with opened("/overview") as page:
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("to the search box")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.get_by_role("link", name="Keys").click()
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_role("dialog")).to_be_hidden()


def test_all_of_it_works_without_scripts(opened):
    with opened(java_script_enabled=False) as page:
        page.get_by_label("Words to look for").fill("lake")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("complementary").get_by_role("link", name="Rivers in 2025").click()
        page.locator(".hit a.place").first.click()
        claim = page.locator(".claim:target")
        expect(claim).to_be_in_viewport()
        claim.hover()
        expect(claim.locator("> .card")).to_be_visible()
        page.locator(".problems summary").click()
        page.locator(".problems a").first.click()
        assert "#p-" in page.url
        expect(page.get_by_role("link", name="Keys")).to_be_hidden()


def test_a_phone_shows_every_page_without_scrolling_aside(opened):
    with opened(viewport=PHONE, silent=False) as page:
        for name, path in PAGES.items():
            page.goto(path)
            assert fits(page), name
            size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p, main td')).fontSize)")
            assert size >= 13, name


def test_a_finger_shows_the_sources_of_a_claim(opened):
    with opened("/documents/report.md", viewport=PHONE, has_touch=True) as page:
        claim = page.locator(".claim", has_text="The river fell")
        # Its last line: on the first one, depending on the letters, the claim before it ends.
        claim.tap(position={"x": 40, "y": claim.bounding_box()["height"] - 8})
        expect(claim.locator("> .card")).to_be_in_viewport()
        assert fits(page)


def test_light_and_dark_are_as_the_system_says(opened):
    shades = []
    for scheme in ("light", "dark"):
        with opened("/overview", color_scheme=scheme) as page:
            colours = page.evaluate(
                "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
            )
        shades.append([sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours])

    (light, ink), (dark, chalk) = shades
    assert light > 3 * 230
    assert dark < 3 * 40
    assert light - ink > 3 * 150
    assert chalk - dark > 3 * 150


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_in_light_and_in_dark(opened, name):
    with opened(PAGES[name], color_scheme="light", silent=name not in {"bad query", "nothing"}) as page:
        # axe is put into the page from outside, past the policy that keeps all else out.
        found = Axe().run(page).response["violations"]
        page.emulate_media(color_scheme="dark")
        found += page.evaluate("axe.run({runOnly: ['color-contrast', 'link-in-text-block']})")["violations"]

    grave = [
        (each["id"], [node["target"] for node in each["nodes"]][:3], each["nodes"][0]["failureSummary"])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]
    assert grave == [], json.dumps(grave, indent=1)


def test_a_text_from_right_to_left_is_read_so(opened):
    with opened("/documents/arabic.md") as page:
        directions = page.locator("article .body, article h1, article h2").evaluate_all(
            "all => all.map(each => getComputedStyle(each).direction)"
        )
        assert set(directions) == {"rtl"}
        assert fits(page)
    with opened("/?document=arabic.md&attribution=direct") as page:
        assert page.locator(".statement").first.evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_an_override_of_direction_ends_with_its_claim(opened):
    """A claim that turns the reading around turns nothing behind it."""
    with opened("/documents/hostile.md") as page:
        marker = page.locator(".claim", has_text="names").locator(".marker").last
        before = page.locator(".claim", has_text="bold").first
        assert marker.bounding_box()["y"] >= before.bounding_box()["y"]
        isolated = page.locator(".claim").evaluate_all("all => all.map(each => getComputedStyle(each).unicodeBidi)")
        assert set(isolated) == {"isolate"}


@pytest.mark.parametrize(
    "path", ["/documents/hostile.md", "/?q=page+OR+claim+OR+ends+OR+names", "/documents", "/sources", "/overview"]
)
def test_a_hostile_text_runs_nothing_and_fetches_nothing(opened, path):
    with opened(path) as page:
        for key in ("Tab",) * 12:
            page.keyboard.press(key)
        for each in page.locator("main a:visible").all()[:20]:
            each.hover()
        page.wait_for_timeout(200)
        assert (
            page.evaluate(
                "document.querySelectorAll('article img, article iframe, article script, b[onmouseover]').length"
            )
            == 0
        )


def test_paper_shows_the_text_alone(opened):
    with opened("/documents/report.md") as page:
        page.emulate_media(media="print")
        expect(page.locator(".top")).to_be_hidden()
        expect(page.locator("article")).to_be_visible()
