"""Claims as this program prints them with `--format jsonl` or `json`: read back as they are, without any analysis.

The text is made of the claims in order, grouped by document, with the headings of each and, at its end, the addresses of
its sources. What was between the claims is not in the file, so ids and line numbers are those of the new text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from indexer.model import Attribution, BlockKind, Claim, Marker, Reference, Span
from indexer.readers.answers.answertext import AnswerText
from indexer.readers.answers.fields import JsonObject, clean, folded, records, values, words
from indexer.readers.parsed import Fault, ParsedText

_OWN = frozenset({"source", "document", "problem", "report", "stats"})
_KINDS: tuple[BlockKind, ...] = ("paragraph", "item", "quote", "row", "caption", "note")


def holds_claims(found: list[Any]) -> bool:
    """Whether any of the records is a claim as this program prints it."""
    return any(isinstance(record, dict) and record.get("type") == "claim" and "statement" in record for record in found)


def read_claims(found: list[Any], faults: list[Fault]) -> ParsedText:
    """The claims of a list of records."""
    writer = _Writer(faults)
    groups: dict[str, list[tuple[int, JsonObject]]] = {}
    for number, record in enumerate(found, 1):
        kind = folded(record, "type") if isinstance(record, dict) else ""
        if kind == "claim":
            groups.setdefault(folded(record, "document"), []).append((number, record))
        elif kind == "source":
            writer.sources[folded(record, "id")] = record
        elif kind not in _OWN:
            writer.pass_over(number, "it has none of the types that this program prints")
    for document, claims in groups.items():
        if len(groups) > 1:
            writer.head(document or "?", 1)
        writer.add(claims, below=len(groups) > 1)
    titles = {claim.title for claim in writer.claims}
    return ParsedText(
        title=titles.pop() if len(titles) == 1 else "",
        blocks=tuple(writer.out.blocks),
        text=writer.out.text,
        references=tuple(writer.references),
        faults=tuple(writer.faults),
        claims=tuple(writer.claims),
    )


class _Writer:
    """The text so far, and the claims in it. `sources` are the records of sources by id."""

    def __init__(self, faults: list[Fault]) -> None:
        self.out = AnswerText()
        self.claims: list[Claim] = []
        self.references: list[Reference] = []
        self.faults = faults
        self.sources: dict[str, JsonObject] = {}

    def pass_over(self, number: int, why: str) -> None:
        """Report that a record is skipped."""
        self.faults.append(Fault("TXT006", f"record {number} is not a claim: {why}; it is passed over", Span(0, 0)))

    def head(self, words: str, level: int) -> None:
        """Write a heading."""
        self.out.put_block("heading", words, level)

    def add(self, records_: list[tuple[int, JsonObject]], *, below: bool) -> None:
        """Write the claims of one document."""
        start = self.out.length
        path: tuple[str, ...] = ()
        named: dict[tuple[str, str], None] = {}
        for number, record in records_:
            if why := _flaw(record):
                self.pass_over(number, why)
                continue
            heading = _strings(record, "heading")
            common = next(
                (at for at, (a, b) in enumerate(zip(path, heading, strict=False)) if a != b),
                min(len(path), len(heading)),
            )
            for level in range(common, len(heading)):
                if heading[level].strip():
                    self.head(heading[level], level + 1 + below)
            path = heading
            claim = self._claim(record, heading)
            self.claims.append(claim)
            for marker in claim.markers:
                named |= dict.fromkeys(
                    (label, id_) for label, id_ in zip(marker.labels, marker.source_ids, strict=True) if id_
                )
        self._list(named, start)

    def _claim(self, record: JsonObject, heading: tuple[str, ...]) -> Claim:
        kind: BlockKind = next(kind for kind in _KINDS if kind == record["block"])
        attribution: Attribution = next(name for name in get_args(Attribution) if name == record["attribution"])
        text = words(record, "text")
        span = self.out.put_block(kind, text)
        line = self.out.line - text.count("\n")
        return Claim(
            document_uri="",
            span=span,
            text=text,
            statement=words(record, "statement"),
            markers=self._markers(record, span),
            labels=_strings(record, "labels"),
            source_ids=_strings(record, "sources"),
            attribution=attribution,
            heading=heading,
            block=kind,
            ordinal=len(self.claims),
            title=words(record, "title"),
            line=line,
        )

    def _markers(self, record: JsonObject, span: Span) -> tuple[Marker, ...]:
        shift = span.start - start if isinstance(start := record.get("start"), int) else 0
        found: list[Marker] = []
        for item in records(record, "markers"):
            place = _moved(item.get("start"), item.get("end"), shift, span)
            labels = _strings(item, "labels")
            ids = [clean(id_) if isinstance(id_, str) else None for id_ in values(item, "sources")]
            if place is None or (found and place.start < found[-1].span.end) or len(ids) != len(labels):
                self.faults.append(
                    Fault("TXT004", "a marker does not lie in its claim, or its labels have other sources", span)
                )
                continue
            bounds = values(item, "scope")
            scope = _moved(bounds[0], bounds[1], shift, span) if len(bounds) == 2 else None
            locator = words(item, "locator") or None
            found.append(Marker(place, labels, words(item, "style") or "bracket", locator, scope or place, tuple(ids)))
        return tuple(found)

    def _list(self, named: dict[tuple[str, str], None], start: int) -> None:
        """Write the list of the sources that have an address, or a record of their own."""
        made: list[Reference] = []
        for label, id_ in named:
            known = self.sources.get(id_, {})
            doi = id_.removeprefix("doi:") if id_.startswith("doi:") else folded(known, "doi") or None
            url = folded(known, "url") or (id_ if id_.startswith(("http://", "https://", "ftp://")) else None)
            title = folded(known, "title") or None
            if entry := ". ".join(part for part in (title, url or (doi and f"doi:{doi}")) if part):
                line = self.out.put_block("reference", f"[{label}] {entry}", apart="\n" if made else "\n\n")
                made.append(Reference(label, entry, line, url, doi, title, id_, line))
        for reference in made:
            self.references.append(replace(reference, covers=Span(start, self.out.length)))


def _flaw(record: JsonObject) -> str | None:
    """Why a record is not a claim; None if it is one."""
    if not words(record, "text").strip() or not words(record, "statement"):
        return "it has no text or no statement"
    if record.get("block") not in _KINDS or record.get("attribution") not in get_args(Attribution):
        return "its block or its attribution does not exist"
    sources = _strings(record, "sources")
    if (record["attribution"] == "none") == bool(sources) or bool(_strings(record, "labels")) != bool(sources):
        return "its attribution, its labels and its sources disagree"
    return None


def _strings(record: JsonObject, name: str) -> tuple[str, ...]:
    return tuple(clean(item) for item in values(record, name) if isinstance(item, str))


def _moved(start: object, end: object, shift: int, within: Span) -> Span | None:
    """A span of the old text moved to the new one; None if it is invalid, or exceeds the span it must be in."""
    if not isinstance(start, int) or not isinstance(end, int):
        return None
    moved = Span(start + shift, end + shift)
    return moved if within.start <= moved.start <= moved.end <= within.end else None
