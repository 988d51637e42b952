"""Which claims rest on this source? Articles to cited claims, searched by keyword and by source.

    from indexer import Corpus, extract

    with Corpus.open(create=True) as corpus:
        corpus.ingest("articles/")
        for hit in corpus.query("semiconductor cluster", source="https://example.org/a"):
            print(hit.claim.statement)

`extract` and `extract_text` yield the same claims without an index.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from indexer.version import __version__ as __version__

if TYPE_CHECKING:
    from indexer.audit import AuditSettings
    from indexer.auditing import audit_texts
    from indexer.comparing import compare
    from indexer.copying import copy_index
    from indexer.corpus import Corpus
    from indexer.errors import (
        IndexDamaged,
        IndexDiffers,
        IndexerError,
        IndexFailure,
        IndexLocked,
        IndexNotFound,
        IndexVersion,
        NotFound,
        QueryError,
        ReadError,
        SettingsError,
    )
    from indexer.extracting import extract, extract_text
    from indexer.fixing import fix_texts
    from indexer.keeping import check_index, rebuild_index
    from indexer.model import (
        Change,
        Claim,
        Document,
        DocumentSummary,
        Extraction,
        Finding,
        Fix,
        Hit,
        Impact,
        Marker,
        Problem,
        Reference,
        Source,
        Span,
    )
    from indexer.reports import Copied, Damage, Failure, IngestReport, Rebuilt, Share, Stats

__all__ = [
    "AuditSettings",
    "Change",
    "Claim",
    "Copied",
    "Corpus",
    "Damage",
    "Document",
    "DocumentSummary",
    "Extraction",
    "Failure",
    "Finding",
    "Fix",
    "Hit",
    "Impact",
    "IndexDamaged",
    "IndexDiffers",
    "IndexFailure",
    "IndexLocked",
    "IndexNotFound",
    "IndexVersion",
    "IndexerError",
    "IngestReport",
    "Marker",
    "NotFound",
    "Problem",
    "QueryError",
    "ReadError",
    "Rebuilt",
    "Reference",
    "SettingsError",
    "Share",
    "Source",
    "Span",
    "Stats",
    "audit_texts",
    "check_index",
    "compare",
    "copy_index",
    "extract",
    "extract_text",
    "fix_texts",
    "rebuild_index",
]

# Loaded when first asked for, so that the command line prints help and answers queries without loading parsers.
_HOMES = {
    "indexer.corpus": ("Corpus",),
    "indexer.audit": ("AuditSettings",),
    "indexer.auditing": ("audit_texts",),
    "indexer.fixing": ("fix_texts",),
    "indexer.keeping": ("check_index", "rebuild_index"),
    "indexer.comparing": ("compare",),
    "indexer.copying": ("copy_index",),
    "indexer.extracting": ("extract", "extract_text"),
    "indexer.reports": ("Copied", "Damage", "Failure", "IngestReport", "Rebuilt", "Share", "Stats"),
    "indexer.errors": tuple(
        name for name in __all__ if name.startswith("Index") or name.endswith(("Error", "NotFound"))
    ),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME.get(name, "indexer.model")), name)


def __dir__() -> list[str]:
    return __all__
