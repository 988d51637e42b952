"""Records as dictionaries for JSON: snake case, flat, always the same keys in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from indexer.model import (
    Block,
    Change,
    Claim,
    DocumentSummary,
    Finding,
    Hit,
    Impact,
    Marker,
    Problem,
    Reference,
    Source,
    Span,
    Tally,
)
from indexer.render.view import DocumentInParts, HitInContext
from indexer.reports import Copied, Damage, Failure, IngestReport, Rebuilt, Stats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from indexer.render import schemas


def as_dict(record: object) -> Mapping[str, Any]:
    """The JSON object of any record that a command prints."""
    return _DICTS[type(record)](record)


def _claim(claim: Claim) -> schemas.Claim:
    return {
        "type": "claim",
        "id": claim.id,
        "document": claim.document_uri,
        "title": claim.title,
        "ordinal": claim.ordinal,
        "start": claim.span.start,
        "end": claim.span.end,
        "line": claim.line,
        "column": claim.column,
        "locator": claim.locator,
        "heading": list(claim.heading),
        "block": claim.block,
        "text": claim.text,
        "statement": claim.statement,
        "attribution": claim.attribution,
        "labels": list(claim.labels),
        "sources": list(claim.source_ids),
        "markers": [_marker(marker) for marker in claim.markers],
    }


def _marker(marker: Marker) -> schemas.Marker:
    return {
        "start": marker.span.start,
        "end": marker.span.end,
        "labels": list(marker.labels),
        "sources": list(marker.source_ids),
        "style": marker.style,
        "locator": marker.locator,
        "scope": _pair(marker.scope) if marker.scope else None,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _hit(hit: Hit) -> schemas.Hit:
    return {**_claim(hit.claim), "score": hit.score, "highlights": [_pair(span) for span in hit.highlights]}


def _hit_in_context(found: HitInContext) -> schemas.HitInContext:
    before, after = ([claim.statement for claim in claims] for claims in (found.before, found.after))
    return {**_hit(found.hit), "before": before, "after": after}


def _source(source: Source) -> schemas.Source:
    return {
        "type": "source",
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "doi": source.doi,
        "labels": {uri: list(labels) for uri, labels in source.labels.items()},
        "claims": source.claims,
        "inherited": source.inherited,
        "documents": source.documents,
    }


def _document(document: DocumentSummary) -> schemas.Document:
    return {
        "type": "document",
        "uri": document.uri,
        "title": document.title,
        "digest": document.digest,
        "claims": document.claims,
        "direct": document.direct,
        "inherited": document.inherited,
        "none": document.none,
        "sources": document.sources,
        "problems": document.problems,
    }


def _block(block: Block) -> schemas.Block:
    return {
        "type": "block",
        "kind": block.kind,
        "start": block.span.start,
        "end": block.span.end,
        "level": block.level,
    }


def _reference(reference: Reference) -> schemas.Reference:
    return {
        "type": "reference",
        "label": reference.label,
        "source": reference.source_id,
        "title": reference.title,
        "url": reference.url,
        "doi": reference.doi,
        "text": reference.text,
        "start": reference.span.start,
        "end": reference.span.end,
    }


def _problem(problem: Problem) -> schemas.Problem:
    return {
        "type": "problem",
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity,
        "message": problem.message,
        "document": problem.uri,
        "start": problem.span.start,
        "end": problem.span.end,
        "line": problem.line,
        "column": problem.column,
    }


def _document_in_parts(document: DocumentInParts) -> schemas.DocumentInParts:
    shown = cast("schemas.DocumentInParts", _document(document.summary))
    if document.text is not None:
        shown["text"] = document.text
    if document.blocks is not None:
        shown["blocks"] = [_block(each) for each in document.blocks]
    if document.references is not None:
        shown["references"] = [_reference(each) for each in document.references]
    if document.findings is not None:
        shown["findings"] = [_problem(each) for each in document.findings]
    return shown


def _finding(finding: Finding) -> schemas.Problem:
    return _problem(finding.problem)


def _change(change: Change) -> dict[str, Any]:
    old, new = change.old, change.new
    return {
        "type": "change",
        "kind": change.kind,
        "old": old.id if old else None,
        "new": new.id if new else None,
        "old_line": old.line if old else None,
        "new_line": new.line if new else None,
        "before": old.statement if old else None,
        "after": new.statement if new else None,
        "old_sources": list(old.source_ids) if old else [],
        "new_sources": list(new.source_ids) if new else [],
    }


def _impact(impact: Impact) -> dict[str, Any]:
    return {**_claim(impact.claim), "type": "impact", "falls": not impact.left, "left": list(impact.left)}


def _report(report: IngestReport) -> dict[str, Any]:
    return {
        "type": "report",
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": _failures(report.failed),
        "claims": report.claims,
        "problems": len(report.problems),
        "gone": report.gone,
    }


def _rebuilt(made: Rebuilt) -> dict[str, Any]:
    return {**_REBUILT(made), "lost": _failures(made.lost)}


def _failures(failures: Iterable[Failure]) -> list[dict[str, str]]:
    return [{"path": failure.path, "message": failure.message} for failure in failures]


def _fields(kind: str, names: str) -> Callable[[object], dict[str, Any]]:
    """For records whose JSON is some of their fields as they are."""
    keys = names.split()
    return lambda record: {"type": kind, **{key: getattr(record, key) for key in keys}}


_REBUILT = _fields("rebuilt", "kept anew lost claims")


def _stats(stats: Stats) -> schemas.Stats:
    return {
        "type": "stats",
        "documents": stats.documents,
        "claims": stats.claims,
        "direct": stats.direct,
        "inherited": stats.inherited,
        "none": stats.none,
        "sources": stats.sources,
        "problems": stats.problems,
        "cited": [{"source": each.name, "title": each.title, "claims": each.claims} for each in stats.cited],
        "sizes": [{"least": each.least, "most": each.most, "sources": each.sources} for each in stats.sizes],
        "half": stats.half,
        "gini": round(stats.gini, 4),
        "domains": [{"domain": each.name, "sources": each.sources, "claims": each.claims} for each in stats.domains],
        "years": [{"year": int(each.name), "sources": each.sources, "claims": each.claims} for each in stats.years],
    }


_DICTS: dict[type, Callable[[Any], Mapping[str, Any]]] = {
    DocumentInParts: _document_in_parts,
    Claim: _claim,
    Hit: _hit,
    HitInContext: _hit_in_context,
    Source: _source,
    DocumentSummary: _document,
    Problem: _problem,
    Finding: _finding,
    Tally: _fields("tally", "code name severity count"),
    Change: _change,
    Impact: _impact,
    IngestReport: _report,
    Failure: _fields("failure", "path message"),
    Damage: _fields("damage", "file part message"),
    Rebuilt: _rebuilt,
    Copied: _fields("copied", "added updated unchanged removed claims verified"),
    Stats: _stats,
}
