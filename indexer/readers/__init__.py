"""Readers: from bytes to a `Document`. A format is one file and one line of `READERS`."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import PurePosixPath

from indexer.errors import ReadError, UnknownFormat
from indexer.late import dataclass
from indexer.model import Document, Problem, Span
from indexer.problems import problem
from indexer.readers.contents import without_contents
from indexer.readers.decoding import decode
from indexer.readers.parsed import Fault, ParsedText

SAMPLE = 1 << 14  # bytes that tell a format
_NOTHING = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # byte order marks and white space


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is read.

    `function` is `module:name`, a function from text to `ParsedText`; if `structured`, from bytes, and it raises `ReadError`
    for anything that is not of its format. A text is of this format if its name has one of `suffixes`, or if `signs`
    matches its first bytes; suffixes that are `shared` with formats that no reader reads are not enough. The module is
    imported when the first text of the format is read.
    """

    suffixes: frozenset[str]
    function: str
    signs: str | None = None
    structured: bool = False
    shared: bool = False

    def read(self, data: bytes, uri: str) -> tuple[ParsedText, list[Problem]]:
        """What the reader finds in a text of this format, with its `text`, and the problems of its bytes."""
        module, _, name = self.function.partition(":")
        function: Callable[[str | bytes], ParsedText] = getattr(import_module(module), name)
        if self.structured:
            return function(data), []
        text, problems = decode(data, uri)
        parsed = function(text)
        return (replace(parsed, text=text) if parsed.text is None else parsed), problems


# JSON, or events with JSON, and a key or value that only answers have; if it is not in the sample, users have `--as`.
_ANSWER_SIGNS = (
    r"\A[\s\xef\xbb\xbf\xff\xfe]{0,99}(?:[\[\s]{0,99}\{|data:|event:)[\s\S]{0,16384}?(?:"
    r"\"type\"\s*:\s*\"(?:claim|message\.output|output_text|ai|human|AIMessage|response\.\w{1,40})\""
    r"|\"role\"\s*:\s*\"(?:assistant|user|model)\"|\"sender\"\s*:\s*\"(?:human|assistant)\""
    r"|\"object\"\s*:\s*\"(?:response|chat\.completion|thread\.message)\b|\"lc\"\s*:\s*1\b"
    r"|\"mapping\"\s*:\s*\{\s*\"[^\"]{1,80}\"\s*:\s*\{|\"candidates\"\s*:\s*\[\s*\{"
    r"|\"choices\"\s*:\s*\[\s*\{[^{}]{0,300}\"(?:message|delta|finish_reason)\""
    r"|\"(?:(?:inline_)?citations|search_results|groundingSupports|source_documents|source_nodes)\"\s*:\s*\["
    r"|\"from\"\s*:\s*\"(?:gpt|chatgpt)\""
    r"|\"(?:question|query|prompt|instruction|topic)\"\s*:\s*\"[\s\S]{0,4000}?\"(?:answer|response|result|report|article)\"\s*:\s*\""
    r"|\"(?:groundingMetadata|grounding_metadata|generation_id|document_ids|sourceType|custom_id)\"\s*:)"
)

_BIBLIOGRAPHIES = frozenset({".bib", ".ris"})

READERS: dict[str, Reader] = {
    "text": Reader(frozenset({".txt", ".text"}), "indexer.readers.plain:read_plain"),
    "markdown": Reader(frozenset({".md", ".markdown", ".mdown", ".mkd"}), "indexer.readers.markdown:read_markdown"),
    "latex": Reader(frozenset({".tex", ".ltx"}), "indexer.readers.latex:read_latex"),
    "rst": Reader(frozenset({".rst", ".rest"}), "indexer.readers.rst:read_rst"),
    "asciidoc": Reader(frozenset({".adoc", ".asciidoc"}), "indexer.readers.asciidoc:read_asciidoc"),
    "wikitext": Reader(frozenset({".wiki", ".mediawiki", ".wikitext"}), "indexer.readers.wikitext:read_wikitext"),
    "html": Reader(
        frozenset({".html", ".htm", ".xhtml"}),
        "indexer.readers.html:read_html",
        signs=r"(?i)\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s{0,99}(?:<\?xml[^<>]{0,300}>|<!--[^<>]{0,2000}-->)){0,5}\s{0,99}<(?:!doctype\s+html|html\b)",
        structured=True,
    ),
    "epub": Reader(
        frozenset({".epub"}),
        "indexer.readers.epub:read_epub",
        signs=r"(?s)\APK\x03\x04.{0,40}mimetypeapplication/epub\+zip",
        structured=True,
    ),
    "jats": Reader(
        frozenset({".xml", ".nxml", ".jats"}),
        "indexer.readers.jats:read_jats",
        signs=r"<!DOCTYPE article\b|<article\s[^>]{0,2000}?(?:dtd-version|article-type|xmlns:(?:xlink|mml|ali))|<article>\s*<front\b",
        structured=True,
        shared=True,
    ),
    "tei": Reader(
        frozenset({".xml", ".tei"}),
        "indexer.readers.tei:read_tei",
        signs=r"<(?:\w{1,20}:)?(?:TEI|teiCorpus)[\s>]",
        structured=True,
        shared=True,
    ),
    "answers": Reader(
        frozenset({".json", ".jsonl", ".ndjson"}),
        "indexer.readers.answers:read_answers",
        signs=_ANSWER_SIGNS,
        structured=True,
        shared=True,
    ),
    "docx": Reader(
        frozenset({".docx", ".docm"}),
        "indexer.readers.docx:read_docx",
        signs=r"(?s)\APK\x03\x04.{0,16000}?word/",
        structured=True,
    ),
    "odt": Reader(
        frozenset({".odt", ".ott"}),
        "indexer.readers.odt:read_odt",
        signs=r"(?s)\APK\x03\x04.{0,99}?application/vnd\.oasis\.opendocument\.text",
        structured=True,
    ),
    "pdf": Reader(frozenset({".pdf"}), "indexer.readers.pdf:read_pdf", signs=r"\A\s{0,99}%PDF-", structured=True),
}


def known_suffixes() -> frozenset[str]:
    """The suffixes of the files that are read from folders: lower case, with the dot."""
    return frozenset().union(*(reader.suffixes for reader in READERS.values()))


def shared_suffixes() -> frozenset[str]:
    """The suffixes that files of other formats have too, so that the first bytes decide."""
    return frozenset().union(*(reader.suffixes for reader in READERS.values() if reader.shared))


def is_text(name: str, head: bytes) -> bool:
    """Whether a file with this name and these first bytes has a known format; it may still be broken."""
    try:
        format_of(name, head)
    except UnknownFormat:
        return not head
    return True


def format_of(name: str, data: bytes = b"") -> str:
    """The format of a text by its name and its first bytes; plain text if neither shows one.

    Raises `UnknownFormat` for a name of one or more known formats whose bytes are of none of them.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _BIBLIOGRAPHIES:
        raise UnknownFormat(
            "is a bibliography, not a text: name it with --bibliography FILE; --as text reads it anyway"
        )
    sample = data[:SAMPLE].replace(b"\0", b"").decode("latin-1")  # UTF-16 shows its signs too
    named = [key for key, reader in READERS.items() if suffix in reader.suffixes]
    others = [key for key in READERS if key not in named]
    for key in (*named, *others):
        signs = READERS[key].signs
        if signs is not None and re.search(signs, sample):
            return key
    sure = [key for key in named if not READERS[key].shared]
    if named and not sure:
        raise UnknownFormat(
            f"is in no format of the {suffix} files that are read ({', '.join(named)}); --as {named[0]} says why"
        )
    return sure[0] if sure else "text"


def read_document(data: bytes, *, uri: str, name: str, as_format: str | None = None) -> Document:
    """Read one text, in the format that `as_format`, a key of `READERS`, names, or else its `name` and first bytes show.

    References that the format does not mark are found later. Raises `ReadError` for a text that cannot be read, or an
    unknown format.
    """
    if as_format is not None and as_format not in READERS:
        raise ReadError(f"{uri}: no format is called {as_format!r}: use one of {', '.join(sorted(READERS))}")
    reader = READERS[as_format or format_of(name, data)]
    try:
        parsed, problems = reader.read(data, uri) if data.strip(_NOTHING) else (ParsedText("", (), ""), [])
    except ReadError as error:
        raise type(error)(f"{uri}: {str(error).removeprefix(f'{uri}: ')}") from error
    text, blocks = parsed.text or "", parsed.blocks
    if reader is not READERS["text"]:  # whose lines of contents have made no blocks
        blocks = without_contents(text, blocks)
    problems += _located(parsed.faults, text, uri)
    if not text.strip():
        problems.append(problem("TXT003", "the text is empty", uri, Span(0, 0)))
    title = parsed.title or PurePosixPath(name).stem
    return Document(
        uri=uri,
        title=title,
        text=text,
        blocks=blocks,
        references=parsed.references,
        digest=hashlib.sha256(data).hexdigest(),
        problems=tuple(problems),
        markers=parsed.markers,
        searched=parsed.searched,
        wanted=parsed.wanted,
        doubtful=parsed.doubtful,
        addresses=parsed.addresses,
        letters=parsed.letters,
        claims=tuple(replace(claim, document_uri=uri, title=claim.title or title) for claim in parsed.claims),
        pages=parsed.pages,
        rendered=reader.structured,
    )


def _located(faults: Iterable[Fault], text: str, uri: str) -> list[Problem]:
    """The faults found by a reader, as problems of the document."""
    found = []
    newlines: list[int] | None = None
    for fault in faults:
        newlines = [match.start() for match in re.finditer("\n", text)] if newlines is None else newlines
        line = bisect_left(newlines, fault.span.start)
        column = fault.span.start - (newlines[line - 1] if line else -1)
        found.append(problem(fault.code, fault.message, uri, fault.span, line + 1, column))
    return found
