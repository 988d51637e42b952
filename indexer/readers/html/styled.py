"""Structure that pages express by styles alone: bold by class, in exports of Google Docs, and list items as paragraphs, in those of Word."""

from __future__ import annotations

import re

from indexer.patterns import pattern
from indexer.readers.xmltree import Element

_RULE = pattern(r"\.(?P<name>[\w-]{1,60})\s{0,9}\{(?P<body>[^{}]{0,2000})\}")
_BOLD = pattern(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.IGNORECASE)
_GAP = pattern(r"font\s{0,3}:\s{0,3}7\.0pt|mso-list\s{0,3}:\s{0,3}Ignore", re.IGNORECASE)
_NUMBER = pattern(r"\s{0,9}\(?(?P<number>\d{1,3})[.)]\s{0,99}")
_LONGEST_SIGN = 8  # characters
LEAD = "data-lead"
"""The attribute with the number of an item that was a paragraph."""


def write_bold(root: Element) -> None:
    """Set the style of elements that are bold by their class. Call it before the style sheets are removed."""
    names = {
        rule["name"]
        for sheet in root.iter("style")
        for rule in _RULE.finditer(sheet.text or "")
        if _BOLD.search(rule["body"])
    }
    if names:
        for span in root.iter("span"):
            if not names.isdisjoint(span.get("class", "").split()) and not span.get("style"):
                span.set("style", "font-weight:bold")


def make_items(root: Element) -> None:
    """Turn Word's list paragraphs into items."""
    for paragraph in root.iter("p"):
        if paragraph.get("class", "").startswith("MsoListParagraph"):
            _as_item(paragraph)


def is_bold(element: Element) -> bool:
    """Whether a `b`, `strong` or `span` is bold."""
    return element.tag != "span" or _BOLD.search(element.get("style", "")) is not None


def _as_item(paragraph: Element) -> None:
    """Turn a paragraph into an item if it starts with a bullet or a number, and a gap in small print."""
    gap = next((span for span in paragraph.iter("span") if _GAP.search(span.get("style", ""))), None)
    if gap is None:
        return
    above = [gap]
    while above[-1] is not paragraph and (parent := above[-1].getparent()) is not None:
        above.append(parent)
    inside = "".join(map(str, gap.itertext()))
    before = [element.text or "" for element in above[1:]]
    sign = max((words.strip() for words in (*before, inside)), key=len)
    if len(sign) > _LONGEST_SIGN:
        return
    for element in above:
        element.text = None
    for below in list(gap):
        gap.remove(below)
    paragraph.tag = "li"
    if number := _NUMBER.fullmatch(sign + " "):
        paragraph.set(LEAD, f"{number['number']}. ")
