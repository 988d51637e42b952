"""`indexer audit --fix` and `--diff`: files that are mended, and what else of them stays."""

import codecs
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from audit_command import run_audit

from indexer import AuditSettings, Failure, Fix, fix_texts, fixing

FAULTY = "Silt rose [1]. Sand fell [3].\n\n## References\n[1] Silt. https://a.example/1\n[2] Clay. https://a.example/2\n[3] Sand. https://a.example/3\n"
MENDED = (
    "Silt rose [1]. Sand fell [2].\n\n## References\n[1] Silt. https://a.example/1\n[2] Sand. https://a.example/3\n"
)


run = partial(run_audit, status=0)


@pytest.fixture
def faulty():
    path = Path("a.md")
    path.write_bytes(FAULTY.encode())
    return path


def test_a_file_is_mended_and_then_audited(faulty):
    result = run("--fix", faulty)
    assert faulty.read_bytes() == MENDED.encode()
    assert (result.stdout, result.stderr) == ("", "indexer: a.md: 1 dropped, 1 numbered anew\n")
    assert run("--fix", faulty).stderr == ""


def test_what_cannot_be_mended_is_told(faulty):
    faulty.write_text(FAULTY.replace("rose [1]", "rose [9]"), encoding="utf-8")
    assert "CIT001 [9]" in run("--fix", faulty, status=1).stdout
    assert "[1] Sand" in faulty.read_text(encoding="utf-8")


def patched(diff):
    if shutil.which("patch") is None:
        pytest.skip("there is no patch here")
    subprocess.run(["patch", "-p0"], input=diff, text=True, check=True, capture_output=True)


def test_a_diff_is_a_patch_and_writes_nothing(faulty):
    result = run("--diff", faulty, status=1)
    assert faulty.read_bytes() == FAULTY.encode()
    assert result.stdout.startswith("--- a.md\n+++ a.md\n@@ -1,6 +1,5 @@\n-Silt rose [1]. Sand fell [3].\n+")
    patched(result.stdout)
    assert faulty.read_bytes() == MENDED.encode()
    assert run("--diff", faulty).stdout == ""


def test_a_diff_says_where_no_newline_ends_the_text(faulty):
    faulty.write_bytes(FAULTY.rstrip("\n").encode())
    told = run("--fix", "--diff", faulty, status=1).stdout
    assert told.count("\\ No newline at end of file") == 2
    patched(told)
    assert faulty.read_bytes() == MENDED.rstrip("\n").encode()


def test_a_diff_of_standard_input():
    assert "+[2] Sand" in run("--diff", "-", "--name", "a.md", "--as", "markdown", status=1, text=FAULTY).stdout
    assert "look with --diff" in run("--fix", "-", status=2, text=FAULTY).stderr


def test_a_diff_has_one_form(faulty):
    assert "it has no other --format" in run("--diff", "--format", "json", faulty, status=2).stderr


def test_settings_say_what_is_mended(faulty):
    run("--fix", "--ignore", "CIT002", faulty)
    assert faulty.read_bytes() == FAULTY.encode()
    Path("indexer.toml").write_text('[audit.per-file-ignores]\n"a.*" = ["CIT002"]\n', encoding="utf-8")
    run("--fix", faulty)
    assert faulty.read_bytes() == FAULTY.encode()
    run("--fix", "--isolated", faulty)
    assert faulty.read_bytes() == MENDED.encode()


def test_what_a_baseline_has_is_not_mended(faulty):
    run("--baseline", "old.json", "--update-baseline", faulty)
    assert run("--baseline", "old.json", "--fix", faulty).stderr == ""
    assert faulty.read_bytes() == FAULTY.encode()


def test_a_file_that_cannot_be_read_fails_and_others_are_mended(faulty):
    assert run("--fix", "nowhere.md", faulty, status=2).stderr.count("nowhere.md") == 1
    assert faulty.read_bytes() == MENDED.encode()
    faulty.write_bytes(FAULTY.encode())
    assert "nowhere.md" in run("--diff", "nowhere.md", faulty, status=2).stderr


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16-be")]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding_and_newlines_stay(mark, encoding, newline):
    def encoded(text):
        return mark + text.replace("Silt", "Größe 泥").replace("\n", newline).encode(encoding)

    Path("a.md").write_bytes(encoded(FAULTY))
    run("--fix", "a.md")
    assert Path("a.md").read_bytes() == encoded(MENDED)


@pytest.mark.parametrize(
    "data",
    [FAULTY.replace("\n", "\r\n", 1).encode(), FAULTY.replace("Silt", "Größe").encode("latin-1")],
    ids=["newlines of two kinds", "a guessed encoding"],
)
def test_bytes_that_cannot_be_made_again_stay(data):
    Path("a.md").write_bytes(data)
    result = run("--fix", "a.md", status=1)
    assert Path("a.md").read_bytes() == data
    assert "a.md: only plain text and Markdown in UTF-8 or UTF-16 are mended" in result.stderr


def test_other_formats_stay():
    page = "<p>Silt rose [1].</p><h2>References</h2><ol><li id=a>Silt. https://a.example/1</li><li>Mud. https://a.example/2</li></ol>"
    Path("a.html").write_text(page, encoding="utf-8")
    for outcome in fix_texts("a.html", write=True):
        assert outcome.left
    assert Path("a.html").read_text(encoding="utf-8") == page


def test_modes_and_links_stay(faulty):
    faulty.chmod(0o640)
    Path("link.md").symlink_to(faulty)
    run("--fix", "link.md")
    assert Path("link.md").is_symlink()
    assert faulty.read_bytes() == MENDED.encode()
    assert faulty.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in Path().iterdir()) == ["a.md", "link.md"]


def test_a_file_that_changes_meanwhile_is_not_touched(faulty, monkeypatch):
    mend = fixing.mend

    def slow(*arguments):
        faulty.write_bytes(b"Others wrote.\n")
        return mend(*arguments)

    monkeypatch.setattr(fixing, "mend", slow)
    (outcome,) = fix_texts(faulty, write=True)
    assert outcome == Failure("a.md", "cannot be mended: a.md has changed since it was read")
    assert faulty.read_bytes() == b"Others wrote.\n"


def test_a_file_that_cannot_be_written_is_told(faulty, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("--fix", faulty, status=2)
    assert "a.md: cannot be mended: No space left on device" in result.stderr
    assert "CIT002" in result.stdout
    assert [path.name for path in Path().iterdir()] == ["a.md"]
    assert faulty.read_bytes() == FAULTY.encode()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(faulty):
    Path("a").mkdir()
    faulty = faulty.rename("a/a.md")
    Path("a").chmod(0o555)
    (outcome,) = fix_texts(faulty, write=True)
    assert outcome == Failure("a/a.md", "cannot be mended: Permission denied")


def test_python_says_the_same(faulty):
    (fix,) = fix_texts("a.md", settings=AuditSettings(select=("CIT002",)))
    assert fix == Fix("a.md", FAULTY, MENDED, dropped=1, numbered=1)
    assert faulty.read_bytes() == FAULTY.encode()


def test_as_a_process(faulty):
    command = [sys.executable, "-m", "indexer", "audit", "--fix", "."]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert faulty.read_bytes() == MENDED.encode()
