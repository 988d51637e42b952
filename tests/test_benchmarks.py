"""The benchmark of the index runs, and the engines that are installed find the same claims."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

import indexer

ROOT = Path(__file__).parents[1]
CLAIMS = 2000
FEW = "--queries 5 --rounds 1 --turns 1 --builds 1 --cold-rounds 1 --ingests 5".split()
PEERS = {"sqlite": ("sqlite3",), "tantivy": ("tantivy",), "bm25s": ("bm25s", "Stemmer"), "whoosh": ("whoosh",)}
SHAPES = {"rare", "common", "both", "any", "phrase", "prefix", "within", "listed", "facets"}


def benchmark(name, *options):
    """A benchmark has run with some options, on the package under test, which need not be the installed one."""
    paths = os.pathsep.join(filter(None, [str(Path(indexer.__file__).parents[1]), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, ROOT / "tests" / "benchmarks" / name, *options]
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths})


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmarks")
    results = [each for option in ("output", "json", "plot") for each in (f"--{option}", folder / option)]
    benchmark("index.py", "--sizes", str(CLAIMS), *FEW, "--folder", ROOT / "seeds", "--work", folder, *results)
    return folder


@pytest.fixture(scope="module")
def figures(results):
    return json.loads((results / "json").read_text())["figures"]


def of_part(figures, part):
    return [row for row in figures if row["part"] == part]


def test_every_engine_has_its_rows_or_is_told_to_be_missing(figures):
    for name, packages in PEERS.items():
        rows = [row for row in figures if row.get("engine") == name]
        missing = [package for package in packages if not find_spec(package)]
        if missing:
            assert [row["note"] for row in rows] == [f"not installed: {missing[0]}"]
        else:
            assert [row.get("note") for row in rows] == [None] * len(rows)
            assert {row["part"] for row in rows} == {"indexing", "queries"}


def test_our_own_rows_are_whole(figures):
    built = {row["engine"] for row in of_part(figures, "indexing") if "claims_per_second" in row}
    assert built >= {"ours", "ours-two", "records"}
    for name in ("ours", "ours-parsed", "ours-hits"):
        rows = [row for row in of_part(figures, "queries") if row["engine"] == name]
        assert {row["shape"] for row in rows} == SHAPES
        assert all(0 < row["p50"] <= row["p95"] and row["answers"] for row in rows)


def test_engines_with_the_same_claims_find_as_many(figures):
    rows = [row for row in of_part(figures, "queries") if "note" not in row and row["claims"] == CLAIMS]
    assert {row["shape"] for row in rows} == SHAPES
    for shape, group in groupby(sorted(rows, key=itemgetter("shape")), itemgetter("shape")):
        hits = {row["engine"]: row["hits"] for row in group}
        assert len(set(hits.values())) == 1, f"{shape}: {hits}"


def test_commands_ingests_and_folders_are_measured(figures):
    own = [row for row in of_part(figures, "cold") if row["command"].startswith("indexer")]
    assert all(row["p50"] > 0 and row["lines"] for row in own)
    assert len(own) == 2

    (ingests,) = of_part(figures, "ingests")
    assert ingests["documents"] == 5

    folder = of_part(figures, "folder")
    assert len(folder) == 4
    assert folder[-1]["share_of_first"] > 0


def test_tables_and_drawing_are_written(results):
    text = (results / "output").read_text()
    for head in ("## Indexing", "## Queries", "## Cold start", "## Many small ingests", "## A folder of"):
        assert head in text
    assert (results / "plot").read_text().endswith("</svg>\n")


def test_clients_of_the_server_are_measured(tmp_path):
    few = "--clients 3 --seconds 0.5 --queries 3".split()
    done = benchmark("web.py", "--size", str(CLAIMS), "--json", tmp_path / "json", *few)

    found = json.loads((tmp_path / "json").read_text())
    assert found.keys() == {"page once", "page again", "api once", "api again"}
    assert all(row["a second"] > 0 and 0 < row["p50"] <= row["p95"] <= row["p99"] for row in found.values())
    assert "| page, once" in done.stdout


def test_a_cluster_is_measured_beside_a_folder_and_finds_as_much(tmp_path):
    if not (shutil.which("java") and shutil.which("mvn")):
        pytest.skip("no java and mvn to start OpenSearch with")
    few = "--nodes 1 --shards 1 --jobs 2 --heap 320m --queries 3 --rounds 1".split()
    done = benchmark("remote.py", "--claims", str(CLAIMS), "--json", tmp_path / "json", *few)

    folder, cluster = json.loads((tmp_path / "json").read_text()).values()
    for shape in SHAPES:
        here, there = folder["queries"][shape], cluster["queries"][shape]
        assert (here["hits"], here["answers"]) == (there["hits"], there["answers"]), shape
        assert 0 < there["p50"] <= there["p95"]
    assert cluster["server_seconds"] > folder["server_seconds"] == 0
    assert 0 < cluster["bytes"] <= cluster["bytes_in_all"]
    assert "differ" not in done.stdout
