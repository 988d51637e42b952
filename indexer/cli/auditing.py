"""The command that audits texts: settings from files and options, findings in any form, and an exit status for CI."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from indexer.audit.settings import LEAST_WORDS, SHARE, AuditSettings
from indexer.cli.filling import assert_named, reading
from indexer.cli.fixing import mend
from indexer.cli.options import A_PATH, FAILURE, common, completed_by, settings_of, with_options
from indexer.cli.output import emit, tell, tell_failure
from indexer.files import Exclusion, patterns
from indexer.garbage import collect_seldom
from indexer.model import Finding, Severity, Tally
from indexer.problems import KINDS, code_of
from indexer.render import OF_FINDINGS, RENDERERS
from indexer.reports import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from indexer.configuring import Configuration

_PERCENT = 100


def _codes(_context: click.Context, _parameter: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """The codes of a repeated option, each of which may give several with commas between."""
    return tuple(code.strip() for each in value for code in each.split(",") if code.strip())


def _code_option(name: str, words: str) -> Callable[[Any], Any]:
    complete = completed_by("kinds")
    return click.option(name, multiple=True, metavar="CODES", callback=_codes, shell_complete=complete, help=words)


_SELECTING = (
    _code_option("--select", "Look for these alone: codes or beginnings of codes, with commas between, or ALL."),
    _code_option("--extend-select", "Look for these too."),
    _code_option("--ignore", "Do not report these."),
    click.option("--severity", type=click.Choice(get_args(Severity)), help="Report only what is at least this severe."),
    click.option(
        "--share",
        type=click.FloatRange(1, 100),
        metavar="PERCENT",
        help="The share of all claims that one source may carry.  [default: 25]",
    ),
    click.option(
        "--least-words",
        type=click.IntRange(min=0),
        metavar="N",
        help="A paragraph or claim of at least this many words needs a source.  [default: 25]",
    ),
    click.option(
        "--heading",
        "headings",
        multiple=True,
        metavar="TEXT",
        help="Only below headings that contain TEXT; repeatable.",
    ),
    click.option(
        "--evidence",
        metavar="PATH",
        type=A_PATH,
        help="Check claims against the texts of their sources: a folder of files named by source, or a JSON file that lists them.",
    ),
    click.option(
        "--config",
        metavar="FILE",
        type=A_PATH,
        help="Settings, instead of those in the nearest indexer.toml or pyproject.toml.",
    ),
    click.option("--isolated", is_flag=True, help="Read no settings from files."),
    click.option("--force-exclude", is_flag=True, help="Leave out files that are excluded even if they are named."),
)


def _explain(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    """Print what a code means, and end."""
    if value is None or context.resilient_parsing:
        return
    code = code_of(value)
    if code is None:
        raise click.BadParameter(f"{value!r} is not a code; use one of {', '.join(KINDS)}.")
    kind = KINDS[code]
    off = "" if kind.on else ", off unless it is selected"
    click.echo(f"{kind.name} ({code}), {kind.severity}{off}\n")
    click.echo(click.wrap_text(kind.meaning, width=80))
    context.exit()


@click.command()
@reading(wanted=False)
@click.option("--indexed", is_flag=True, help="Audit the texts that are in the index, from their files.")
@with_options(*_SELECTING)
@click.option("--statistics", is_flag=True, help="Print only how many there are of each kind.")
@click.option(
    "--fix",
    is_flag=True,
    help="First mend lists of references where that is safe: drop unused entries, merge, renumber.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would do, without doing it.")
@click.option(
    "--fail-on",
    type=click.Choice([*get_args(Severity), "never"]),
    default="info",
    help="Exit with 1 only if something reported is at least this severe.  [default: info]",
)
@click.option("--baseline", metavar="FILE", type=A_PATH, help="Report only what FILE does not have yet.")
@click.option("--update-baseline", is_flag=True, help="Write what is found to the baseline, and report nothing.")
@click.option(
    "--explain",
    metavar="CODE",
    callback=_explain,
    expose_value=False,
    is_eager=True,
    shell_complete=completed_by("kinds"),
    help="Say what a code means.",
)
@common(forms=(*RENDERERS, *OF_FINDINGS))
@click.pass_context
def audit(context: click.Context, /, **arguments: Any) -> None:
    """Report what is wrong with the citations of texts, without any index.

    Exit status: 0 there is nothing to report (or nothing as severe as --fail-on), 1 there is, 2 wrong usage or a text that
    cannot be read. With --diff it is 1 if there is anything to mend.
    """
    from indexer.auditing import audit_texts  # noqa: PLC0415  # loads the readers
    from indexer.baseline import Baseline, write_baseline  # noqa: PLC0415

    collect_seldom()
    assert_named(arguments)
    found = _configuration(arguments)
    baseline = arguments["baseline"] or ("baseline" in found.values and found.beside(found.values["baseline"])) or None
    paths = _paths(context, arguments)
    settings = _run_settings(found, arguments)
    if arguments["force_exclude"]:
        paths = _without_excluded(paths, settings["exclude"], found.root)
    if arguments["update_baseline"] and not baseline:
        raise click.UsageError("There is no baseline to update: name its file with --baseline.", context)
    failed: list[Failure] = []
    if arguments["diff"] or arguments["fix"]:
        failed = mend(context, paths, settings, baseline, diff=arguments["diff"])
    reader = _Told(audit_texts(paths, **settings, notice=tell), failed)
    if baseline and arguments["update_baseline"]:
        write_baseline(baseline, reader)
        grave = False
    else:
        known = Baseline(baseline).has if baseline else None
        weighed = _Weighed((each for each in reader if known is None or not known(each)), arguments["fail_on"])
        _emit(settings_of(context).format, weighed, statistics=arguments["statistics"])
        grave = weighed.grave
    if reader.failed:
        context.exit(FAILURE)
    if grave:
        context.exit(1)


def _emit(form: str, findings: Iterable[Finding], *, statistics: bool) -> None:
    """Write findings, or how many there are of each kind."""
    if not statistics:
        emit(form, findings, Finding)
        return
    counts = Counter(finding.problem.code for finding in findings)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    emit(form, (Tally(code, KINDS[code].name, KINDS[code].severity, count) for code, count in ranked), Tally)


class _Weighed:
    """Findings as they come; `grave` says whether any was at least as severe as `least`, which may be "never"."""

    def __init__(self, findings: Iterable[Finding], least: str) -> None:
        self._findings = findings
        severities = get_args(Severity)  # the most severe first
        self._failing = severities[: severities.index(least) + 1] if least in severities else ()
        self.grave = False

    def __iter__(self) -> Iterator[Finding]:
        for finding in self._findings:
            self.grave = self.grave or KINDS[finding.problem.code].severity in self._failing
            yield finding


class _Told:
    """Findings as they come; failures are reported on standard error, unless they were `told` already."""

    def __init__(self, outcomes: Iterable[Finding | Failure], told: Sequence[Failure]) -> None:
        self._outcomes = outcomes
        self._told = told
        self.failed = bool(told)

    def __iter__(self) -> Iterator[Finding]:
        for outcome in self._outcomes:
            if not isinstance(outcome, Failure):
                yield outcome
                continue
            self.failed = True
            if outcome not in self._told:
                tell_failure(outcome)


def _configuration(arguments: dict[str, Any]) -> Configuration:
    from indexer.configuring import Configuration, find_configuration, read_configuration  # noqa: PLC0415

    if arguments["config"]:
        return read_configuration(Path(arguments["config"]))
    return Configuration({}, Path()) if arguments["isolated"] else find_configuration(Path())


def _run_settings(found: Configuration, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a run: options override the settings of the file, except for lists, which are joined."""
    held = found.values
    percent = arguments["share"] or held.get("share", SHARE * _PERCENT)
    words = arguments["least_words"]
    return {
        "settings": AuditSettings(
            select=arguments["select"] or tuple(held.get("select", ())),
            extend_select=(*held.get("extend-select", ()), *arguments["extend_select"]),
            ignore=(*held.get("ignore", ()), *arguments["ignore"]),
            severity=arguments["severity"] or held.get("severity", "info"),
            share=percent / _PERCENT,
            least_words=held.get("least-words", LEAST_WORDS) if words is None else words,
            headings=arguments["headings"] or tuple(held.get("headings", ())),
        ),
        "per_file_ignores": held.get("per-file-ignores", {}),
        "root": str(found.root),
        "evidence": arguments["evidence"] or ("evidence" in held and found.beside(held["evidence"])) or None,
        "as_format": arguments["as_format"],
        "bibliography": (*map(found.beside, held.get("bibliography", ())), *arguments["bibliography"]),
        "exclude": (*found.excluded(held.get("exclude", ())), *arguments["exclude"]),
        "name": arguments["name"],
        "max_size": arguments["max_size"],
        "jobs": arguments["jobs"],
    }


def _without_excluded(paths: Sequence[str], exclude: Sequence[str | Exclusion], root: Path) -> Sequence[str]:
    """The paths without files that match the patterns, which are relative to the folder of the settings."""
    excluded = patterns([each.pattern if isinstance(each, Exclusion) else each for each in exclude])
    if excluded is None:
        return paths
    names = (os.path.relpath(path, root).replace(os.sep, "/") for path in paths)
    return [
        path for path, name in zip(paths, names, strict=True) if Path(path).is_dir() or not excluded.match_file(name)
    ]


def _paths(context: click.Context, arguments: dict[str, Any]) -> Sequence[str]:
    """The paths to audit: those named, or the files of all documents in the index."""
    named: Sequence[str] = arguments["paths"]
    if bool(named) == arguments["indexed"]:
        both = "Paths, or --indexed: both are named."
        neither = "Name what to audit: paths, or --indexed for all that is in the index."
        raise click.UsageError(both if named else neither, context)
    if named:
        return named
    with settings_of(context).open() as corpus:
        files = corpus.files()
    for uri in (uri for uri, path in files.items() if path is None):
        tell(f"{uri}: came from standard input, so there is no file to audit")
    return [path for path in files.values() if path is not None]
