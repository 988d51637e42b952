"""The one definition of a segment file: what arrays it has, what they mean, and how they lie in the file.

A segment holds the claims of some documents and is never changed. Everything in it is a plain array of unsigned
little-endian integers behind a JSON header, so that it can be read where it lies: by NumPy for questions that touch
many claims, by `memoryview` alone for short ones. There is no pickle in it and nothing that runs.

The file
    8 bytes `MAGIC`; the header's length and its checksum, 8 bytes each; the header in JSON; then the arrays, each at a multiple
    of `ALIGN`; then the checksums of the arrays, as 4 bytes each, and the checksum of these as 8.
    The header is `{"meta": {…}, "arrays": {name: [offset, type, count]}}`. Offsets count from the first multiple of `ALIGN` behind
    the header; the type is one of `TYPES`, the narrowest that holds the array's values.

Checksums
    are CRC-32 (zlib's). Arrays have one for each `PART` of their bytes, array after array in the order of the header, so that a
    reader can be sure of what it looks at without reading all else. Only the bytes that fill up to `ALIGN` have none.

Rows and ordinals
    Documents are sorted by the bytes of their uri, the claims of a document by their place in it. A claim's *row* is its
    place in that order, so rows are in document order. Strings that occur often (sources, terms, styles …) are written
    once, and named by their *ordinal*: their place in a table.

    `meta` has `rows`, `documents`, `sections`, and for each of `FIELDS` an object with its `total`: the sum of the lengths
    of all rows, in terms.

How several values belong to one thing
    strings    `x.bytes` is all strings one after another in UTF-8 (lone surrogates as they are), `x.starts` where each begins,
               with the end of the last: one more than there are strings.
    bounds     `x.first` says where the things of each begin, with the end of the last.
    counts     `x.count` says how many things each row has, `x.mark` the sum of all counts before each `STRIDE`th row, so
               that the place of a row's things is one sum away. It takes a third of the room of bounds.

Documents, in order
    uri, title, digest        strings
    document.first            bounds: rows
    document.direct, document.inherited, document.sources, document.problems      counts of the summary
    document.named            strings: what its references say of the sources that they name, JSON (see `records`)
    document.rest             strings: its references, problems and blocks, and whether it was searched for markers, JSON in zlib
    document.block            bounds: its text, in blocks of `TEXT_BLOCK` code points
    text                      strings: each block in zlib

Claims, in rows
    claim.start, claim.length             the span, in code points
    claim.line, claim.column
    claim.kind                            the block, as its place in `KINDS`; plus `SAME` if the text is the statement
    claim.attribution                     its place in `ATTRIBUTIONS`
    claim.locator                         ordinal in the strings `locator`, plus 1; 0 is none
    statement.count, statement.mark       the bytes of each statement in `statement.text`, which has all of them in UTF-8
    section.first                         bounds: rows under the same headings; a section never spans two documents
    section.heading                       strings: the path of headings, a JSON array
    marker.count, marker.mark             the markers of each row, in order, in the arrays
      marker.start, marker.length         the span, from the claim's start
      marker.scope, marker.reach          the scope's start from the claim's start, plus 1 (0 is none), and its length
      marker.style                        ordinal in the strings `style`
      marker.locator                      ordinal in `locator`, plus 1; 0 is none
      marker.first                        bounds: the marker's labels and sources, in the arrays
        marker.label                      ordinal in `label`
        marker.source                     ordinal in `source`, plus 1; 0 is none
    odd.row, odd.claim                    rows of claims that do not keep the rules above (a title of their own, an ordinal that skips …),
                                          sorted, and each whole as JSON in strings

Sources and labels (x is `source` or `label`)
    x                         strings, sorted
    x.first, x.row            bounds: the rows with each, in order
    x.count, x.mark, x.value  the ordinals of each row, in its order

Terms (f is `statement`, whose units are rows, or `heading`, whose units are sections)
    f.terms                   how many terms each unit has: its length
    f.term                    strings, sorted: the distinct terms
    f.first                   bounds: the postings of each term; a posting is a term in a unit
    f.unit                    the unit of each posting, rising within a term
    f.position                the position of the term's first occurrence there, from 0
    f.more                    postings that have another occurrence, rising, once for each further occurrence
    f.more.position           the position of that occurrence, rising within a posting
    statement.block           bounds: the blocks of each term; a block is up to `BLOCK` postings of one term
    statement.best            of each block the best code of its postings
    statement.code.frequency, statement.code.length      what a code stands for, the best first by BM25 when the segment was made

    So the frequency of a term in a unit is 1 and the number of entries in `more`.

Words as written
    f.word                    strings, sorted: the distinct words, among them *wholes* such as `gpt4`, which consist of several terms
    f.word.term               the ordinal of the word's stem in `f.term`; of a whole the number of terms plus an ordinal of its own
    f.word.form               which of the words with this stem it is, in the order of their bytes, from 0; of a whole 0
    f.forms                   bounds: the part of `f.mask` that belongs to each term; empty if the term has one word at most
    f.mask                    for a term with several words, planes of a byte for each of its postings: bit b of plane p is set
                              if the unit has the word of form 8p + b
    f.whole.first, f.whole.unit           bounds: the units of each whole
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, get_args

from indexer.index.query import TextField
from indexer.model import Attribution, BlockKind

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"CLAIMS\x00\x02"
"""Its last byte is the version of the layout."""
ALIGN = 16
TYPES: dict[str, tuple[Literal["B", "H", "I", "Q"], int]] = {
    "u1": ("B", 1),
    "u2": ("H", 2),
    "u4": ("I", 4),
    "u8": ("Q", 8),
}
"""Of each type: the code that `memoryview.cast` takes, and the bytes of one value."""
SUFFIX = ".segment"

STRIDE = 64
BLOCK = 128
PART = 1 << 16
_HEAD = 24  # bytes before the header
TEXT_BLOCK = 1 << 14
_BUFFER = 1 << 20  # bytes: texts come in many small pieces
FIELDS: tuple[TextField, ...] = get_args(TextField)
KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
SAME = 128
ROW_NUMBERS = ("claim.start", "claim.length", "claim.line", "claim.column", "claim.kind", "claim.attribution")
"""The arrays with a number for each row that names nothing."""
DOCUMENT_STRINGS = ("uri", "title", "digest", "document.named", "document.rest")
"""The strings of each document."""
ATTRIBUTIONS: tuple[Attribution, ...] = get_args(Attribution)


def encoded(text: str) -> bytes:
    """A string as it lies in a file."""
    return text.encode("utf-8", "surrogatepass")


def decoded(data: bytes) -> str:
    """The string that lies in a file so."""
    return data.decode("utf-8", "surrogatepass")


class Packed(NamedTuple):
    """An array to be written: its type, how many numbers it has, and its bytes in pieces, of which each is any buffer."""

    kind: str
    numbers: int
    pieces: Iterable[Any]

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.numbers * TYPES[self.kind][1]


def write(path: Path, meta: Mapping[str, Any], arrays: Mapping[str, Packed]) -> None:
    """A new segment file, flushed to the disk.

    Raises `OSError`; a file that could not be written whole is left for the caller to remove.
    """
    table, offset = {}, 0
    for name, array in arrays.items():
        table[name] = [offset, array.kind, array.numbers]
        offset += _padded(array.size)
    header = json.dumps({"meta": meta, "arrays": table}, separators=(",", ":")).encode()
    checks: list[int] = []
    with path.open("xb", buffering=_BUFFER) as file:
        file.write(MAGIC + len(header).to_bytes(8, "little") + zlib.crc32(header).to_bytes(8, "little") + header)
        file.write(bytes(_padded(_HEAD + len(header)) - _HEAD - len(header)))
        for array in arrays.values():
            checks += _write_array(file, array)
        packed = b"".join(check.to_bytes(4, "little") for check in checks)
        file.write(packed + zlib.crc32(packed).to_bytes(8, "little"))
        file.flush()
        os.fsync(file.fileno())


class ArrayPlace(NamedTuple):
    """Where an array lies: its offset in the file, its type, how many numbers it has, and the checksum of each of its parts."""

    offset: int
    kind: str
    numbers: int
    checks: memoryview[int]

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.numbers * TYPES[self.kind][1]


def read_header(data: memoryview, *, longer: bool = False) -> tuple[dict[str, Any], dict[str, ArrayPlace]]:
    """The meta data of a segment and its arrays by name; the file may be `longer` than it was written. Raises `ValueError`."""
    if bytes(data[:8]) != MAGIC:
        raise ValueError("it is not a segment of this version")
    size, check = (int.from_bytes(data[at : at + 8], "little") for at in (8, 16))
    header = bytes(data[_HEAD : _HEAD + size])
    if zlib.crc32(header) != check:
        raise ValueError("its header has changed")
    found = json.loads(header)
    offset = base = _padded(_HEAD + size)
    parts = 0
    for _, kind, count in found["arrays"].values():
        offset += _padded(count * TYPES[kind][1])
        parts += _parts(count * TYPES[kind][1])
    written = offset + 4 * parts + 8
    if len(data) < written or (len(data) > written and not longer):
        raise ValueError(f"it is {'longer' if len(data) > written else 'shorter'} than its header says")
    data = data[:written]
    if zlib.crc32(data[offset:-8]) != int.from_bytes(data[-8:], "little"):
        raise ValueError("its checksums have changed")
    checks = data[offset:-8].cast("I")
    arrays: dict[str, ArrayPlace] = {}
    at = 0
    for name, (begin, kind, count) in found["arrays"].items():
        end = at + _parts(count * TYPES[kind][1])
        arrays[name] = ArrayPlace(base + begin, kind, count, checks[at:end])
        at = end
    return found["meta"], arrays


def _parts(size: int) -> int:
    return -(-size // PART)


def _write_array(file: BinaryIO, array: Packed) -> list[int]:
    """Write the bytes of an array; the checksums of its parts."""
    checks: list[int] = []
    written = check = 0
    for piece in array.pieces:
        view = memoryview(piece).cast("B")
        file.write(view)
        at = 0
        while at < len(view):
            taken = view[at : at + PART - written % PART]
            check = zlib.crc32(taken, check)
            at, written = at + len(taken), written + len(taken)
            if not written % PART:
                checks.append(check)
                check = 0
    if written != array.size:
        raise ValueError(f"an array has {written} bytes, {array.size} were announced")
    file.write(bytes(_padded(written) - written))
    return checks + [check] * bool(written % PART)


def _padded(size: int) -> int:
    return -(-size // ALIGN) * ALIGN
