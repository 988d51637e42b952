"""Files that move while they are read, that are many, or that are too large.

`INDEXER_LONG=1` runs the long form: a hundred thousand files.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import Corpus, Extraction, Failure, extract
from indexer.cli.application import application
from indexer.errors import ReadError
from indexer.extracting import read_input
from indexer.files import Input

FILES = 100_000 if os.environ.get("INDEXER_LONG") else 2_000


def write(name, text):
    Path(name).write_text(text, encoding="utf-8")


def test_a_file_that_vanishes_costs_no_other():
    for name in "abc":
        write(f"{name}.md", f"Fish {name} swam.\n")
    outcomes = extract(["a.md", "b.md", "c.md"])
    assert isinstance(next(outcomes), Extraction)
    Path("b.md").unlink()
    assert next(outcomes) == Failure("b.md", "no such file or folder")
    assert isinstance(next(outcomes), Extraction)
    folder = extract(["."])
    assert next(folder).document.uri == "a.md"
    Path("c.md").unlink()
    assert next(folder) == Failure("c.md", "cannot be read: No such file or directory")


def test_a_file_that_grows_is_read_again():
    """What was read is what is kept, with its own digest: the next run sees that there is more."""
    write("a.md", "Fish swam.\n")
    with Corpus.open("index", create=True) as corpus:
        corpus.ingest("a.md")
        write("a.md", "Fish swam.\n\nBirds flew.\n")
        assert corpus.ingest("a.md").updated == 1
        assert [claim.statement for claim in corpus.claims()] == ["Fish swam.", "Birds flew."]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_a_file_that_became_a_pipe_is_not_waited_for():
    for name in "ab":
        write(f"{name}.md", "Fish swam.\n")
    outcomes = extract(["a.md", "b.md"])
    assert isinstance(next(outcomes), Extraction)
    Path("b.md").unlink()
    os.mkfifo("b.md")
    assert next(outcomes) == Failure("b.md", "is a pipe, not a file; write `-` and feed it to standard input")
    with pytest.raises(ReadError, match="is no file any more"):
        read_input(Input("b.md", "b.md"))


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="a file that is longer than it says")
def test_a_file_is_read_no_further_than_its_size_may_be():
    Path("long.txt").symlink_to("/proc/self/maps")
    assert Path("long.txt").stat().st_size == 0
    (found,) = extract("long.txt", max_size=1000)
    assert isinstance(found, Failure)
    assert "is larger than" in found.message


def test_many_small_files():
    """In memory that does not grow with them."""
    for number in range(FILES):
        folder = Path(f"texts/{number // 1000}")
        if number % 1000 == 0:
            folder.mkdir(parents=True)
        (folder / f"{number}.md").write_text(f"Fish {number} swam [1].\n\n[1]: https://a.example/{number}\n")
    command = [sys.executable, "-m", "indexer", "ingest", "texts", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert (report["added"], report["claims"], report["failed"]) == (FILES, FILES, [])
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600 << 10  # kilobytes
    assert len(list(Path(".indexer").glob("*.segment"))) < 10


def test_a_file_that_is_too_large_is_refused_with_the_way_to_have_it():
    with Path("large.md").open("wb") as file:
        file.truncate(1 << 30)
    write("a.md", "Fish swam.\n")
    result = CliRunner().invoke(application, ["extract", "large.md", "a.md"])
    assert result.exit_code == 2
    assert "Fish swam" in result.stdout
    assert "large.md: is larger than 100 MB" in result.stderr
    assert "--max-size 1024M reads it anyway" in result.stderr


@pytest.mark.parametrize("command", ["extract", "ingest", "audit"])
def test_the_largest_size_can_be_said(command):
    write("a.md", "fish " * 220_000 + "swam [1].\n\n[1]: https://a.example/1\n")
    small = CliRunner().invoke(application, [command, "a.md", "--max-size", "1M"])
    assert small.exit_code == 2
    assert "a.md: is larger than 1 MB" in small.stderr
    large = CliRunner().invoke(application, [command, "a.md", "--max-size", "2M"])
    assert large.exit_code == (1 if command == "audit" else 0)  # it finds that the entry has no title
    assert "larger" not in large.stderr


def test_standard_input_has_a_largest_size_too():
    result = CliRunner().invoke(
        application, ["extract", "-", "--name", "a.md", "--max-size", "1M"], input="a" * (2 << 20)
    )
    assert result.exit_code == 2
    assert "a.md: is larger than 1 MB" in result.stderr
