"""Many readers and writers at once: processes on one index, and threads on one corpus.

`INDEXER_LONG=1` runs the long form: a minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer import Corpus, IndexLocked, check_index
from indexer.index.locking import locked

SECONDS = 60 if os.environ.get("INDEXER_LONG") else 5
READERS, WRITERS, DOCUMENTS, THREADS = 8, 2, 12, 32

# Every commit gives all documents one and the same word, so that an answer which mixes two commits shows.
WRITER = """
import json, sys, time
from pathlib import Path
from indexer import Corpus
number, seconds = int(sys.argv[1]), float(sys.argv[2])
texts = Path(f"texts{number}")
commits, until = 0, time.monotonic() + seconds
with Corpus.open("index", lock_timeout=60) as corpus:
    while time.monotonic() < until:
        word = f"w{number}x{commits}"
        for at in range(int(sys.argv[-1])):
            (texts / f"{at}.md").write_text(f"Fish saw {word} today [1].\\n\\n[1]: https://a.example/{word}\\n", encoding="utf-8")
        corpus.ingest(texts)
        commits += 1
print(json.dumps(commits))
"""

READER = """
import json, sys, time
from collections import defaultdict
from indexer import Corpus
seconds = float(sys.argv[1])
asked, seen, until = 0, set(), time.monotonic() + seconds
with Corpus.open("index") as corpus:
    while time.monotonic() < until or (not seen and time.monotonic() < until + 60):
        for found in ([hit.claim for hit in corpus.query("fish", limit=None)], list(corpus.claims())):
            words = defaultdict(list)
            for claim in found:
                folder = claim.document_uri.split("/")[0]
                words[folder].append((claim.statement.split()[2], claim.source_ids))
            for folder, each in words.items():
                assert len(each) == int(sys.argv[-1]), (folder, len(each))
                assert len(set(each)) == 1, (folder, set(each))
                seen.add(each[0][0])
            asked += 1
print(json.dumps([asked, len(seen)]))
"""


def test_every_answer_is_of_one_commit():
    for number in range(WRITERS):
        Path(f"texts{number}").mkdir()
    Corpus.open("index", create=True).close()
    commands = [[sys.executable, "-c", WRITER, str(number), str(SECONDS), str(DOCUMENTS)] for number in range(WRITERS)]
    commands += [[sys.executable, "-c", READER, str(SECONDS), str(DOCUMENTS)] for _ in range(READERS)]
    running = [subprocess.Popen(each, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for each in commands]
    told = [process.communicate(timeout=SECONDS + 90) for process in running]
    assert [errors for _, errors in told] == [""] * len(commands)
    commits = [json.loads(output) for output, _ in told[:WRITERS]]
    asked = [json.loads(output) for output, _ in told[WRITERS:]]
    assert all(commits)
    assert all(number for number, _ in asked)
    assert all(states for _, states in asked)  # they saw what was written meanwhile, for there was nothing before
    assert list(check_index("index")) == []
    left = [path for path in Path("index").iterdir() if path.suffix == ".segment"]
    assert len(left) < 30  # what no reader needs is gone
    print(f"{sum(commits)} commits, {sum(number for number, _ in asked)} questions answered")  # noqa: T201


def test_a_reader_keeps_its_snapshot_to_its_end():
    texts = Path("texts")
    texts.mkdir()
    for at in range(DOCUMENTS):
        (texts / f"{at}.md").write_text(f"Old fish {at} swam.\n", encoding="utf-8")
    with Corpus.open("index", create=True) as corpus, Corpus.open("index") as other:
        corpus.ingest(texts)
        claims, hits = other.claims(), other.query("fish", limit=None)
        first, best = next(claims), next(hits)
        for number in range(12):
            for at in range(DOCUMENTS):
                (texts / f"{at}.md").write_text(f"New fish {at} swam {number}.\n", encoding="utf-8")
            corpus.ingest(texts)
        assert all(claim.statement.startswith("Old") for claim in [first, *claims])
        assert all(hit.claim.statement.startswith("Old") for hit in [best, *hits])
        assert all(claim.statement.startswith("New") for claim in other.claims())


def test_threads_share_a_corpus():
    texts = Path("texts")
    texts.mkdir()
    stop = threading.Event()
    commits = []

    def write(corpus):
        number = 0
        while not stop.is_set():
            for at in range(DOCUMENTS):
                text = f"Fish saw w{number} today [1]. So it was.\n\n[1]: https://a.example/{number}\n"
                (texts / f"{at}.md").write_text(text, encoding="utf-8")
            corpus.ingest(texts)
            commits.append(number)
            number += 1
        return number

    def read(corpus, number):
        asked = 0
        while not stop.is_set():
            match number % 4:
                case 0:
                    found = [hit.claim for hit in corpus.query("fish", limit=None)]
                case 1:
                    found = [claim for claim in corpus.claims() if claim.attribution == "direct"]
                case 2:
                    found = [hit.claim for hit in corpus.query('"saw w*" OR nothing', limit=100, sort="document")]
                case _:
                    stats = corpus.stats()
                    assert stats.claims in {0, 2 * DOCUMENTS}
                    continue
            assert len(found) in {0, DOCUMENTS}
            assert len({claim.statement for claim in found}) <= 1
            asked += 1
        return asked

    with Corpus.open("index", create=True) as corpus, ThreadPoolExecutor(THREADS) as pool:
        tasks = [pool.submit(write, corpus), *(pool.submit(read, corpus, number) for number in range(THREADS - 1))]
        until = time.monotonic() + SECONDS / 2
        while time.monotonic() < until + 60 and (time.monotonic() < until or len(commits) < 3):
            time.sleep(0.05)
        stop.set()
        results = [task.result(timeout=60) for task in tasks]
    assert results[0] > 1
    assert sum(results[1:]) > THREADS


def test_writers_queue_and_say_who_is_first():
    """Of two threads or processes one waits for the other; one that waits too long is told who writes."""
    Path("a.md").write_text("One fish.\n", encoding="utf-8")
    Corpus.open("index", create=True).close()
    program = "import sys; from indexer.index.locking import locked; from pathlib import Path\nwith locked(Path('index'), 5): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with Corpus.open("index", lock_timeout=0.2) as corpus:
            with pytest.raises(IndexLocked, match=rf"process {holder.pid} on .* since \d{{4}}-"):
                corpus.ingest("a.md")
            with ThreadPoolExecutor(1) as pool:
                patient = pool.submit(Corpus.open("index", lock_timeout=30).ingest, "a.md")
                time.sleep(0.3)
                holder.stdin.close()
                assert patient.result(timeout=30).added == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_changes_nothing_waits_for_no_writer(jobs):
    Path("texts").mkdir()
    for number in range(300):
        Path(f"texts/{number}.md").write_text(f"Fish {number} swam [1].\n", encoding="utf-8")
    with Corpus.open("index", create=True, lock_timeout=0) as corpus:
        corpus.ingest("texts", jobs=jobs)
        with locked(Path("index"), 0):
            assert corpus.ingest("texts", jobs=jobs).unchanged == 300
            Path("texts/0.md").write_text("Birds flew [1].\n", encoding="utf-8")
            with pytest.raises(IndexLocked):
                corpus.ingest("texts", jobs=jobs)
        told = []
        report = corpus.ingest("texts", jobs=jobs, progress=lambda done, total: told.append((done, total)))
        assert (report.updated, report.unchanged) == (1, 299)
        assert told == [(done, 300) for done in range(1, 301)]


def test_threads_that_open_a_corpus_together_read_the_same():
    """What a thread makes when it reads first, no other sees half made."""
    Path("text.md").write_text(
        "".join(f"Fish {n} swam [1].\n\n" for n in range(50)) + "[1]: https://a.example/\n", encoding="utf-8"
    )
    with Corpus.open("index", create=True) as corpus:
        corpus.ingest("text.md")
        expected = list(corpus.claims())
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(40):
            start = threading.Barrier(8)
            with Corpus.open("index") as corpus, ThreadPoolExecutor(8) as pool:
                waiting = [pool.submit(lambda: (start.wait(), list(corpus.claims()))[1]) for _ in range(8)]  # noqa: B023  # they end in this round
                assert all(each.result() == expected for each in waiting)
    finally:
        sys.setswitchinterval(before)
