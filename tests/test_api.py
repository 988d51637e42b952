import subprocess
import sys

import pytest

import indexer

NAMES = """
Change Claim Copied Corpus Damage Document DocumentSummary Extraction Failure Finding Fix Hit Impact IndexDamaged IndexDiffers IndexFailure IndexLocked IndexNotFound
IndexVersion IndexerError IngestReport Marker NotFound Problem QueryError ReadError Rebuilt Reference AuditSettings SettingsError Share Source
Span Stats audit_texts check_index compare copy_index extract extract_text fix_texts rebuild_index
"""

HEAVY = {
    "whoosh",
    "numpy",
    "markdown_it",
    "charset_normalizer",
    "tqdm",
    "pathspec",
    "concurrent.futures",
    "importlib.metadata",
}


def test_the_public_names_are_pinned():
    assert indexer.__all__ == sorted(NAMES.split(), key=lambda name: (name.islower(), name))
    assert dir(indexer) == sorted(indexer.__all__)


@pytest.mark.parametrize("name", NAMES.split())
def test_every_public_name_is_there_and_documented(name):
    assert getattr(indexer, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing_such"):
        indexer.nothing_such  # noqa: B018


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("import indexer", set()),
        ("from indexer import cli", set()),
        ("import indexer.corpus", set()),
        ("from indexer import extract", set()),
    ],
)
def test_importing_loads_nothing_heavy(statement, allowed):
    script = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert HEAVY & set(done.stdout.split()) <= allowed
