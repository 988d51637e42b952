"""The table of rules: the function that finds the problems of each code. A new rule is one function and one line here.

Extraction finds the problems of the other codes, and `across` those of several texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.audit import addresses, coverage, entries, suppression
from indexer.audit.settings import AuditSettings
from indexer.audit.text import Text
from indexer.model import Problem

Rule = Callable[[Text, AuditSettings], Iterator[Problem]]

RULES: dict[str, Rule] = {
    "CIT008": entries.repeated_work,
    "CIT009": entries.broken_numbering,
    "CIT010": entries.restarted_numbering,
    "CIT011": entries.untitled_reference,
    "CIT012": entries.unlinked_reference,
    "CIT013": addresses.malformed_url,
    "CIT014": addresses.malformed_doi,
    "CIT015": coverage.mixed_styles,
    "CIT019": coverage.unsourced_paragraph,
    "CIT020": coverage.unsourced_claim,
    "CIT022": suppression.unknown_codes,
}
