"""Text to read: claims as paragraphs with their sources, sources and documents as tables, sums with their shares.

On a terminal lines are wrapped, columns aligned under a header and matched words highlighted; elsewhere each part of a claim
is one line and the cells of a table are divided by tabs, without a header, so that the form never depends on the data. Sums
are aligned everywhere.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from indexer.model import Change, Claim, DocumentSummary, Finding, Hit, Impact, Problem, Source, Span, Tally
from indexer.render.changes import changes, impacts
from indexer.render.findings import findings, tallies
from indexer.render.sums import sums
from indexer.render.view import HitInContext, View, fit, visible, width_of, wrap
from indexer.reports import Copied, Damage, Failure, IngestReport, Rebuilt, Stats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_INDENT = "  "
_GAP = "  "
_NARROW = 20  # character columns that the last column of a table needs to be useful


def text_blocks(records: Iterable[Any], _kind: type, view: View) -> Iterator[str]:
    """Each run of records of one type in the form of that type, with an empty line between two runs."""
    divider = ""
    for kind, stretch in groupby(records, type):
        chunks = _FORMS[kind](stretch, view)
        yield divider + next(chunks)
        yield from chunks
        divider = "\n"


def _claims(claims: Iterable[Claim], view: View) -> Iterator[str]:
    return _paragraphs((Hit(claim, 0.0, ()) for claim in claims), view)


def _paragraphs(hits: Iterable[Hit], view: View) -> Iterator[str]:
    return _in_context((HitInContext(hit, (), ()) for hit in hits), view)


def _in_context(found: Iterable[HitInContext], view: View) -> Iterator[str]:
    divider = ""
    for each in found:
        claim = each.hit.claim
        hit = _statement(each.hit, view) + _sources_of(claim, view)
        yield divider + _place(claim, view) + _neighbours(each.before, view) + hit + _neighbours(each.after, view)
        divider = "\n"


def _place(claim: Claim, view: View) -> str:
    spot = f", {claim.locator}" if claim.locator else f":{claim.line}:{claim.column}"
    where = view.place(visible(claim.document_uri) + spot)
    heading = visible(" > ".join(claim.heading))
    return where + (_GAP + view.dim(heading) if heading else "") + "\n"


def _neighbours(claims: Iterable[Claim], view: View) -> str:
    """The claims around a hit, dimmed, or with a dash where there is no colour."""
    sign = "" if view.color else "- "
    return "".join(
        f"{_INDENT}{sign}{view.dim(visible(claim.statement[line.start : line.end]))}\n"
        for claim in claims
        for line in wrap(claim.statement, view.room(_INDENT + sign))
    )


def _statement(hit: Hit, view: View) -> str:
    text = hit.claim.statement + _support(hit.claim)
    lines = wrap(text, view.room(_INDENT))
    return "".join(f"{_INDENT}{_stressed(text, line, hit.highlights, view)}\n" for line in lines)


def _support(claim: Claim) -> str:
    labels = "".join(f"[{label}]" for label in claim.labels)
    return {"direct": f" {labels}", "inherited": f" (inherits {labels})", "none": " (no source)"}[claim.attribution]


def _stressed(text: str, line: Span, highlights: Sequence[Span], view: View) -> str:
    pieces: list[str] = []
    at = line.start
    for span in highlights:
        start, end = max(at, span.start), min(line.end, span.end)
        if start < end:
            pieces += visible(text[at:start]), view.bold(visible(text[start:end]))
            at = end
    return "".join((*pieces, visible(text[at : line.end])))


def _sources_of(claim: Claim, view: View) -> str:
    known = view.sources(claim.document_uri)
    return "".join(_source_line(source_id, known, claim, view) for source_id in claim.source_ids)


def _source_line(source_id: str, known: Mapping[str, Source], claim: Claim, view: View) -> str:
    source = known.get(source_id)
    used = source.labels.get(claim.document_uri, ()) if source else ()
    labels = "".join(f"[{label}]" for label in used if label in claim.labels)
    names = [name for name in (source.title, source.url or _doi_url(source)) if name] if source else []
    if not names:
        unlisted = source_id.startswith(f"{claim.document_uri}[")
        names = ["not in a list of references"] if unlisted and labels else [source_id]
    hanging = _INDENT + " " * (len(labels) + bool(labels))
    text = " · ".join(visible(name) for name in names)
    lines = [text[line.start : line.end] for line in wrap(text, view.room(hanging))]
    return f"{_INDENT}{labels}{' ' * bool(labels)}" + f"\n{hanging}".join(lines) + "\n"


def _doi_url(source: Source) -> str | None:
    return f"https://doi.org/{source.doi}" if source.doi else None


def _sources(sources: Iterable[Source], view: View) -> Iterator[str]:
    header = ("claims", "inherited", "documents", "source", "title")
    rows = ((str(s.claims), str(s.inherited), str(s.documents), visible(s.id), visible(s.title or "")) for s in sources)
    return _table(header, rows, view)


def _documents(documents: Iterable[DocumentSummary], view: View) -> Iterator[str]:
    header = ("claims", "direct", "inherited", "none", "sources", "problems", "document", "title")
    rows = (
        (*map(str, (d.claims, d.direct, d.inherited, d.none, d.sources, d.problems)), visible(d.uri), visible(d.title))
        for d in documents
    )
    return _table(header, rows, view)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], view: View) -> Iterator[str]:
    """Rows; on a terminal under a header, with numbers aligned to the right and the last column cut to the room that is left.

    If too little is left for it, each row is written on two lines.
    """
    if view.width is None:
        yield from ("\t".join(row) + "\n" for row in rows)
        return
    table = list(rows)
    widths = [max(map(width_of, column)) for column in zip(header, *table, strict=True)]
    room = view.width - sum(widths[:-1]) - len(_GAP) * (len(widths) - 1)
    if room < min(_NARROW, widths[-1]):
        yield from _two_lines(header, table, widths, view)
        return
    yield view.dim(_row(header, table[0], widths, room)) + "\n"
    for row in table:
        yield _row(row, table[0], widths, room) + "\n"


def _two_lines(
    header: Sequence[str], table: Sequence[Sequence[str]], widths: Sequence[int], view: View
) -> Iterator[str]:
    """Each row with its last column after its numbers, and the second last column, which people copy, whole on a line below."""
    numbers = widths[:-2]
    before = sum(numbers) + len(_GAP) * len(numbers)
    room = max(_NARROW, (view.width or 0) - before)
    for row in (header, *table):
        name, title = row[-2:]
        first = _row((*row[:-2], title or name), table[0], (*numbers, 0), room)
        yield (view.dim(first) if row is header else first) + "\n"
        if title and row is not header:
            yield " " * before + view.dim(name) + "\n"


def _row(row: Sequence[str], model: Sequence[str], widths: Sequence[int], room: int) -> str:
    """One line; the columns in which the `model` row has numbers are aligned to the right."""
    cells = []
    for cell, kind, width in zip(row[:-1], model, widths, strict=False):
        padding = " " * (width - width_of(cell))
        cells.append(padding + cell if kind.isdigit() else cell + padding)
    return _GAP.join((*cells, fit(row[-1], room))).rstrip()


def _problems(problems: Iterable[Problem], _view: View) -> Iterator[str]:
    for each in problems:
        place = f"{visible(each.uri)}:{each.line}:{each.column}"
        yield f"{place}: {each.code} {visible(each.message)}\n"


def _failures(failures: Iterable[Failure], _view: View) -> Iterator[str]:
    for failure in failures:
        yield f"{visible(failure.path)}: {visible(failure.message)}\n"


def _reports(reports: Iterable[IngestReport], _view: View) -> Iterator[str]:
    for report in reports:
        found = f"{_counted(report.claims, 'claim')}, {_counted(len(report.problems), 'problem')}"
        yield f"documents: {_documents_done(report)}, {len(report.failed):,} failed; written: {found}\n"


def _damages(damages: Iterable[Damage], _view: View) -> Iterator[str]:
    return (visible(f"{each.file}: {each.part} {each.message}".replace(":  ", ": ")) + "\n" for each in damages)


def _rebuilt(runs: Iterable[Rebuilt], _view: View) -> Iterator[str]:
    for run in runs:
        counts = f"{run.kept:,} kept, {run.anew:,} read anew from their texts"
        yield f"documents: {counts}; lost: {_counted(len(run.lost), 'part')}; written: {_counted(run.claims, 'claim')}\n"


def _copied(runs: Iterable[Copied], _view: View) -> Iterator[str]:
    for run in runs:
        claims = f"written: {_counted(run.claims, 'claim')}; verified: {_counted(run.verified, 'claim')}"
        yield f"documents: {_documents_done(run)}; {claims}\n"


def _documents_done(run: IngestReport | Copied) -> str:
    return ", ".join(f"{getattr(run, name):,} {name}" for name in ("added", "updated", "unchanged", "removed"))


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


_FORMS: dict[type, Callable[[Any, View], Iterator[str]]] = {
    Claim: _claims,
    Hit: _paragraphs,
    HitInContext: _in_context,
    Source: _sources,
    DocumentSummary: _documents,
    Problem: _problems,
    Finding: findings,
    Tally: tallies,
    Change: changes,
    Impact: impacts,
    Failure: _failures,
    IngestReport: _reports,
    Damage: _damages,
    Rebuilt: _rebuilt,
    Copied: _copied,
    Stats: sums,
}
