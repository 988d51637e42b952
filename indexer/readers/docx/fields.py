"""Word's fields: the data that a reference manager, or Word itself, keeps behind the citation it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.errors import ReadError
from indexer.late import dataclass, field
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.csl import Cited, cited_works
from indexer.readers.textbuilder import Place
from indexer.readers.xmltree import find, local, parse_xml, words_of

_BIBLIOGRAPHY = pattern(r"ADDIN\s+(?:ZOTERO_BIBL|EN\.REFLIST|Mendeley Bibliography|CSL_BIBLIOGRAPHY)|BIBLIOGRAPHY\b")
_CONTENTS = pattern(r"\s*(?:TOC|INDEX)\b")
_CSL = pattern(r"\s*ADDIN\s+(?:ZOTERO_ITEM\s+)?CSL_CITATION\b")
_ENDNOTE = pattern(r"\s*ADDIN\s+EN\.CITE\s*(?=<)")
_WORD = pattern(r"\s*CITATION\s+(?P<rest>.{1,2000})", re.DOTALL)
_SWITCH = pattern(r"\\(?P<name>\w)\s*(?P<value>\"[^\"]{0,200}\"|[^\s\\]{0,200})")
_DOI = pattern(r"10\.\d{4,9}/\S+")


@dataclass(slots=True)
class OpenField:
    """An open field: its code so far, whether its result has begun, where it begins, and the works it cites."""

    code: list[str] = field(default_factory=list)
    result: bool = False
    place: Place | None = None
    cited: list[Cited] = field(default_factory=list)
    raised: bool = False
    bibliography: bool = False
    contents: bool = False

    def begin_result(self, sources: Mapping[str, BibliographyEntry]) -> None:
        """Interpret the code, which is complete."""
        code = "".join(self.code)
        self.result = True
        self.bibliography = _BIBLIOGRAPHY.match(code.lstrip()) is not None
        self.contents = _CONTENTS.match(code) is not None
        self.cited = _works_of(code, sources)


def is_bibliography(code: str) -> bool:
    """Whether field codes include one for the list of a reference manager."""
    return _BIBLIOGRAPHY.search(code) is not None


def _works_of(code: str, sources: Mapping[str, BibliographyEntry]) -> list[Cited]:
    """The works that the code of a field cites."""
    if _CSL.match(code):
        return cited_works(code)
    if match := _ENDNOTE.match(code):
        return _endnote(code[match.end() :])
    if match := _WORD.match(code):
        return _word(match.group("rest"), sources)
    return []


def _word(rest: str, sources: Mapping[str, BibliographyEntry]) -> list[Cited]:
    r"""Word's own citations: `Nor15 \p 12 \m Ber19`."""
    first, _, switches = rest.strip().partition(" ")
    found: list[tuple[str, str | None]] = [(first, None)]
    for switch in _SWITCH.finditer(switches):
        words = switch.group("value").strip('"')
        if switch.group("name") == "m":
            found.append((words, None))
        elif switch.group("name") == "p":
            found[-1] = (found[-1][0], f"p. {words}")
    return [
        Cited(tag, sources.get(tag) or BibliographyEntry(words=tag, label=tag), locator)
        for tag, locator in found
        if tag
    ]


def _endnote(xml: str) -> list[Cited]:
    """EndNote's citations: `<EndNote><Cite><record>…`."""
    try:
        root = parse_xml(xml[: xml.rfind(">") + 1].encode())
    except ReadError:
        return []
    cited = []
    for cite in (each for each in root.iter() if local(each) == "Cite"):
        record = find(cite, "record")
        source = cite if record is None else record
        doi = _DOI.search(words_of(find(source, "electronic-resource-num")))
        entry = BibliographyEntry(
            title=words_of(find(source, "title")),
            year=words_of(find(cite, "Year")) or words_of(find(source, "year")),
            surnames=[name for name in [words_of(find(cite, "Author"))] if name],
            doi=doi.group() if doi else "",
            url=words_of(next(source.iter("{*}url"), None)),
        )
        entry.words = ". ".join(part for part in (", ".join(entry.surnames), entry.title, entry.year) if part)
        pages = words_of(find(cite, "Pages"))
        cited.append(Cited(words_of(find(cite, "RecNum")) or entry.words, entry, f"p. {pages}" if pages else None))
    return cited
