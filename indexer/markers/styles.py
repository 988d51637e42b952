"""The table of marker styles: how each reads its labels out of what stands inside its brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from indexer.dates import YEAR
from indexer.late import dataclass
from indexer.leads import AND, LABEL_WORDS, SEE, UNTIL
from indexer.linking import folded
from indexer.markers.files import read_dated, read_files, read_names
from indexer.model import WIDEST_RANGE
from indexer.patterns import pattern
from indexer.superscripts import LOWERED

Trust = Literal["form", "closing", "plausible", "listed", "dominant", "alone"]


class Oddity(NamedTuple):
    """What is odd about a marker: `code` is a row of `problems.KINDS`."""

    code: str
    message: str


class Content(NamedTuple):
    """What a group says: its labels, ranges written out, a locator, and what is odd about them."""

    labels: tuple[str, ...]
    locator: str | None = None
    oddity: Oddity | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A form of marker. `read` takes what stands inside the brackets and gives its labels, or None.

    `trust`: "form" counts by its form alone; "closing" so where a clause ends; "plausible" unless list, number or place speak against it;
    "listed" only with a label of the document's list; "dominant" only if, besides, no other style is used more; "alone" only if
    none is used at all.
    """

    name: str
    groups: tuple[str, ...]
    read: Callable[[str], Content | None]
    trust: Trust


class Candidate(NamedTuple):
    """What has the form of `style`; `target` is the address that it carries itself."""

    style: Style
    start: int
    end: int
    content: Content
    target: str | None = None


def normal_label(label: str) -> str:
    """The form in which two spellings of one label are the same: `[RFC 2119]`, `[rfc2119]`."""
    if label.isdecimal():
        return label if label.isascii() else str(int(label))
    return folded(label)


PAIRED = r"(?:\([^\s()]{0,200}\)[^\s()]{0,400}){0,3}"
"""What of an address stands in round brackets, and behind them."""
DASH = "[-‐‑–—−~～〜－]"
_NUMBER = r"\d{1,4}(?-i:[a-z])?"
_ITEM = rf"{_NUMBER}(?:\s?{DASH}\s?{_NUMBER})?"
LOCATOR_WORDS = (
    "pp?|pages?|pgs?|S|ch(?:ap(?:ter)?)?s?|sec(?:t(?:ion)?)?s?|figs?|figures?|tab(?:le)?s?|eqs?|vols?|nos?|arts?|paras?|nn?|notes?|lines?"
    "|app(?:endix)?|cols?"
)
"""What parts of a work are called, for a pattern that ignores case."""
_SHORT_PAGES = "с|стр|c|str"  # pages in languages of the east; behind a year they may be anything
_LOCATOR = (
    rf"(?:\s?[,:，：]\s?(?:(?:{LOCATOR_WORDS}|{_SHORT_PAGES}|ll?|theorem|thm|lemma|prop|def|cor|ex|at)\b\.?|§+|¶+|第)\s?[^\[\]]{{0,40}}"
    r"|\s?[:：]\s?\d{1,4}(?:[-–]\d{1,4})?|,\s?\(\d{1,3}(?:\.\d{1,3}){0,3}\))"
)
_NUMERIC = pattern(
    rf"\s?(?:{SEE}\s)?(?P<items>{_ITEM}(?:\s?(?:[,;，、；،؛/&]\s?(?:(?:and|und|et)\s)?|(?:and|und|et)\b)\s?{_ITEM}){{0,80}})[,;]?\s?(?P<locator>{_LOCATOR})?\s?",
    re.IGNORECASE,
)
# What only a list makes labels of: joined in any language, and with a place behind them that is told by its form,
# `[1, pág. 45]`, `[1. С. 45]`, `[1, 45쪽]`, but no year.
_DATE = r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|mon|tue|wed|thu|fri|sat|sun)[a-zä]{0,7}\b"
PLACE = rf"(?:(?!{_DATE})(?:[^\W\d_][^\s\d\[\].,:;()]{{1,6}}\.?\s?|[^\W\d_](?:\.\s?|\s))(?!{YEAR}\b)\d[\d.,–-]{{0,20}}(?<=\d)[a-z]{{0,2}}|[第제]?\s?\d[\d–-]{{0,12}}\s?(?:쪽|면|장|頁|页|ページ|章|节|節)|[頁页]\s?\d{{1,5}})"
_JOINED = pattern(
    rf"\s?(?:{SEE}\s?)?(?P<items>{_ITEM}(?:\s?(?:[,;，、；،؛/&]|{AND}|{UNTIL})\s?{_ITEM}){{0,40}})"
    rf"(?:\s?[,:;.，：،]\s?(?P<locator>{PLACE}(?:,\s?{PLACE}){{0,2}}))?\s?",
    re.IGNORECASE,
)
_UNTIL = pattern(rf"(?<=\d)\s?{UNTIL}\s?(?=\d)", re.IGNORECASE)
_ITEMS = pattern(rf"({_NUMBER})(?:\s?{DASH}\s?({_NUMBER}))?")
# A number that may go without the sign, or what a program calls a file or a run by, with lines: `F:README.md†L6-L29`.
_DAGGER = pattern(
    r"(?P<label>\d{1,4}(?::\d{1,4})?|(?:F:[^†\n]{1,120}|\w{1,16})(?=†L\d))\s?(?:†\s?(?P<locator>[^\[\]【】]{0,60}))?"
)
_FOOTNOTE = pattern(r"\^\s?(?!(?:a-z|A-Z)\S{0,9}\Z)([^\s^\[\],]{1,40})(\^?)")  # `[^a-z0-9]` is a pattern's
_NOTE = pattern(
    r"(?:(?:note|notes|nb|n|n\.?b\.|fn|footnote|note de bas de page|anm\.)\s?\d{1,3}|(?-i:[a-z])|[*†‡]{1,3})",
    re.IGNORECASE,
)
# What notes are called elsewhere, glued to what they annotate: `[nota 1]`, `[A 1]`.
_GLUED_NOTE = pattern(
    r"(?:anm|anmerkung|nota|n\.|noot|not|uwaga|pozn\.|прим\.?|комм?\.?|σημ\.|(?-i:[A-ZК~])|(?:注|註)[釈釋解]?|주|각주)\s\d{1,3}",
    re.IGNORECASE,
)
_CITED = pattern(
    r"\s?(?:cite|citation|reference):\s?(?:(?P<numbers>\d[\d ,;–-]{0,60})|(?P<dotted>\d{1,3}(?:\.\d{1,3}){1,2}(?:,\s?\d{1,3}(?:\.\d{1,3}){1,2}){0,19}))\s?"
)
_THING = r"(?:web|post|news|search|file|attached_(?:file|image)|memory|conversation_history):\d{1,4}"
_FETCHED = pattern(rf"\s?({_THING}(?:,\s?{_THING}){{0,19}})\s?")
_DOCUMENTS = pattern(r"\s?([Dd]oc\d{1,3}(?:[,;]\s?[Dd]oc\d{1,3}){0,19})\s?")
# What programs write where their page shows a link, with private signs or with what is left of them.
_FETCH = r"turn\d{1,4}[a-z_]{1,20}\d{1,4}"
_TOKEN = pattern(rf"{_FETCH}|(?:oaicite:|span_)\d{{1,4}}|\A\d{{1,4}}\Z")
_TOKENS = pattern(
    rf"\s?(?:cite[\s_:]{{0,2}})?(?P<tokens>{_FETCH}(?:\s?[,，;、|]\s?{_FETCH}){{0,19}})\s?(?:†\s?(?P<locator>[^\[\]【】]{{0,60}}))?"
)
_BRANDED = pattern(r"oai_citation:\d{1,4}[‡,]([^\[\]\n]{1,140})")
_CARD = pattern(r"\"(\w{2,20})\"")
_TOKEN_LINES = pattern(r"(?<=\ue202)L\d[\dL–-]{0,20}")
_CJK_NOTE = pattern(r"(?:注|註)\s?\d{1,3}")
_NEEDED = pattern(
    r"\s?(?:citations? needed|citation requise|clarification needed|clarify|who\?|by whom\?|when\?|where\?|which\?|why\?|how\?"
    r"|according to whom\?|better source needed|(?:self-published|unreliable|third-party|non-primary)[a-z -]{0,20} ?(?:source|needed)\??"
    r"|original research\??|failed verification|verification needed|verify|dubious(?: [–-] discuss)?|page needed|source\?|sources? needed"
    r"|not in (?:citation|source)(?: given)?|full citation needed|need quotation to verify|disputed(?: [–-] discuss)?|speculation\?|opinion"
    r"|来源请求|來源請求|需要引用|要出典|出典無効|출처 필요|Quelle fehlt|Beleg fehlt|Beleg\?|réf(?:érence)?\.? (?:nécessaire|souhaitée)"
    r"|cita requerida|carece de fontes|senza fonte|источник не указан|источник\?|bron\?|källa behövs|kilde mangler|citat lipsă|citation nécessaire|potrzebny przypis|нет источника|джерело\?|zdroj\?|kaynak belirtilmeli|بحاجة لمصدر|דרוש מקור"
    r"|cần dẫn nguồn|butuh rujukan|ต้องการอ้างอิง|forrás\?|lähde\?|kildehenvisning påkrævd|kilde trengs|نیازمند منبع|εκκρεμεί παραπομπή|उद्धरण चाहिए)(?!\w)"
    r"(?:\s?[,;:|(–-][^\[\]]{0,30}|\s(?:\w{1,12}\s)?\d[^\[\]]{0,20})?",  # when, or what besides
    re.IGNORECASE,
)
_WORDED = pattern(rf"\s?(?:(?:{SEE}\s?)?(?:{LABEL_WORDS})\s?[.:：#]{{0,2}}\s?|#)(?=\d)", re.IGNORECASE)
LOCATOR_PART = pattern(
    rf"(?:(?:{LOCATOR_WORDS}|{_SHORT_PAGES}|theorem|thm|lemma|prop(?:osition)?|cor(?:ollary)?|def(?:inition)?)\b\.?|§+)\s?[\w.–-]{{1,20}}(?:\([a-z\d]{{1,4}}\))?",
    re.IGNORECASE,
)
_BEFORE_CIRCLED = ord("①") - 1
KEY_SEPARATOR = pattern(r"\s?[,;]\s?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def expand(text: str) -> Content:
    """The labels of `2, 5-7`, ranges written out in order."""
    labels: list[str] = []
    oddity = None
    for low, high in _ITEMS.findall(text if text.isascii() else text.translate(_FULL_WIDTH)):
        if not high or high == low:
            labels.append(low)
        elif low.isdigit() and high.isdigit() and 0 < int(high) - int(low) < WIDEST_RANGE:
            labels += map(str, range(int(low), int(high) + 1))
        else:
            labels += [low, high]
            oddity = _no_range(low, high)
    return Content(tuple(labels), None, oddity)


def _no_range(low: str, high: str) -> Oddity:
    if low.isdigit() and high.isdigit() and int(high) < int(low):
        return Oddity("CIT018", f"{low}–{high} runs backwards: turn it round, or write each label out")
    return Oddity("CIT006", f"{low}–{high} is no range: write each label out, or mend the range")


def _read_numeric(content: str) -> Content | None:
    match = _NUMERIC.fullmatch(content)
    if match is None:
        return None
    locator = (match.group("locator") or "").strip(" ,:，：\n\t")
    if ";" in locator and (several := _read_several(content)):
        return several
    return expand(match.group("items"))._replace(locator=locator or None)


def _read_joined(content: str) -> Content | None:
    match = _JOINED.fullmatch(content)
    return expand(_UNTIL.sub("-", match["items"]))._replace(locator=match["locator"]) if match else None


def _read_several(content: str) -> Content | None:
    """`3, p. 9; 4, p. 12`: labels that each have a place of their own."""
    parts = [_read_numeric(part.strip()) for part in content.split(";")]
    read = [part for part in parts if part is not None]
    if len(read) < len(parts):
        return None
    labels = tuple(label for part in read for label in part.labels)
    locators = [part.locator for part in read if part.locator]
    return Content(labels, "; ".join(locators), next((part.oddity for part in read if part.oddity), None))


def _read_dagger(content: str) -> Content | None:
    match = _DAGGER.fullmatch(content)
    if match is None or ("†" not in content and ":" in content):
        return None
    locator = match.group("locator")
    return Content((match.group("label"),), None if locator in ("", "source", None) else locator)


def _read_footnote(content: str) -> Content | None:
    labels = []
    for part in content.split(","):
        match = _FOOTNOTE.fullmatch(part.strip())
        if match is None:
            return None
        labels.append(match.group(1))
    return Content(tuple(labels))


def _read_note(content: str) -> Content | None:
    return Content((content,)) if _NOTE.fullmatch(content) else None


def _read_glued_note(content: str) -> Content | None:
    return Content((content,)) if _GLUED_NOTE.fullmatch(content) else None


def _read_cjk_note(content: str) -> Content | None:
    return Content((content,)) if _CJK_NOTE.fullmatch(content) else None


def _read_needed(content: str) -> Content | None:
    return Content(()) if _NEEDED.fullmatch(content) else None


def read_key(content: str) -> Content | None:
    """The whole content as one label, if it holds a letter or a digit."""
    whole = " ".join(content.split())
    return Content((whole,)) if any(sign.isalnum() for sign in whole) else None


def _read_worded(content: str) -> Content | None:
    """`Source 1`, `cite: 1, 2`, `#3, #4`, `see sources 2 and 3`, where the list has the numbers alone."""
    numbers = _WORDED.sub(" ", content)
    return _read_numeric(numbers) if numbers != content else None


def _read_cited(content: str) -> Content | None:
    """`cite: 1, 2`, as programs write it."""
    found = _CITED.fullmatch(content)
    if found and found["dotted"]:  # a page of a search, and a part of it
        return Content(tuple(KEY_SEPARATOR.split(found["dotted"])))
    return _read_numeric(found["numbers"]) if found else None


def _read_fetched(content: str) -> Content | None:
    """`web:1`: what a program has fetched, each kind counted for itself."""
    found = _FETCHED.fullmatch(content)
    return Content(tuple(KEY_SEPARATOR.split(found[1]))) if found else None


def _read_documents(content: str) -> Content | None:
    """`doc1`, `doc1, doc2`: what a program has found."""
    found = _DOCUMENTS.fullmatch(content)
    return Content(tuple(KEY_SEPARATOR.split(found[1]))) if found else None


def _read_said(content: str) -> Content | None:
    """`Source: handbook.pdf, p. 3`, `Source: OECD`, `Reuters, 3 May 2024`."""
    found = read_files(content) or read_names(content) or read_dated(content)
    return Content(*found) if found else None


def _read_branded(content: str) -> Content | None:
    """`oai_citation:1‡Reuters`, a link of ChatGPT that has lost its address."""
    found = _BRANDED.fullmatch(content)
    return Content((" ".join(found[1].split()),)) if found else None


def _read_token(content: str) -> Content | None:
    """`turn0search3` or several, with or without the private signs between them."""
    lines = _TOKEN_LINES.findall(content)
    labels = tuple(_TOKEN.findall(content))
    return Content(labels, "; ".join(lines) or None) if labels else None


def _read_bracketed_token(content: str) -> Content | None:
    """`turn0search3, turn0search5`, as programs write it without private signs."""
    found = _TOKENS.fullmatch(content)
    return Content(tuple(_TOKEN.findall(found["tokens"])), found["locator"] or None) if found else None


def _read_cards(content: str) -> Content | None:
    """The names of the cards that Grok shows: `"3bb883","ed25d2"`."""
    labels = tuple(_CARD.findall(content))
    return Content(labels) if labels else None


def _read_raised(content: str) -> Content | None:
    """`1`, or `1)` as Korean and Japanese texts have it."""
    return _read_numeric(content.removesuffix(")"))


def _read_superscript(content: str) -> Content | None:
    return _read_numeric(content.translate(LOWERED))


def _read_caret(content: str) -> Content | None:
    return _read_numeric(content.replace("\\", ""))


def _read_circled(content: str) -> Content | None:
    return Content(tuple(str(ord(sign) - _BEFORE_CIRCLED) for sign in content))


GLUED_NOTE = Style("note", ("group",), _read_glued_note, "plausible")
"""A remark that counts only glued to what stands before it."""
SAID = Style("worded", ("group", "words"), _read_said, "closing")
"""A name that is said to be that of a source, which may be the author of a work: `(Source: Doe, 2020)`."""
STYLES: tuple[Style, ...] = (
    Style("footnote", ("group",), _read_footnote, "form"),
    Style("bracket", ("group",), _read_numeric, "plausible"),
    Style("dagger", ("group",), _read_dagger, "form"),
    Style("needed", ("group",), _read_needed, "form"),
    Style("link", ("link", "anchored"), _read_numeric, "form"),
    Style("html-superscript", ("sup",), _read_raised, "plausible"),
    Style("superscript", ("super",), _read_superscript, "dominant"),
    Style("caret", ("caret",), _read_caret, "dominant"),
    Style("slashed", ("slashed",), _read_numeric, "dominant"),
    Style("code", ("code", "braces"), _read_numeric, "alone"),
    Style("circled", ("circled",), _read_circled, "dominant"),
    Style("parenthesis", ("paren", "closed"), _read_numeric, "dominant"),
    Style("note", ("group",), _read_note, "plausible"),
    Style("worded", ("group",), _read_cited, "form"),
    Style("token", ("group",), _read_bracketed_token, "form"),
    Style("token", ("cards",), _read_cards, "form"),
    Style("key", ("group", "words", "link", "starred"), read_key, "listed"),
    Style("bracket", ("group",), _read_joined, "listed"),
    Style("worded", ("group", "words"), _read_worded, "listed"),
    Style("worded", ("fn",), _read_numeric, "listed"),
    Style("worded", ("group",), _read_fetched, "form"),
    Style("worded", ("group",), _read_documents, "closing"),
    SAID,
    Style("worded", ("group",), _read_branded, "form"),
    Style("token", ("token", "stripped", "oaicite", "ended", "card"), _read_token, "form"),
    Style("note", ("group",), _read_cjk_note, "plausible"),
    GLUED_NOTE,
)
TRAILING = Style("trailing", (), _read_numeric, "alone")
"""Not looked for by its form, which is that of any number: see `trailing`."""
