"""The audit: what is wrong with the citations of texts, one by one and together. Pure; no text is read here.

Problems that extraction reports are included. A rule is a row of `rules.RULES`, a kind of problem a row of `problems.KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexer.audit.across import Across
from indexer.audit.evidence import SourceText, unsupported
from indexer.audit.rules import RULES
from indexer.audit.settings import AuditSettings
from indexer.audit.suppression import Suppression
from indexer.audit.text import Text
from indexer.model import Extraction, Finding, Problem
from indexer.problems import KINDS

OF_SOURCES = frozenset(code for code in KINDS if code.startswith("SRC"))
OF_SEVERAL = frozenset(code for code in KINDS if code.startswith("CIT1"))

__all__ = ["Audit", "AuditSettings"]


class Audit:
    """One run over some texts. Raises `SettingsError` for invalid settings.

    `sources` are the texts of sources, by source id, against which claims are checked.
    """

    def __init__(self, settings: AuditSettings, sources: Mapping[str, SourceText] | None = None) -> None:
        self._settings = settings
        self._sources = sources or {}
        self._codes = settings.codes()
        self._across = Across(settings)
        self._suppressions: dict[str, tuple[Suppression, ...]] = {}

    def of(self, extraction: Extraction) -> list[Finding]:
        """The selected problems of one text, in the order of their places. Those of several texts come from `together`."""
        text = Text(extraction)
        found = list(extraction.problems)
        for code, rule in RULES.items():
            if code in self._codes:
                found += rule(text, self._settings)
        if self._codes & OF_SEVERAL:
            self._across.add(text)
        if text.suppressions:
            self._suppressions[extraction.document.uri] = text.suppressions
        findings = [text.finding(each, shown=True) for each in found if self._is_told(each)]
        if self._sources and self._codes & OF_SOURCES:
            findings += [each for each in unsupported(text, self._sources) if self._is_told(each.problem)]
        return _sorted(findings)

    def together(self) -> list[Finding]:
        """The problems that all texts have together, in the order of uris and places. Call it after all calls of `of`."""
        return _sorted(each for each in self._across.problems() if self._is_told(each.problem))

    def _is_told(self, problem: Problem) -> bool:
        return problem.code in self._codes and not self._is_suppressed(problem)

    def _is_suppressed(self, problem: Problem) -> bool:
        return any(each.holds(problem) for each in self._suppressions.get(problem.uri, ()))


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(
        findings, key=lambda each: (each.problem.uri, each.problem.span, each.problem.code, each.problem.message)
    )
