"""Bibliography files: BibTeX and BibLaTeX, CSL-JSON, RIS, as works by the keys by which texts cite them.

bibtexparser parses BibTeX: it skips broken entries and reports their place, whereas pybtex rejects the whole file. rispy
parses RIS, record by record, so that a broken one does not affect the others.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from indexer.errors import ReadError
from indexer.late import dataclass, field
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry, entry_words
from indexer.readers.csl import csl_entry
from indexer.readers.decoding import decode

if TYPE_CHECKING:
    from bibtexparser.model import Entry as BibEntry

_YEAR = pattern(r"\b\d{4}[a-z]?\b")
_BRACES = str.maketrans("", "", "{}")
_ESCAPED = pattern(r"\\([_%&#~$])")
_BODY = pattern(r"\{[^{}]*\}")  # `{Harbour Office}` has no first name
_NAME_SIGNS = pattern(r"[\\$]")
_RECORD = pattern(r"^\ufeff?TY {0,2}-", re.MULTILINE)
_ARXIV = "https://arxiv.org/abs/"
_MOST_FAULTS = 20
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # its warnings become faults


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The works of one file by key (of several with one key, the first), and the faults with their places."""

    entries: Mapping[str, BibliographyEntry]
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class _Builder:
    """A bibliography under construction."""

    entries: dict[str, BibliographyEntry] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    keyless: int = 0

    def pass_over(self, fault: str) -> None:
        """Count a work without a key, and report the first: an export may have no keys at all."""
        self.keyless += 1
        if self.keyless == 1:
            self.faults.append(fault)

    def put(self, key: str, entry: BibliographyEntry, place: str) -> None:
        """Add an entry, unless there is one with its key."""
        if key in self.entries:
            self.faults.append(f"{place}: the key {key} stands twice; the first entry counts")
        else:
            entry.label = key
            entry.words = entry.words or key
            self.entries[key] = entry


@lru_cache(maxsize=8)
def read_bibliography(data: bytes, name: str) -> Bibliography:
    """The bibliography in the bytes of a file, in the format of its suffix. Raises `ReadError`, naming the file."""
    form = _FORMATS.get(PurePosixPath(name).suffix.lower())
    if form is None:
        raise ReadError(
            f"{name}: is not a bibliography that can be read: use BibTeX (.bib), CSL-JSON (.json) or RIS (.ris)"
        )
    text, problems = decode(data, name)
    builder = _Builder()
    try:
        form(text, builder)
    except ReadError as error:
        raise ReadError(f"{name}: {error}") from error
    faults = [*(problem.message for problem in problems), *builder.faults]
    if (more := builder.keyless - 1) > 0:
        has = "has" if more == 1 else "have"
        faults.append(f"{more} more {has} none: export them as BibTeX, which gives each a key")
    if len(faults) > _MOST_FAULTS:
        faults[_MOST_FAULTS:] = [f"and {len(faults) - _MOST_FAULTS} more"]
    return Bibliography(builder.entries, tuple(faults))


# --- BibTeX ------------------------------------------------------------------------------------------------------


def _read_bibtex(text: str, builder: _Builder) -> None:
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415  # only texts with a bibliography pay for it
    from bibtexparser.model import DuplicateBlockKeyBlock  # noqa: PLC0415

    library = parse_string(text)
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock):
            builder.faults.append(f"line {line}: the key {block.key} stands twice; the first entry counts")
        else:
            builder.faults.append(f"line {line}: the entry cannot be read: mend its braces, quotes and commas")
    found = {entry.key: _fields(entry) for entry in library.entries}
    if text.strip() and not library.blocks:
        raise ReadError("holds no entry of BibTeX")
    for key, fields in found.items():
        parent = found.get(fields.get("crossref", "").strip(), {})
        builder.put(key, _bibtex_entry(fields, parent), "")


def _fields(entry: BibEntry) -> dict[str, str]:
    return {item.key.lower(): str(item.value) for item in entry.fields}


def _bibtex_entry(fields: Mapping[str, str], parent: Mapping[str, str]) -> BibliographyEntry:
    """An entry; it inherits title and year from the one that `crossref` names."""
    year = next((fields[name] for name in ("year", "date") if fields.get(name)), "")
    year = year or parent.get("year", "") or parent.get("date", "")
    title = _plain(fields.get("title", ""))
    if subtitle := _plain(fields.get("subtitle", "")):
        title = f"{title}: {subtitle}"
    within = next((fields[name] for name in ("journal", "journaltitle", "booktitle") if fields.get(name)), "")
    people = _people(fields.get("author") or fields.get("editor") or "")
    names = [_plain(name) for name in people]
    more = (fields.get(name, "") for name in ("publisher", "institution", "school", "howpublished", "note"))
    archive = (fields.get("eprinttype") or fields.get("archiveprefix") or "").lower()
    eprint = fields.get("eprint", "").translate(_BRACES).strip()
    return BibliographyEntry(
        words=entry_words(
            names, _year(year), title, [_plain(part) for part in (within or parent.get("title", ""), *more)]
        ),
        title=title,
        year=_year(year),
        surnames=[name if _BODY.fullmatch(raw) else _surname(name) for raw, name in zip(people, names, strict=True)],
        doi=_address(fields.get("doi", "")),
        pmid=eprint if archive == "pubmed" else fields.get("pmid", "").strip(),
        pmcid=fields.get("pmcid", "").strip(),
        url=_address(fields.get("url", "")) or (_ARXIV + eprint if archive == "arxiv" and eprint else ""),
    )


def _people(names: str) -> list[str]:
    """The names, which `and` separates, except within braces: `{Bell and Sons}`."""
    people: list[list[str]] = [[]]
    depth = 0
    for piece in re.split(r"( and |[{}])", " ".join(names.split())):
        depth = max(0, depth + (piece == "{") - (piece == "}"))
        if depth == 0 and piece == " and ":
            people.append([])
        else:
            people[-1].append(piece)
    found = ("".join(pieces).strip() for pieces in people)
    return [name for name in found if name and name != "others"]


def _plain(value: str) -> str:
    """The text of a field, with accents decoded and without commands and braces."""
    if not value:
        return ""
    if not _NAME_SIGNS.search(value):
        return " ".join(value.translate(_BRACES).replace("~", " ").split())
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        words = LatexNodes2Text(math_mode="verbatim").latex_to_text(value, tolerant_parsing=True)
    except RecursionError:  # thousands of nested braces
        words = value.translate(_BRACES)
    return " ".join(str(words).split())


def _address(value: str) -> str:
    return _ESCAPED.sub(r"\1", value.replace(r"\url", "").translate(_BRACES)).strip()


# --- CSL-JSON ----------------------------------------------------------------------------------------------------


def _read_csl(text: str, builder: _Builder) -> None:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"line {error.lineno}: is not valid JSON: {error.msg}; export it again") from error
    except (RecursionError, ValueError) as error:
        raise ReadError("is not CSL-JSON: it is nested too deep, or a number in it is too long") from error
    items = found.get("items") if isinstance(found, dict) else found
    if not isinstance(items, list):
        raise ReadError("is not CSL-JSON: that is a list of works, each with an id")
    for at, item in enumerate(items, 1):
        if not isinstance(item, dict):
            builder.faults.append(f"work {at}: it is no object with an id")
            continue
        key = item.get("id")
        if not isinstance(key, (str, int)) or not str(key):
            builder.pass_over(f"work {at}: it has no id, so no text can name it")
            continue
        builder.put(str(key), csl_entry(item), f"work {at}")


# --- RIS ---------------------------------------------------------------------------------------------------------


def _read_ris(text: str, builder: _Builder) -> None:
    import rispy  # type: ignore[import-untyped]  # noqa: PLC0415  # only texts with such a bibliography pay for it

    starts = [match.start() for match in _RECORD.finditer(text)]
    if not starts and text.strip():
        raise ReadError("holds no RIS record: one begins with a line `TY  - …`")
    line = 1
    before = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        line += text.count("\n", before, start)
        before = start
        record = text[start:end].partition("\nER")[0]
        try:
            (fields,) = rispy.loads(f"{record}\nER  - \n")
        except Exception as error:  # noqa: BLE001  # a parser of strangers' records; each failure is told
            builder.faults.append(f"line {line}: the record cannot be read: {type(error).__name__} {error}")
            continue
        if key := str(fields.get("id") or "").strip():
            builder.put(key, _ris_entry(fields), f"line {line}")
        else:
            builder.pass_over(f"line {line}: the record has no ID, so no text can name it")


def _ris_entry(fields: Mapping[str, Any]) -> BibliographyEntry:
    def first(names: str) -> str:
        values = (fields[name] for name in names.split() if fields.get(name))
        found = next(values, "")
        return str(found[0] if isinstance(found, list) else found)

    people = fields.get("authors") or fields.get("first_authors") or fields.get("secondary_authors") or []
    title = first("title primary_title")
    year = _year(first("year publication_year date"))
    return BibliographyEntry(
        words=entry_words(
            list(people), year, title, [first("secondary_title journal_name alternate_title3"), first("publisher")]
        ),
        title=title,
        year=year,
        surnames=[_surname(str(name)) for name in people],
        doi=first("doi"),
        url=first("urls url"),
    )


# --- all ---------------------------------------------------------------------------------------------------------


def _surname(name: str) -> str:
    """The surname in `Osei, Ama` or `Ama Osei`."""
    family, comma, _ = name.partition(",")
    return family.strip() if comma else name.rsplit(maxsplit=1)[-1] if name.split() else ""


def _year(words: str) -> str:
    match = _YEAR.search(words)
    return match.group() if match else ""


_FORMATS: dict[str, Callable[[str, _Builder], None]] = {
    ".bib": _read_bibtex,
    ".bibtex": _read_bibtex,
    ".biblatex": _read_bibtex,
    ".json": _read_csl,
    ".csljson": _read_csl,
    ".ris": _read_ris,
}
