"""Indexes of each version that was released, and of the layout of today: read as they are, or brought up to date by one command."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner
from disk import Disk
from indexcopy import copied
from traps import is_sprung, set_trap

from indexer import Corpus, IndexVersion, check_index, rebuild_index
from indexer.cli.application import application
from indexer.errors import IndexDamaged

GOLDEN = Path(__file__).parents[1] / "golden" / "indexes"


def written(name, kind):
    return [json.loads(line) for line in (GOLDEN / name / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()]


def answers(folder, kind):
    result = CliRunner().invoke(application, ["-i", str(folder), kind, "--format", "jsonl"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def assert_as_written(folder, name):
    assert list(check_index(folder)) == []
    for kind in ("claims", "sources"):
        assert answers(folder, kind) == written(name, kind)
    with Corpus.open(folder) as corpus:
        assert [hit.claim.statement for hit in corpus.query("water")] == ["Cold water sinks."]
        assert not list(corpus.query("半导体"))


def test_the_layout_of_today_is_the_one_that_is_kept():
    """If this fails, the layout has changed: raise its version, and keep an index of the one before."""
    assert_as_written(copied(GOLDEN / "schema-4" / "index"), "schema-4")


def test_a_document_that_was_stored_without_its_blocks_has_none_and_all_the_rest():
    with Corpus.open(copied(GOLDEN / "schema-4" / "index")) as corpus:
        summary = next(each for each in corpus.documents() if each.claims)
        found = corpus.stored(summary.uri)

        assert found.blocks == ()
        assert (found.uri, found.title, found.digest) == (summary.uri, summary.title, summary.digest)
        assert len(found.problems) == summary.problems
        for claim in corpus.claims(document=summary.uri):
            assert found.text[claim.span.start : claim.span.end] == claim.text


def test_an_index_of_0_1_0_is_brought_up_to_date():
    folder = copied(GOLDEN / "0.1.0" / "index")
    with pytest.raises(IndexVersion, match="`indexer rebuild` brings it up to date"):
        Corpus.open(folder)
    result = CliRunner().invoke(application, ["-i", str(folder), "rebuild"])
    assert (result.exit_code, result.stdout.partition(";")[0]) == (0, "documents: 3 kept, 0 read anew from their texts")
    assert_as_written(folder, "0.1.0")
    assert {path.suffix for path in folder.iterdir()} == {".json", ".lock", ".segment", ".toc"}


def test_a_text_that_has_not_changed_is_passed_over_afterwards():
    folder = copied(GOLDEN / "0.1.0" / "index")
    rebuild_index(folder)
    Path("texts").mkdir()
    shutil.copy(Path(__file__).parents[2] / "seeds" / "000_04824f2c0e751771.txt", "texts")
    with Corpus.open(folder) as corpus:
        assert corpus.ingest("texts").unchanged == 1


def test_a_migration_that_is_killed_leaves_one_version_or_the_other():
    folder = copied(GOLDEN / "0.1.0" / "index")
    disk = Disk(folder, lambda _number, _kind: None)
    with disk.installed():
        rebuild_index(folder)
    steps = [number for number, name in enumerate(disk.steps) if not name.startswith("write ")]
    for step in steps:
        folder = copied(GOLDEN / "0.1.0" / "index")
        pid = os.fork()
        if not pid:

            def killed(at, _kind, step=step):
                if at == step:
                    os.kill(os.getpid(), signal.SIGKILL)

            with Disk(folder, killed).installed():
                rebuild_index(folder)
            os._exit(0)
        assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
        rebuild_index(folder)
        assert_as_written(folder, "0.1.0")


def test_an_older_index_runs_no_code():
    """Whatever its table of contents or its segments ask for; and no file is left open, of which Python would warn."""
    trap = set_trap()
    for name in sorted(path.name for path in (GOLDEN / "0.1.0" / "index").glob("*MAIN_*")):
        folder = copied(GOLDEN / "0.1.0" / "index")
        data = (folder / name).read_bytes()
        at = data.find(b"\x80")  # where a pickle begins
        for forged in (trap, data[:at] + trap + data[at:]):
            (folder / name).write_bytes(forged)
            with pytest.raises(IndexDamaged):
                rebuild_index(folder)
            assert not is_sprung()
    gc.collect()
