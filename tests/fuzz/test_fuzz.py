"""Each target on the inputs that are kept, and on some that are made of them; `fuzz.py` does the same without end."""

from __future__ import annotations

import os
import random
import time

import pytest
from targets import PACKED, SLOW, TARGETS, lines, run, seeds

MADE = 3000 if os.environ.get("INDEXER_LONG") else 40
SLOWEST = 5.0  # seconds for an input of some kilobytes: what backtracks takes minutes
TOKENS = [
    b"[1]", b"[", b"]", b"(", b")", b"[^1]", b"[^", b"\xe3\x80\x901\xe3\x80\x91", b"<sup>", b"</p>", b"<!--", b"-->", b"&#0;", b"<![CDATA[", b"$$", b"`", b"```\n",
    b"\n\n", b"\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"|", b"\\", b"{", b"}", b"\\cite{", b"[@", b"10.1234/", b"https://", b"p. ", b"et al.", b"No. ", b". . . ",
    b"\xe2\x80\xae", b"\xed\xa0\x80", b"9" * 30, b"a" * 300, b"[1-99999]", b"(((((((((((", b"AND ", b'"', b"*", b"~", b":", b"OR", b"-", b"\x1b[2J",
]  # fmt: skip


def mutated(dice: random.Random, pool: list[bytes]) -> bytes:
    """Some seed, cut, doubled, spliced and sprinkled."""
    data = bytearray(dice.choice(pool))
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(6):
            case 0:
                data[at:at] = dice.choice(TOKENS) * dice.choice((1, 1, 2, 40))
            case 1:
                del data[at : at + dice.randrange(1, 60)]
            case 2:
                data[at:at] = data[at : at + dice.randrange(1, 200)]
            case 3 if at < len(data):
                data[at] ^= 1 << dice.randrange(8)
            case 4:
                other = dice.choice(pool)
                data[at:at] = other[dice.randrange(len(other) + 1) :][:300]
            case 5:
                data[at : at + 1] = bytes([dice.randrange(256)])
    return bytes(data)


def spliced(dice: random.Random) -> bytes:
    """Lines that were not written for each other: what one begins, another has to end."""
    chosen = dice.choices(lines(), k=dice.choice((1, 2, 3, 5, 8, 15, 30)))
    return dice.choice((b"\n", b"\n", b"\n\n", b"\n    ", b" ")).join(chosen)


def assert_stands(target: str, data: bytes) -> None:
    start = time.process_time()
    try:
        run(target, data)
    except Exception as error:  # whatever breaks a target is told with its input
        raise AssertionError(f"{target} breaks on {data!r}") from error
    assert time.process_time() - start < SLOWEST, data


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_breaks(target):
    pool = seeds(target)
    for data in pool:
        assert_stands(target, data)
    dice = random.Random(target)  # noqa: S311  (the same inputs each time)
    for _ in range(MADE // 10 if target in SLOW else MADE):
        assert_stands(target, mutated(dice, pool))


@pytest.mark.parametrize("target", sorted(TARGETS.keys() - PACKED))
def test_nothing_breaks_on_lines_of_other_texts(target):
    dice = random.Random(target)  # noqa: S311  (the same inputs each time)
    for number in range(4 * MADE):
        data = spliced(dice)
        assert_stands(target, mutated(dice, [data]) if number % 2 else data)
