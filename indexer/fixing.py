"""From files to mended files: each is read, audited, mended, read again to check that its claims are the same, and written.

A file is replaced as a whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from indexer.audit import Audit, AuditSettings
from indexer.auditing import Exemptions
from indexer.bibliographies import open_given
from indexer.errors import ReadError
from indexer.extracting import Task, no_texts, perform, read_input, walk_from
from indexer.files import LARGEST, Exclusion, Input, Paths, as_paths, reason
from indexer.fixes import FIXABLE, mend, same_claims, unmended
from indexer.model import Extraction, Finding, Fix, Problem
from indexer.readers.decoding import encoder
from indexer.replacing import replace_file
from indexer.reports import Failure

_USUAL = AuditSettings()

FindProblems = Callable[[Extraction], list[Problem]]


def fix_texts(  # noqa: PLR0913  # the settings of a run, all named
    paths: Paths,
    *,
    settings: AuditSettings = _USUAL,
    per_file_ignores: Mapping[str, Sequence[str]] | None = None,
    root: str = ".",
    known: Callable[[Finding], bool] | None = None,
    as_format: str | None = None,
    bibliography: Paths = (),
    exclude: Sequence[str | Exclusion] = (),
    name: str | None = None,
    max_size: int = LARGEST,
    write: bool = False,
    notice: Callable[[str], None] | None = None,
) -> Iterator[Fix | Failure]:
    """The texts under `paths` in which an audit with these settings finds anything that can be mended, before and after.

    References that no marker uses are dropped, references to one work merged, and numbers made consecutive, wherever every claim
    keeps its words and sources. Not a byte changes otherwise. `write` replaces the files. Findings that are `known` are not
    mended. A text that cannot be read is a `Failure`. `notice` is as for `extract`. Raises `SettingsError`.
    """
    exempt = Exemptions(per_file_ignores or {}, root)

    def told(extraction: Extraction) -> list[Problem]:
        findings = (each for each in Audit(settings).of(extraction) if each.problem.code in FIXABLE)
        return [each.problem for each in findings if not exempt.hold(each) and not (known and known(each))]

    walk = walk_from(str(Path.cwd()), exclude, name=name, largest=max_size, notice=notice)
    given = open_given(as_paths(bibliography))
    for item in walk.inputs(as_paths(paths)):
        outcome = item if isinstance(item, Failure) else _fixed(Task(item, as_format, None, given), told, write=write)
        if outcome is not None:
            yield outcome
    yield from (no_texts(name, walk) for name in walk.empty.values())


def _fixed(task: Task, told: FindProblems, *, write: bool) -> Fix | Failure | None:
    """The fix of a text; None if there is nothing to mend."""
    source = task.input
    try:
        data = read_input(source)
        extraction = perform(task, data)
        if not isinstance(extraction, Extraction):
            return extraction
        problems = told(extraction)
        if not problems:
            return None
        fix, mended = _mended(task, extraction, problems, data)
        if write and mended != data:
            _write(source, data, mended)
    except ReadError as error:
        return Failure(source.uri, str(error).removeprefix(f"{source.uri}: "))
    except OSError as error:
        return Failure(source.uri, f"cannot be mended: {reason(error)}")
    return fix


def _mended(task: Task, extraction: Extraction, problems: Sequence[Problem], data: bytes) -> tuple[Fix, bytes]:
    encoded = encoder(extraction.document.text, data)
    if encoded is None:
        return unmended(extraction, "only plain text and Markdown in UTF-8 or UTF-16 are mended"), data
    fix = mend(extraction, problems)
    if fix.after == fix.before:
        return fix, data
    mended = encoded(fix.after)
    again = perform(task, mended)
    if not isinstance(again, Extraction) or not same_claims(extraction, again):
        return unmended(extraction, *fix.left, "its claims or their sources would not stay the same"), data
    return fix, mended


def _write(source: Input, data: bytes, mended: bytes) -> None:
    """Replace the bytes of a file. Raises `OSError`, also if the file has changed in the meantime."""
    if source.data is not None or Path(source.path).read_bytes() != data:
        raise OSError(f"{source.uri} has changed since it was read")
    replace_file(source.path, mended)
