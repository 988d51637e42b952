"""From inputs to findings: texts are read and audited one by one, and finally all together."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from indexer.audit import Audit, AuditSettings
from indexer.audit.settings import fits, selectors
from indexer.extracting import extract
from indexer.files import LARGEST, Exclusion, Paths, patterns
from indexer.model import Extraction, Finding
from indexer.reports import Failure
from indexer.sourcetexts import read_sources

if TYPE_CHECKING:
    import pathspec

_USUAL = AuditSettings()


class Exemptions:
    """The kinds of problem that are not reported for some files: codes by patterns as in .gitignore, relative to `root`."""

    def __init__(self, per_file: Mapping[str, Sequence[str]], root: str) -> None:
        self._root = root
        found = [(patterns([written]), selectors(codes)) for written, codes in per_file.items()]
        self._rows: list[tuple[pathspec.GitIgnoreSpec, Sequence[str]]] = [
            (spec, codes) for spec, codes in found if spec
        ]

    def hold(self, finding: Finding) -> bool:
        """Whether a finding is exempt."""
        if not self._rows:
            return False
        path = os.path.relpath(finding.problem.uri, self._root).replace(os.sep, "/")
        return any(spec.match_file(path) and fits(finding.problem.code, codes) for spec, codes in self._rows)


def audit_texts(  # noqa: PLR0913  # the settings of a run, all named
    paths: Paths,
    *,
    settings: AuditSettings = _USUAL,
    per_file_ignores: Mapping[str, Sequence[str]] | None = None,
    root: str = ".",
    evidence: str | None = None,
    as_format: str | None = None,
    bibliography: Paths = (),
    exclude: Sequence[str | Exclusion] = (),
    name: str | None = None,
    max_size: int = LARGEST,
    jobs: int = 1,
    notice: Callable[[str], None] | None = None,
) -> Iterator[Finding | Failure]:
    """The problems of the citations of each text under `paths`, text by text in order; then those of all texts together.

    Texts are read as `extract` reads them; one that cannot be read is a `Failure`. `per_file_ignores` has codes, or
    beginnings of codes, by patterns of paths relative to `root`. `evidence` is a folder with the texts of sources, or a file that
    lists them, against which quotations, numbers, dates and names of claims are checked. `notice` is called with a message for
    each broken link in a folder, and at the end if the texts cite none of these sources. Raises `SettingsError`.
    """
    sources = read_sources(evidence) if evidence else {}
    run = Audit(settings, sources if evidence else None)
    exempt = Exemptions(per_file_ignores or {}, root)
    outcomes = extract(
        paths,
        as_format=as_format,
        bibliography=bibliography,
        exclude=exclude,
        name=name,
        max_size=max_size,
        jobs=jobs,
        notice=notice,
    )
    missed = _Missed(sources, str(evidence), notice) if sources and notice else None
    return _findings(run, exempt, outcomes, missed)


def _findings(
    run: Audit, exempt: Exemptions, outcomes: Iterable[Extraction | Failure], missed: _Missed | None
) -> Iterator[Finding | Failure]:
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            yield outcome
        else:
            if missed:
                missed.look_at(outcome)
            yield from (each for each in run.of(outcome) if not exempt.hold(each))
    yield from (each for each in run.together() if not exempt.hold(each))
    if missed:
        missed.tell()


class _Missed:
    """Notices that the texts cite sources, but none of those whose texts are known."""

    def __init__(self, sources: Collection[str], path: str, notice: Callable[[str], None]) -> None:
        self._sources = frozenset(sources)
        self._path = path
        self._notice = notice
        self._cited: set[str] = set()

    def look_at(self, extraction: Extraction) -> None:
        self._cited.update(*(claim.source_ids for claim in extraction.claims))

    def tell(self) -> None:
        if self._cited and self._cited.isdisjoint(self._sources):
            self._notice(
                f"{self._path}: holds no text of a source that is cited, so no claim was compared with its sources; "
                f"one that is cited is {min(self._cited)}"
            )
