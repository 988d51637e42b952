import pickle

import click
import pytest

from indexer import errors
from indexer.cli.application import Application


def subclasses(kind):
    return [kind, *(each for child in kind.__subclasses__() for each in subclasses(child))]


@pytest.fixture(params=subclasses(errors.IndexerError), ids=lambda kind: kind.__name__)
def error(request):
    return request.param("no index here; make one with: indexer ingest PATH")


def run(error):
    group = Application("indexer", no_args_is_help=False)

    @group.command()
    def fail():
        raise error

    with pytest.raises(SystemExit) as end:
        group.main(["fail"], prog_name="indexer")
    return end.value.code


def test_every_error_says_what_it_was_given(error):
    assert str(error) == "no index here; make one with: indexer ingest PATH"


def test_every_error_passes_between_processes(error):
    again = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_every_error_ends_with_status_2_and_one_line(error, capsys):
    assert run(error) == 2
    assert capsys.readouterr() == ("", "indexer: no index here; make one with: indexer ingest PATH\n")


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (click.UsageError("wrong"), 2, "indexer: wrong. See: indexer fail -h\n"),
        (click.ClickException("failed"), 2, "indexer: failed\n"),
        (OSError(28, "No space left on device"), 2, "indexer: output failed: No space left on device\n"),
        (PermissionError(13, "Permission denied", "x"), 2, "indexer: x: Permission denied\n"),
        (errors.NotFound("two\nlines \x1b[31m"), 2, "indexer: two\\nlines \\x1b[31m\n"),
        (KeyboardInterrupt(), 130, "\n"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_expected_errors_are_told_in_a_line(error, status, said, capsys):
    assert run(error) == status
    assert capsys.readouterr().err.startswith(said)


def test_a_fault_of_ours_shows_where_it_is_and_is_no_answer(capsys):
    assert run(ZeroDivisionError("oops")) == 2
    assert "Traceback" in capsys.readouterr().err


def test_errors_are_also_what_callers_expect():
    assert issubclass(errors.QueryError, ValueError)
    assert issubclass(errors.NotFound, LookupError)
    assert errors.QueryError("x", 3).position == 3
