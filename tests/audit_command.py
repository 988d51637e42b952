"""The command `audit` as it is run."""

from click.testing import CliRunner

from indexer.cli.application import application


def run_audit(*arguments, status=None, text=None):
    """The result of a run, of which the exit status is seen to be this one if it is named; `text` is standard input."""
    result = CliRunner().invoke(application, ["audit", *map(str, arguments)], input=text)
    assert status in (None, result.exit_code), result.output
    return result
