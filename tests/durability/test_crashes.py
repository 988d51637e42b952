"""What an index holds when its writer was killed, its disk failed, or the power went: one commit or the one before.

`INDEXER_LONG=1` runs the long form: every step of every kind, and 300 random moments.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from disk import Disk
from indexcopy import copied

from indexer import Corpus, check_index
from indexer.errors import IndexerError, IndexFailure
from indexer.index import Selection
from indexer.index.backends import open_index
from indexer.model import Claim, Document, Extraction, Span

LONG = bool(os.environ.get("INDEXER_LONG"))
ALL = Selection()


def make(uri, *statements, digest):
    claims = tuple(
        Claim(
            uri,
            Span(at, at + 1),
            text,
            text,
            (),
            ("1",),
            (f"https://a.example/{digest}",),
            "direct",
            (),
            "paragraph",
            at,
        )
        for at, text in enumerate(statements)
    )
    return Extraction(Document(uri, "", "\n".join(statements), (), digest=digest), claims, ())


def commit(folder, *extractions, removed=()):
    index = open_index(folder, create=True)
    try:
        with index.writer(5) as writer:
            for extraction in extractions:
                writer.put(extraction)
            for uri in removed:
                writer.delete(uri)
    finally:
        index.close()


def state(folder):
    """All that the index says, after everything in it was compared with its checksum."""
    assert list(check_index(folder)) == []
    index = open_index(folder)
    try:
        return dict(index.digests()), list(index.claims(ALL)), list(index.sources())
    finally:
        index.close()


def base(folder):
    """Seven segments, some with dead documents: one more commit merges them."""
    for number in range(7):
        texts = (make(f"{number}{part}.md", "one fish", "two fish", digest=f"d{number}") for part in ("", "b"))
        commit(folder, *texts)


def ingest(folder):
    commit(folder, make("new.md", "red fish", digest="n"), make("other.md", "blue fish", digest="o"))


def update(folder):
    commit(folder, make("2.md", "old fish", digest="u"), make("3.md", "new fish", digest="v"))


def delete(folder):
    commit(folder, removed=("1.md", "4.md"))


WORK = {"ingest and merge": ingest, "update": update, "delete": delete}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared") / "index"
    base(folder)
    states = {}
    for name, work in WORK.items():
        done = folder.parent / name
        shutil.copytree(folder, done)
        work(done)
        states[name] = state(done)
    return folder, state(folder), states


def assert_usable(folder, *allowed):
    """The state is one of those allowed, the next run completes, and nothing of the broken one is left."""
    found = state(folder)
    assert found in allowed
    update(folder)
    after = state(folder)
    assert after[0]["2.md"] == "u"
    assert after[0] == found[0] | {"2.md": "u", "3.md": "v"}
    kept = {"indexer.json", "indexer.lock", "manifest.json"}
    left = {path.name for path in folder.iterdir() if path.suffix not in {".segment", ".dead", ".toc"}}
    assert left == kept


def steps_of(prepared, name):
    folder = copied(prepared[0])
    disk = Disk(folder, lambda _number, _kind: None)
    with disk.installed():
        WORK[name](folder)
    return disk.steps


def some(steps, most):
    """All steps in the long form; else some of each kind, always the same ones."""
    if LONG:
        return range(len(steps))
    dice = random.Random(7)  # noqa: S311  (the same steps each time)
    numbers = list(range(len(steps)))
    dice.shuffle(numbers)
    kinds = {}
    for number in numbers:
        kinds.setdefault(steps[number], number)
    return sorted({*list(kinds.values()), *numbers[: max(0, most - len(kinds))]})[: max(most, len(kinds))]


def in_child(work):
    """Do work in a process that is forked off; how it ended."""
    gc.collect()
    pid = os.fork()
    if not pid:
        status = 1
        with contextlib.suppress(BaseException):
            work()
            status = 0
        os._exit(status)
    return os.waitpid(pid, 0)[1]


@pytest.mark.parametrize("name", WORK)
def test_killed_at_each_step(prepared, name):
    _, before, after = prepared
    steps = steps_of(prepared, name)
    assert len(steps) > 15
    for number in some(steps, 20):
        folder = copied(prepared[0])

        def killed(at, _kind, number=number):
            if at == number:
                os.kill(os.getpid(), signal.SIGKILL)

        def work(folder=folder, killed=killed):
            with Disk(folder, killed).installed():
                WORK[name](folder)

        assert os.WTERMSIG(in_child(work)) == signal.SIGKILL, steps[number]
        assert_usable(folder, before, after[name])


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("name", WORK)
def test_the_disk_fails_at_a_step(prepared, name, code):
    """What raises was not committed, or was: the index says which, and the error what to do."""
    _, before, after = prepared
    steps = steps_of(prepared, name)
    failed = 0
    for number in some(steps, 15):
        folder = copied(prepared[0])

        def failing(at, kind, number=number):
            if at == number and kind in {"write", "flush", "flush folder", "open", "rename", "mkdir"}:
                raise OSError(code, os.strerror(code))

        with Disk(folder, failing).installed():
            try:
                WORK[name](folder)
            except IndexFailure:
                failed += 1
        assert_usable(folder, before, after[name])
    assert failed > 5


class PowerCut(BaseException):
    """Nothing that is written from now on arrives."""


def cut_at(step, root, work):
    """The disk below a folder when the power goes at a step of some work, and whether the work was done."""

    def cut(at, _kind):
        if at >= step:
            raise PowerCut

    disk = Disk(root, cut)
    with disk.installed(), contextlib.suppress(PowerCut):
        work()
        return disk, True
    return disk, False


@pytest.mark.parametrize("name", WORK)
def test_the_power_goes_at_a_step(prepared, name):
    """Whatever of what was not flushed is lost, a commit that was told of is there, and one that was not is whole or not."""
    _, before, after = prepared
    steps = steps_of(prepared, name)
    left = Path("left").absolute()
    for number in [*some(steps, 20), len(steps)]:
        folder = copied(prepared[0])
        disk, told = cut_at(number, folder, lambda folder=folder: WORK[name](folder))
        for names_flushed, content_flushed in itertools.product((False, True), repeat=2):
            shutil.rmtree(left, ignore_errors=True)
            disk.after_power_cut(left, names_flushed=names_flushed, content_flushed=content_flushed)
            found = state(left)
            assert found in ((after[name],) if told else (before, after[name])), steps[number - 1 : number + 1]
    assert told


def test_the_power_goes_while_an_index_is_made():
    """The folder is an index or it is not there; when the first commit was told of, it is."""
    Path("whole").mkdir()
    disk = Disk(Path("whole").absolute(), lambda _number, _kind: None)
    with disk.installed():
        ingest(disk.root / "index")
    for number in [*some(disk.steps, 40), len(disk.steps)]:
        root = Path(f"root{number}").absolute()
        root.mkdir()
        disk, told = cut_at(number, root, lambda root=root: ingest(root / "index"))
        for names_flushed in (False, True):
            left = Path(f"left{number}{names_flushed}").absolute()
            left.mkdir()
            disk.after_power_cut(left, names_flushed=names_flushed, content_flushed=True)
            if told or (left / "index").exists():
                assert len(state(left / "index")[0]) in ({2} if told else {0, 2})
    assert told


MOMENTS = 300 if LONG else 12


def test_killed_at_random_moments():
    """A process that ingests, updates, deletes and merges without end, with one job or two, is killed again and again."""
    dice = random.Random(11)  # noqa: S311
    texts = Path("texts")
    texts.mkdir()
    program = Path("work.py")
    program.write_text(
        "import random, sys\n"
        "from pathlib import Path\n"
        "from indexer import Corpus\n"
        "dice = random.Random(int(sys.argv[1]))\n"
        "corpus = Corpus.open('index', create=True)\n"
        "print('begun', flush=True)\n"
        "while True:\n"
        "    round = dice.randrange(10**6)\n"
        "    for number in dice.sample(range(30), 8):\n"
        "        path = Path(f'texts/{number}.md')\n"
        "        if dice.random() < 0.2:\n"
        "            path.unlink(missing_ok=True)\n"
        "        else:\n"
        "            path.write_text(f'Fish {round} swam [1]. It was {number} [1].\\n\\n[1]: https://a.example/{round}\\n')\n"
        "    corpus.ingest('texts', prune=True, jobs=dice.choice((1, 1, 2)))\n",
        encoding="utf-8",
    )
    kills = 0
    for moment in range(MOMENTS):
        process = subprocess.Popen([sys.executable, str(program), str(moment)], stdout=subprocess.PIPE)
        with process:
            assert process.stdout.readline() == b"begun\n"
            time.sleep(dice.random() * 0.6)
            process.kill()
        kills += process.returncode == -signal.SIGKILL
        assert list(check_index("index")) == []
        with Corpus.open("index", lock_timeout=5) as corpus:
            for document in corpus.documents():
                assert [claim.ordinal for claim in corpus.claims(document=document.uri)] == [0, 1]
    assert kills == MOMENTS
    with Corpus.open("index", lock_timeout=5) as corpus:
        corpus.ingest("texts", prune=True)
        assert {each.uri for each in corpus.documents()} == {f"texts/{path.name}" for path in texts.iterdir()}


@pytest.fixture
def small():
    """A disk of half a megabyte."""
    if os.geteuid():
        pytest.skip("only root may mount a small disk")
    folder = Path("small").absolute()
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(prepared, small):
    shutil.copytree(prepared[0], small / "index")
    text = " ".join(f"word{number}" for number in range(60_000))
    statements = [text[at : at + 500] for at in range(0, len(text), 500)]
    with pytest.raises(IndexFailure, match="space left"):
        commit(small / "index", make("large.md", *statements, digest="l"))
    assert_usable(small / "index", prepared[1])


def test_a_disk_that_is_read_only(prepared, small):
    shutil.copytree(prepared[0], small / "index")
    (small / "index" / "indexer.lock").touch()
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    with pytest.raises(IndexFailure, match="Read-only"):
        ingest(small / "index")
    assert state(small / "index") == prepared[1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(prepared):
    folder = copied(prepared[0])
    folder.chmod(0o555)
    try:
        with pytest.raises(IndexerError, match="permissions"):
            ingest(folder)
        assert state(folder) == prepared[1]
    finally:
        folder.chmod(0o755)


def others_here():
    """The other processes that stand in this folder."""
    processes = (folder for folder in Path("/proc").glob("[0-9]*") if folder.name != str(os.getpid()))
    return [folder.name for folder in processes if works_here(folder)]


def works_here(process):
    """Whether a process, by its folder in /proc, stands in this folder."""
    with contextlib.suppress(OSError):
        return (process / "cwd").resolve() == Path.cwd()
    return False


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="there is no /proc to look for processes in")
@pytest.mark.parametrize("jobs", [1, 2])
def test_no_process_outlives_a_killed_run(jobs):
    """Nor does its lock."""
    texts = Path("texts")
    texts.mkdir()
    for number in range(300):
        (texts / f"{number}.md").write_text(f"Fish {number} swam far away [1]. " * 400, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "indexer", "ingest", "texts", "--jobs", str(jobs)], stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 30
    while not Path(".indexer/writing").exists() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.5)
    with process:
        process.kill()
    until = time.monotonic() + 20
    while others_here() and time.monotonic() < until:
        time.sleep(0.05)
    assert not others_here()
    commit(".indexer", make("a.md", "one fish", digest="a"))
