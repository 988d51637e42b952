"""Bytes to text: UTF-8, UTF-16 with a byte order mark, a declared encoding, otherwise a detected one, which is reported."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from indexer.errors import ReadError
from indexer.model import Problem, Span
from indexer.patterns import pattern
from indexer.places import Places
from indexer.problems import problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of this
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or an office file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "an old office file",
}
_ALIASES = {  # names that browsers read as a larger encoding
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_OF_TEXTS = pattern(  # the codecs for files, unlike `rot13` and `punycode`
    r"ascii|cp\d{3,4}|iso8859-\d{1,2}|iso2022_jp|koi8-[rut]|mac-\w+|shift_jis\w*|euc_\w+|gb\w+|big5\w*|tis-620|hz|johab"
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\x1a"))
_SAMPLE = 1 << 16


def decode(data: bytes, uri: str, declared: str | None = None) -> tuple[str, list[Problem]]:
    r"""The text of `data` with `\n` as its only newline and no byte order mark, and its problems.

    `declared` is the encoding that the text itself names; but if all bytes are valid UTF-8, they are read as such. Raises `ReadError` for a binary file. Bytes that fit no encoding become U+FFFD and are reported.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, uri)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(data, uri)
        known = _known(declared)
        return _decode_declared(data, known, uri) if known else _decode_guessed(data, uri, error)
    if "\0" in text[:_SAMPLE]:
        _refuse(data, uri)
    return _newlines(text), []


def encoder(text: str, data: bytes) -> Callable[[str], bytes] | None:
    """A function that turns a text read from some bytes, or an edited one, back into bytes.

    None if it would not restore these bytes: the text was rendered from another format, its encoding was guessed, or its
    newlines are mixed.
    """

    def encoding(mark: bytes, name: str, newline: str) -> Callable[[str], bytes]:
        return lambda wanted: mark + wanted.replace("\n", newline).encode(name)

    forms = [*((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8")]
    ways = (encoding(mark, name, newline) for mark, name in forms for newline in ("\n", "\r\n", "\r"))
    try:
        return next((way for way in ways if way(text) == data), None)
    except UnicodeEncodeError:
        return None


def _known(declared: str | None) -> str | None:
    """The codec of a declared encoding; None for an unknown one, and for UTF-8 and UTF-16, which have been ruled out."""
    try:
        name = codecs.lookup(declared or "").name
    except LookupError:
        return None
    return _ALIASES.get(name, name) if _OF_TEXTS.fullmatch(name) else None


def _decode_declared(data: bytes, encoding: str, uri: str) -> tuple[str, list[Problem]]:
    try:
        return _newlines(data.decode(encoding)), []
    except UnicodeDecodeError as error:
        text = _newlines(data.decode(encoding, "replace"))
        return text, [_lossy(text, uri, f"not all bytes are {encoding}, which it declares (byte {error.start})")]


def _decode_marked(data: bytes, encoding: str, uri: str) -> tuple[str, list[Problem]]:
    try:
        return _newlines(data.decode(encoding)), []
    except UnicodeDecodeError as error:
        text = _newlines(data.decode(encoding, "replace"))
        return text, [
            _lossy(text, uri, f"not all bytes are {encoding}, as its first bytes promise (byte {error.start})")
        ]


def _decode_guessed(data: bytes, uri: str, error: UnicodeDecodeError) -> tuple[str, list[Problem]]:
    """Decode UTF-8 with a few broken bytes as such, and anything else in a detected encoding."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  (only texts that are not UTF-8 pay for the import)

    from indexer.readers.alphabets import latin_encoding  # noqa: PLC0415  (the same)

    replaced = data.decode("utf-8", "replace")
    if replaced.count("�") * 5 < sum(byte > 127 for byte in data[:_SAMPLE]) * max(1, len(data) / _SAMPLE):
        text = _newlines(replaced)
        return text, [_lossy(text, uri, f"some bytes are not UTF-8, the first is byte {error.start}")]
    encoding = latin_encoding(data[:_SAMPLE])
    if encoding is None:
        best = from_bytes(data[:_SAMPLE]).best()
        encoding = best.encoding if best else "cp1252"
    try:
        text = _newlines(data.decode(encoding))
    except (UnicodeDecodeError, LookupError):
        text = _newlines(data.decode("latin-1"))  # which has a letter for every byte: nothing is lost
        encoding = "latin-1"
    message = f"not UTF-8; read as {encoding}: convert the file to UTF-8 if letters look wrong"
    return text, [problem("TXT001", message, uri, Span(0, 0))]


def _lossy(text: str, uri: str, message: str) -> Problem:
    at = max(0, text.find("�"))
    message = f"{message}: shown as �; convert the file to UTF-8"
    return problem("TXT002", message, uri, Span(at, at + 1), *Places(text).of(at))


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _refuse(data: bytes, uri: str) -> None:
    """Raise `ReadError` if the bytes are not text: they have a known signature, or many control characters."""
    kind = next((kind for signature, kind in _SIGNATURES.items() if data.startswith(signature)), None)
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if kind is None and controls * 50 > len(sample):
        kind = "UTF-16 without a byte order mark, or a binary file" if _alternating(sample) else "a binary file"
    if kind is not None:
        raise ReadError(f"{uri}: is {kind}, not a text that is read: convert it to text or Markdown first")


def _alternating(sample: bytes) -> bool:
    return max(sample[::2].count(0), sample[1::2].count(0)) * 4 > len(sample)
