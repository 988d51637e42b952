"""Works as reference managers describe them: CSL JSON, in bibliography files and in the citation fields of office documents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from indexer.dates import YEAR
from indexer.late import dataclass
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry, entry_words

_TAG = pattern(r"</?[a-z]{1,4}\b[^<>]{0,80}>")
_YEAR = pattern(rf"\b{YEAR}\b")
_LOCATORS = {"page": "p.", "chapter": "ch.", "section": "sec.", "paragraph": "para.", "figure": "fig.", "note": "n."}
_DEEPEST = 200  # nested brackets; a citation has five


@dataclass(frozen=True, slots=True)
class Cited:
    """A work that a field cites: its key in the reference manager, its entry, and the place in it."""

    key: str
    entry: BibliographyEntry
    locator: str | None = None


def cited_works(field: str) -> list[Cited]:
    """The works that a field `… CSL_CITATION {json}` cites; none if the JSON is broken."""
    start = field.find("{")
    if start < 0 or field.count("[") + field.count("{") > _DEEPEST * 100:
        return []
    try:
        value, _ = json.JSONDecoder().raw_decode(field[start:])
    except (ValueError, RecursionError):
        return []
    items = value.get("citationItems") if isinstance(value, dict) else None
    return [_cited(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _cited(item: Mapping[str, Any]) -> Cited:
    data = item.get("itemData")
    work = data if isinstance(data, dict) else {}
    uris = item.get("uris") or item.get("uri")
    uri = uris[0] if isinstance(uris, list) and uris else uris
    entry = csl_entry(work)
    key = str(uri or work.get("DOI") or work.get("id") or item.get("id") or entry.words)
    page = item.get("locator")
    locator = f"{_LOCATORS.get(str(item.get('label') or 'page'), '')} {page}".strip() if page else None
    return Cited(key, entry, locator)


def csl_entry(work: Mapping[str, Any]) -> BibliographyEntry:
    """A CSL item as an entry."""

    def words(name: str) -> str:
        value = work.get(name)
        return " ".join(_TAG.sub("", str(value)).split()) if isinstance(value, (str, int)) else ""

    found = work.get("author") or work.get("editor")
    people = [name for name in found if isinstance(name, dict)] if isinstance(found, list) else []
    names = [name for name in map(_name, people) if name]
    year, title = _year(work.get("issued")), words("title")
    return BibliographyEntry(
        words=entry_words(names, year, title, [words("container-title"), words("publisher")]),
        title=title,
        year=year,
        surnames=[name.partition(",")[0] for name in names],
        doi=words("DOI"),
        pmid=words("PMID"),
        pmcid=words("PMCID"),
        url=words("URL"),
    )


def _name(name: Mapping[str, Any]) -> str:
    """A name as `van der Berg, Ama`, or that of an organisation."""
    family = " ".join(str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part))
    return ", ".join(filter(None, (family, str(name.get("given") or "")))) or str(name.get("literal") or "")


def _year(issued: object) -> str:
    found = _YEAR.search(json.dumps(issued)) if isinstance(issued, (dict, list, str)) else None
    return found.group() if found else ""
