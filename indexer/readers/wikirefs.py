"""The works in a wiki text: the templates in its notes, `{{cite web|url=…|title=…}}`, and the notes themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from indexer.late import dataclass
from indexer.model import Span
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.wikinames import PUBLISHERS, SHORT, SURNAMES, TITLES, URLS, WITHIN, WORKS, WORKS_BEHIND, YEARS
from indexer.works import author_year

_PAIR = pattern(r"\{\{|\}\}|\[\[|\]\]|<!--|<nowiki>", re.IGNORECASE)
_ENDS = {"<!--": "-->", "<nowiki>": "</nowiki>"}
_BAR = pattern(r"\||\{\{|\[\[")
_TAG = pattern(r"<ref\b(?P<attributes>[^<>]{0,500}?)(?P<empty>/?)>|<!--|<nowiki>", re.IGNORECASE)
_CLOSE = pattern(r"</ref\s{0,9}>", re.IGNORECASE)
_ATTRIBUTE = pattern(
    r"\b(?P<name>name|group)[ \t]{0,9}=[ \t]{0,9}(?:\"(?P<double>[^\"]{0,200})\"|'(?P<single>[^']{0,200})'|(?P<bare>[^\s\"'/>]{1,200}))",
    re.IGNORECASE,
)
_REMARKS = pattern(r"(?:lower|upper)-|n(?:b|ote|otes|\d)?\Z|note|fn|anm|a\Z|explan|remark", re.IGNORECASE)
_LINK = pattern(r"\[(?P<url>(?:https?:|ftp:)?//[^\s\[\]<>|]{1,2000})(?P<words>[ \t][^\[\]\n]{0,500})?\]")
_SIGNS = pattern(r"'{2,5}|</?[a-zA-Z][^<>]{0,300}>|<!--[^>]{0,500}-->|\{\{|\}\}|\]\]|\[\[(?:[^\[\]|]{0,300}\|)?")
_CUSTOM = pattern(r"\{\{\s*(?:sfnref|harvid)\s*\|([^{}]{1,200})\}\}", re.IGNORECASE)
_YEAR = pattern(r"\b(\d{4}[a-z]?)\b")


class Pairs:
    """Where each `{{` and `[[` of a text is closed, ignoring comments and `<nowiki>`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends: dict[int, int] = {}
        waiting: list[tuple[str, int]] = []
        position = 0
        while match := _PAIR.search(text, position):
            sign, position = match.group().lower(), match.end()
            if sign in _ENDS:
                end = text.find(_ENDS[sign], position)
                position = len(text) if end < 0 else end
            elif sign in ("{{", "[["):
                waiting.append((sign, match.start()))
            elif sign == "}}":
                while waiting and waiting[-1][0] == "[[":
                    waiting.pop()
                if waiting:
                    self.ends[waiting.pop()[1]] = match.start()
            elif waiting and waiting[-1][0] == "[[":
                self.ends[waiting.pop()[1]] = match.start()

    def parts(self, start: int) -> list[Span]:
        """The parts of the template or link at `start`, which bars separate."""
        end = self.ends[start]
        parts = []
        position = begin = start + 2
        while match := _BAR.search(self.text, position, end):
            if match.group() == "|":
                parts.append(Span(begin, match.start()))
                begin = match.end()
            position = self.ends.get(match.start(), match.start()) + (1 if match.group() == "|" else 2)
        return [*parts, Span(begin, end)]


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its name in lower case, and its parameters by name; those without a name are numbered from 1."""

    name: str
    fields: Mapping[str, str]

    def first(self, names: list[str]) -> str:
        """The first of some parameters that is not empty."""
        return next((self.fields[name] for name in names if self.fields.get(name)), "")


def read_template(pairs: Pairs, start: int) -> Template:
    """The template at `start`."""
    name, *parts = pairs.parts(start)
    fields: dict[str, str] = {}
    number = 0
    for part in parts:
        words = pairs.text[part.start : part.end]
        key, sign, value = words.partition("=")
        if sign and "{{" not in key and "[" not in key and len(key) < 60:
            fields[key.strip().lower()] = value.strip()
        else:
            number += 1
            fields[str(number)] = words.strip()
    return Template(template_name(pairs.text[name.start : name.end]), fields)


def template_name(words: str) -> str:
    """The name of a template in the form in which names are compared."""
    return " ".join(re.sub(r"<!--[^>]{0,200}-->", "", words[:200]).replace("_", " ").split()).lower()


def names_work(name: str) -> bool:
    """Whether a template of this name describes a work."""
    return name.startswith(WORKS) or name.endswith(WORKS_BEHIND)


def work_of(template: Template) -> BibliographyEntry:
    """The work described by a template."""
    surnames = [plain(template.first(SURNAMES)).partition(",")[0]]
    surnames += [
        plain(template.first([f"last{at}", f"author{at}", f"surname{at}"])).partition(",")[0] for at in range(2, 5)
    ]
    surnames = [name for name in surnames if name]
    given = plain(template.first(["first", "first1", "vorname", "prénom", "given"]))
    years = _YEAR.search(template.first(YEARS))
    title = plain(template.first(TITLES))
    author = ", ".join(part for part in ("; ".join(surnames), given if len(surnames) == 1 else "") if part)
    year = years[1] if years else ""
    pieces = [
        f"{author} ({year})" if author and year else author or year,
        title,
        *(plain(template.first(names)) for names in (WITHIN, PUBLISHERS)),
    ]
    url = template.first(URLS)
    return BibliographyEntry(
        words=" ".join(f"{piece.rstrip('.')}." for piece in pieces if piece) or plain(url),
        title=title,
        year=year,
        surnames=surnames,
        doi=template.fields.get("doi", ""),
        pmid=template.fields.get("pmid", ""),
        pmcid=template.fields.get("pmc", ""),
        url=url
        if url.startswith(("http", "ftp", "//"))
        else _arxiv(template.fields.get("arxiv") or template.fields.get("eprint", "")),
    )


def _arxiv(number: str) -> str:
    return f"https://arxiv.org/abs/{number}" if number else ""


def short_label(template: Template) -> str:
    """The label of a short note: `Smith 2020` of `{{sfn|Smith|2020|p=4}}`."""
    names = [plain(template.fields[str(at)]) for at in range(1, 7) if template.fields.get(str(at))]
    years = [name for name in names if _YEAR.fullmatch(name)]
    return author_year([name for name in names if name not in years], years[0] if years else "")


def locator_of(template: Template) -> str | None:
    """The locator of a template: `p. 4` of `p=4`."""
    for name, sign in (("p", "p. "), ("page", "p. "), ("pp", "pp. "), ("pages", "pp. "), ("loc", ""), ("at", "")):
        if value := plain(template.fields.get(name, "")):
            return sign + value
    return None


def plain(words: str) -> str:
    """The text without markup."""
    if "[" in words:
        words = _LINK.sub(lambda match: (match["words"] or match["url"]).strip(), words)
    return " ".join(_SIGNS.sub("", words).split())


@dataclass(frozen=True, slots=True)
class RefNote:
    """A `<ref>`: its span, and that of its content; None if it only repeats the name of another."""

    outer: Span
    inner: Span | None
    name: str
    group: str

    @property
    def is_remark(self) -> bool:
        """Whether its group contains remarks, not sources."""
        return bool(self.group and _REMARKS.match(self.group))


def find_notes(text: str) -> Iterator[RefNote]:
    """Every closed `<ref>` of a text, in order."""
    position = 0
    while match := _TAG.search(text, position):
        position = match.end()
        tag = match.group().lower()
        if tag in _ENDS:
            end = text.find(_ENDS[tag], position)
            position = len(text) if end < 0 else end
            continue
        found = {
            each["name"].lower(): each["double"] or each["single"] or each["bare"] or ""
            for each in _ATTRIBUTE.finditer(match["attributes"])
        }
        name, group = (" ".join(found.get(key, "").split()) for key in ("name", "group"))
        if match["empty"]:
            yield RefNote(Span(*match.span()), None, name, group)
            continue
        close = _CLOSE.search(text, position)
        if close is None:
            return
        yield RefNote(Span(match.start(), close.end()), Span(position, close.start()), name, group)
        position = close.end()


def find_works(pairs: Pairs) -> Iterator[tuple[str, BibliographyEntry, Span]]:
    """The works that templates anywhere in the text describe, each with the label by which a short note names it."""
    position = 0
    while (start := pairs.text.find("{{", position)) >= 0:
        position = start + 2
        if start in pairs.ends and names_work(template_name(pairs.text[position : position + 60].partition("|")[0])):
            template = read_template(pairs, start)
            position = pairs.ends[start]
            entry = work_of(template)
            custom = _CUSTOM.search(template.fields.get("ref", ""))
            label = " ".join(custom[1].split("|")) if custom else author_year(entry.surnames, entry.year)
            yield label, entry, Span(start, position + 2)


class Said(NamedTuple):
    """The content of a note: its work, the locator, and the `label` of the work if it is described elsewhere in the text."""

    entry: BibliographyEntry
    locator: str | None = None
    label: str = ""


def read_note(pairs: Pairs, span: Span) -> Said:
    """Read the content of a note."""
    words = pairs.text[span.start : span.end]
    at = pairs.text.find("{{", span.start, span.end)
    while 0 <= at < span.end:
        if at in pairs.ends:
            template = read_template(pairs, at)
            if template.name in SHORT:
                label = short_label(template)
                return Said(BibliographyEntry(words=label), locator_of(template), label)
            if names_work(template.name):
                return Said(work_of(template))
            at = pairs.ends[at]
        at = pairs.text.find("{{", at + 2, span.end)
    link = _LINK.search(words)
    title = plain(link["words"] or "") if link else ""
    url = link["url"] if link else ""
    return Said(BibliographyEntry(words=plain(words), title=title, url=f"https:{url}" if url.startswith("//") else url))
