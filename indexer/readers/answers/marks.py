"""The forms of the markers that providers write into their answers."""

from __future__ import annotations

from indexer.model import Span
from indexer.patterns import pattern
from indexer.readers.answers.records import Answer

LONGEST_LINK = 3000  # code points, address and all
_LINK = pattern(
    r"\((?=\[)(?P<words>\[[^\[\]\n]{1,300}\])\((?P<named>[^()\s]{1,2000}(?:\([^()\s]{0,90}\)[^()\s]{0,400})?)\)\)"
    r"|\[\[?\s?(?P<number>\d{1,4})\s?\]?\]\((?P<url>[^()\s]{1,2000}(?:\([^()\s]{0,90}\)[^()\s]{0,400})?)\)"
)
_LONGEST_DAGGER = 400
_DAGGER = pattern(r"【\s?(\d{1,4}(?::\d{1,4})?)(?:†([^【】]{0,80}))?】")
_NUMBERED = pattern(r"\[{1,2}\s?(\d{1,4})\s?\]{1,2}")


def written_label(held: str) -> tuple[str, str | None]:
    """The label and the locator in the text of a marker, `【4:0†source】` or `[[1]](url)`; the label is empty if there is none."""
    if dagger := _DAGGER.fullmatch(held):
        locator = (dagger.group(2) or "").strip()
        return dagger.group(1), None if locator in ("", "source") else locator
    number = _NUMBERED.match(held) if held[:1] == "[" else None
    return (number.group(1), None) if number else ("", None)


def style_of(held: str) -> str | None:
    """The style of the marker that a stretch of text is; None if it is words of the answer."""
    if held[:1] == "【" and held[-1:] == "】" and len(held) <= _LONGEST_DAGGER:
        return "dagger"
    if len(held) > LONGEST_LINK:
        return None
    if held[:1] in "([" and held[-1:] == ")" and "](" in held:
        return "inline-link" if held[0] == "(" else "link"
    if held[:1] in "([" and held[-1:] in ")]" and ("://" in held or _NUMBERED.fullmatch(held)):
        return "bracket"
    return None


def cite_links(answer: Answer) -> bool:
    """Cite the works that the text links, `[[1]](url)` or `([words](url))`; returns whether any link has a number."""
    text = answer.text
    urls = {work.url: key for key, work in answer.works.items() if work.url} if "](" in text else {}
    known = {cited.span.start for cited in answer.cited}
    numbered = False
    for link in _LINK.finditer(text) if urls else ():
        key = urls.get(link.group("url") or link.group("named"))
        if key is None:
            continue
        numbered = numbered or link.group("number") is not None
        if link.start() not in known and link.start("words") not in known:
            answer.name(key, label=link.group("number") or "")
            answer.cite(Span(link.start(), link.end()), [key], style="link" if link.group("number") else "inline-link")
    return numbered
