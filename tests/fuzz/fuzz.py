"""Fuzz one target with atheris until it breaks or the time is up: `python tests/fuzz/fuzz.py markdown --seconds 300`.

`pip install '.[fuzz]'` brings atheris. An input that breaks something goes into `found/TARGET`, where `test_fuzz.py` runs it ever after.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["indexer"]):
    from targets import FOUND, TARGETS, run, seeds


def main() -> None:
    """Run atheris on the target that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    arguments = parser.parse_args()
    (FOUND / arguments.target).mkdir(parents=True, exist_ok=True)
    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{arguments.target}-"))
    for number, seed in enumerate(seeds(arguments.target)):
        (corpus / str(number)).write_bytes(seed)
    options = [
        f"-max_total_time={arguments.seconds}",
        "-max_len=4096",
        "-timeout=10",
        f"-artifact_prefix={FOUND / arguments.target}/",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: run(arguments.target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
