"""Which part of a page is the article: not the navigation, advertisements, share bars and banners around it.

The maintained extractors were tried first, on pages with linked footnotes, Wikipedia's `sup.reference` and source links
after sentences. trafilatura 2.3 keeps links and superscripts but no ids, so that markers lead nowhere, drops a section of
footnotes after the article, and does not number lists. readability-lxml 0.9 keeps ids, but drops links of the class
`footnote`, that section, small tables, and nearly all of a short answer with source links. jusText 3.0 returns text
without elements. A marker is worth nothing without its entry. So the article is selected here, by landmarks and by the names
that authors give, under a rule that none of the three has: whatever contains an entry, or more than half of the words, stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml import etree

from indexer.patterns import pattern
from indexer.readers.html.tree import EPUB_TYPE, HEADINGS, names
from indexer.readers.xmltree import Element

_DROPPED_TAGS = frozenset("nav footer aside form menu".split())
_DROPPED_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist doc-toc doc-pagelist"
    " doc-pagebreak doc-backlink doc-index doc-cover toc pagebreak page-list landmarks index".split()
)
# Names that mean one thing only, on MediaWiki and in other common software.
_DROPPED_NAMES = frozenset(
    "mw-editsection mw-cite-backlink mw-linkback-text mw-jump-link mw-indicators mw-empty-elt navbox navbox-styles vertical-navbox ambox tmbox ombox cmbox fmbox mbox-small hatnote"
    " dablink catlinks printfooter noprint toc sistersitebox portalbox metadata shortdescription geo-nondefault coordinates magnify"
    " mw-authority-control authority-control stub Z3988 reference-accessdate-hidden mwe-math-fallback-image-inline headerlink anchorjs-link"
    " heading-anchor permalink sr-only screen-reader-text visually-hidden visuallyhidden skip-link skiplink addtoany sharedaddy jp-relatedposts"
    " wp-block-comments outbrain taboola adsbygoogle onetrust-consent-sdk dsq-thread disqus_thread byline site-header site-footer colophon author authors ltx_authors post-author entry-author author-bio about-author ltx_dates photo-credit image-credit credit"
    " admonition-title callout-title-container footer-text jp-InputPrompt jp-OutputPrompt input_prompt output_prompt quarto-title-meta entry-meta post-meta page-metadata".split()
)
_DROPPED_BEGINNINGS = ("admonitionHeading",)  # of names that end in a digest
# A name is that of something around the article if it consists of such words, and otherwise only of neutral ones.
_AROUND = frozenset(
    "ad ads advert adverts advertisement advertisements advertising sponsor sponsors sponsored promo promos promoted promotion share shares"
    " sharing sharebar social socials cookie cookies consent gdpr ccpa newsletter newsletters subscribe subscription signup login paywall related"
    " recommended recommendations recirculation trending popular comments comment disqus respond breadcrumb breadcrumbs toc sidebar nav navbar"
    " navigation navigate menu menus pagination pager prevnext popup modal overlay tooltip teaser teasers widget widgets masthead tags taglist skip".split()
)
_NEUTRAL = frozenset(
    "a b c m o js is u l g wp td sd bar bars banner banners box boxes block blocks button buttons card cards container containers content contents"
    " item items inner outer links link list lists main area section sections wrap wrapper wrappers holder unit units slot slots top bottom left right"
    " post posts entry entries article articles story stories news site page pages global local primary secondary tools tool icons icon module"
    " modules component region panel panels notice notices form forms group row column col media more thread inline body header footer"
    " floating fixed sticky mobile desktop small large new mw vector template tpl text title".split()
)
_NOT_DROPPED = frozenset("html body main article tbody thead tfoot tr td th caption pre code a sup sub".split())
_WORD = pattern(r"[a-z]+|\d+")
_CAMEL = pattern(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = pattern(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_NOTES = frozenset(
    "note doc-footnote doc-endnote doc-tip doc-notice footnote endnote rearnote footnotes endnotes rearnotes admonition".split()
)
_MOST_WORDS = 6  # in the name of an element
_NEAR = 6  # levels above a header in which its article is searched for
_SHARE = 0.3  # of the words of the page: how many a landmark must contain to be the article


_LANDMARKS = ("mw-parser-output", "mw-content-text", "article", "main")  # in order of precedence
_HOLDERS = frozenset("body main article section div".split())


class _Weight(NamedTuple):
    """How many characters of text, and how many entries, an element contains."""

    words: int
    entries: int


def select_article(root: Element, targets: Collection[Element]) -> Element:
    """The element that contains the article, with anything in it that does not belong to the article emptied.

    `targets` are the entries that links of the article may mean; they stay.
    """
    body = next(root.iter("body"), root)

    def is_doubtful(element: Element) -> bool:
        return element is not body and _is_around(element)

    doubtful = _weigh(body, targets, is_doubtful)
    total = doubtful.pop(body)
    for element, weight in doubtful.items():
        if weight.words * 2 <= total.words and not weight.entries:
            element.clear(keep_tail=True)  # type: ignore[call-arg]  # lxml has it since 4.4, its stubs have not
    return _landmark(body, _weigh(body, targets, lambda element: element.tag in _HOLDERS))


def _weigh(body: Element, targets: Collection[Element], chosen: Callable[[Element], bool]) -> dict[Element, _Weight]:
    """The weights of the chosen elements and of the body."""
    weights: dict[Element, _Weight] = {}
    open_: list[_Weight | None] = []
    words = entries = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            open_.append(_Weight(words, entries) if element is body or chosen(element) else None)
            if element.text:
                words += len(element.text.strip())
            entries += element in targets
            continue
        begun = open_.pop()
        if begun is not None:
            weights[element] = _Weight(words - begun.words, entries - begun.entries)
        if element.tail:
            words += len(element.tail.strip())
    return weights


def _landmark(body: Element, weights: dict[Element, _Weight]) -> Element:
    """The landmark of the article, or the smallest element with it and all entries; the body if there is no landmark."""
    total = weights[body]
    for kind in _LANDMARKS:
        found = sorted((e for e in weights if _is_landmark(e, kind)), key=lambda e: weights[e].words, reverse=True)
        if not found or weights[found[0]].words < _SHARE * total.words:
            continue
        best = found[0]
        if any(weights[other].words * 2 > weights[best].words for other in found[1:2] if not _nested(best, other)):
            continue  # one of several articles
        while weights[best].entries < total.entries and best is not body:
            best = next((parent for parent in best.iterancestors() if parent in weights), body)
        return best
    return body


def _nested(one: Element, other: Element) -> bool:
    return one in other.iterancestors() or other in one.iterancestors()


def _is_landmark(element: Element, kind: str) -> bool:
    if element.tag == kind or element.get("role") == kind:
        return True
    return element.get("id") == kind or kind in element.get("class", "").split()


def _is_around(element: Element) -> bool:
    """Whether an element is hidden, or has a name for what surrounds articles."""
    tag = element.tag
    if tag in _DROPPED_TAGS:
        parent = element.getparent()
        of_quote = tag == "footer" and parent is not None and parent.tag == "blockquote"
        return not of_quote and not names(element) & _NOTES
    if tag == "header":
        return not any(parent.tag in ("article", "main") for parent in islice(element.iterancestors(), _NEAR))
    if not element.attrib or tag in _NOT_DROPPED:
        return False
    return _is_hidden(element) or (tag not in HEADINGS and _is_called_around(element))


def _is_hidden(element: Element) -> bool:
    """Whether an element is hidden; but a hidden formula is the text of the picture beside it."""
    get = element.get
    unheard = (
        get("aria-hidden") == "true" and element.tag != "figcaption"
    )  # which pandoc hides, because screen readers read the picture
    hidden = get("hidden", "until-found") != "until-found" or unheard
    if hidden or ((style := get("style")) and _HIDDEN.search(style)):
        return next(element.iter("math"), None) is None
    return False


def _is_called_around(element: Element) -> bool:
    get = element.get
    if get("role") in _DROPPED_ROLES or not _DROPPED_ROLES.isdisjoint(get(EPUB_TYPE, "").split()):
        return True
    called = get("class", "").split()
    named = (*called, get("id", ""))
    return any(
        name in _DROPPED_NAMES or name.startswith(_DROPPED_BEGINNINGS) or _names_surroundings(name) for name in named
    )


@lru_cache(maxsize=4096)
def _names_surroundings(name: str) -> bool:
    """Whether a class or id consists of words for what surrounds articles, and neutral ones."""
    words = _WORD.findall(_CAMEL.sub("-", name).lower())
    named = [word for word in words if word in _AROUND]
    return bool(named) and len(words) <= _MOST_WORDS and all(word in _AROUND or word in _NEUTRAL for word in words)
