"""Markdown to blocks: CommonMark with tables, through markdown-it-py.

Only its block rules run, without the one for link definitions: so `[1]: url` stays a line of text, and `[1][2]` stays two
markers. Its blocks have line numbers; the offsets of their words are found here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.inline import PICTURE
from indexer.leads import ANCHORED
from indexer.model import BOLD_LEVEL, Block, BlockKind, Marker, Span, Wanted
from indexer.patterns import pattern
from indexer.readers.captions import is_caption
from indexer.readers.caretnotes import find_notes
from indexer.readers.definedlinks import defined_links
from indexer.readers.hanging import without_signs
from indexer.readers.headings import bold_line, looks_like_heading, names_text, without_anchors
from indexer.readers.linebreaks import goes_on, hangs
from indexer.readers.lines import is_wrapped
from indexer.readers.openings import RAISED_LABEL
from indexer.readers.outlinks import disjoint
from indexer.readers.pandoc import find_keys, wanted_files, with_signs
from indexer.readers.parsed import ParsedText, drawn_rows, table_row
from indexer.readers.rawhtml import html_blocks
from indexer.readers.thoughts import without_thoughts
from indexer.sections import is_section_name

_PARSER = MarkdownIt("commonmark").enable("table").disable("reference")
_PARSER.core.ruler.enableOnly(["normalize", "block"])
_FRONT_MATTER = pattern(
    r"---[ \t]*\n(?:(?!---|\.\.\.)[^\n]*\n){0,500}(?:---|\.\.\.)[ \t]*(?:\n|$)"
    r"|\+\+\+[ \t]*\n(?:(?!\+\+\+)[^\n]*\n){0,500}\+\+\+[ \t]*(?:\n|$)"
)
_THOUGHT = pattern(r"\s{0,9}<think>")  # the reasoning of a model before its answer
_FRONT_TITLE = pattern(r"^title(?::|\s?=)([^\n]*)", re.MULTILINE)
_CLOSING_LINK = pattern(r"\),\Z")  # `Sources: [A](…),` / `[B](…)`
_CLOSING_KEY = pattern(r"\[[^\[\]\n]{0,40}@[^\[\]\n]{1,100}\][.,;:]")
_ENTRY = pattern(
    rf"(?:<a\s[^<>]{{0,200}}>(?:</a>)?\s?)?\*{{0,2}}\\?[\[【［〔](?!-?@|cite_start)[^\]】］〕\n]{{1,40}}[\]】］〕](?!\()|{RAISED_LABEL}"
    rf"|{ANCHORED}|\*{{0,2}}(?:Source|Doc|Document|Ref|Reference|Quelle|来源)\s?\d{{1,4}}\*{{0,2}}\s?[:：]"
)
_NUMBER_LINE = pattern(
    r"(?:\d{1,3}(?:\.\)?|\))(?!\d)|\d{1,3}[、．]|[(（]\d{1,3}[)）]|[•·▪‣●・]|[(（]?[一二三四五六七八九十]{1,3}[)）、])[ \t]?(?=\S)"
)
_PICTURED = r"[\u2600-\u27bf\U0001f300-\U0001faff]|\d\ufe0f?\u20e3"
_PICTOGRAM = pattern(_PICTURED)
# The starts of lines that are blocks, though not items in Markdown; after a finished line, no wrapped line starts so.
_OWN_LINE = pattern(
    rf"\*\*[^*\n]{{1,60}}(?:[:：]\*\*|\*\*[:：])|[①-⑳➤►▶•●○■□◦▪]|\d{{1,2}}[)）、]|[a-z]\)\s|{_PICTURED}"
)
_LINE_ENDED = pattern(r"[.!?;:。！？；：\])）】*]\s*\Z")
_LETTERED = pattern(r"[(（]?(?P<letter>[a-h]|[ivx]{1,5})[.)）][ \t]+(?=\S)")
_NEXT = dict(zip("abcdefg", "bcdefgh", strict=True)) | dict(
    pairwise(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"))
)
_DASHED = pattern(r"[–—][ \t]+(?=\S)")
_SIGN = pattern(r"(?:\[(?:[ xX]|!\w{1,20})\][+-]?|:)[ \t]+(?=\S)")  # of a task, a callout, a definition
_CALLOUT = pattern(r"\[!\w{1,20}\][+-]?(?:[ \t]+[^\n]{0,200}[^\s.!?。])?")  # with the title that Obsidian gives it
# Directives of static site generators: includes, imports, options of directives, pictures that link.
_GENERATED = pattern(
    r"\{\{[<%][^{}\n]{0,500}[>%]\}\}|\{%[^%\n]{0,500}%\}|(?:import\s[^\n]{1,200}\sfrom|import)\s[\"'][^\"'\n]{1,300}[\"'];?|:[a-z-]{1,30}:(?:[ \t][^\n]{0,300})?"
    r"|\\?\[\[[^\[\]\n]{1,40}\]\([^()\s]{1,800}action=edit[^()\s]{0,200}(?:[ ]\"[^\"\n]{0,200}\")?\)\\?\]|From Wikipedia, the free encyclopedia"
)
_PICTURES = pattern(rf"(?:{PICTURE}|\s){{1,99}}")
_TOLD = 4  # words of a picture that say what is in it
_CONTENTS = pattern(r"\[[^\[\]\n]{1,200}\]\(#(?!footnote-anchor)[^()\s]{0,200}\)")  # a line of a table of contents
_FENCED_DIV = pattern(
    r":{3,}(?!:)(?:[ \t]*(?:\{[^{}\n]{0,200}\}(?:[ \t][^:\n]{1,200})?|[\w-]{1,60}(?:\[[^\[\]\n]{0,200}\]|[ \t][^:\n]{1,200})?))?(?:[ \t]*:+(?!:))?(?:\s+:{3,})?"
)
_FENCE_WITH_MARKERS = pattern(r"^([ \t]{0,12}(?:`{3,}|~{3,}))([ \t]+(?:\[\^?\d{1,4}\][ \t]?){1,20})$", re.MULTILINE)
_FURNITURE = (_CALLOUT, _GENERATED, _FENCED_DIV, _CONTENTS)
_BEYOND = 1 << 62  # beyond the end of any text
_CONTAINERS: dict[str, BlockKind] = {"blockquote_open": "quote", "list_item_open": "item"}


def read_markdown(text: str) -> ParsedText:
    """The blocks of a Markdown text and its title: that of the front matter, else the first heading."""
    lines = _Lines(text)
    blocks: list[Block] = []
    body = 0
    title = ""
    wanted: tuple[Wanted, ...] = ()
    if front := _FRONT_MATTER.match(text):
        body = front.end()
        blocks.append(Block("furniture", Span(0, body)))
        named = _FRONT_TITLE.search(text, 0, body)
        title = _unquoted(named[1].strip()) if named else ""
        wanted = tuple(wanted_files(front.group()))
    elif _THOUGHT.match(text) and (thought := text.find("</think>")) >= 0:
        body = thought + len("</think>")
        blocks.append(Block("furniture", Span(0, body)))
    first_line = text.count("\n", 0, body)
    source = _FENCE_WITH_MARKERS.sub(lambda m: m.group(1) + " " * len(m.group(2)), without_signs(text[body:]))
    blocks.extend(_blocks(_PARSER.parse(source), lines, first_line))
    blocks = _with_markers(blocks, list(_FENCE_WITH_MARKERS.finditer(text, body)))
    blocks = _with_headings(text, [block for block in blocks if block.span.start < block.span.end])
    blocks = without_thoughts(text, blocks)
    if not title:
        head = next((block.span for block in blocks if block.kind == "heading"), Span(0, 0))
        title = text[head.start : head.end]
    notes, references = find_notes(text, blocks)
    keys = find_keys(text, blocks)
    keyed = _with_keys(notes, keys.markers)
    within = {note.labels[0] for note, now in zip(notes, keyed, strict=True) if note is not now}
    blocks = with_signs(blocks, keys.signs) if keys.signs else blocks
    return ParsedText(
        title.strip("*_` "),
        tuple(blocks),
        markers=tuple(disjoint(keyed, keys.markers)),
        references=tuple(found for found in references if found.label not in within),
        wanted=wanted,
        doubtful=tuple(keys.doubtful),
        addresses=tuple(defined_links(text)),
    )


def _with_keys(notes: Sequence[Marker], keys: Sequence[Marker]) -> list[Marker]:
    """The notes; those that contain keys of a bibliography become markers of these: `^[See @doe2020.]`."""
    found: list[Marker] = []
    waiting = deque(keys)
    for note in notes:
        while waiting and waiting[0].span.start < note.span.start:
            waiting.popleft()
        held: list[Marker] = []
        while waiting and waiting[0].span.end <= note.span.end:
            held.append(waiting.popleft())
        labels = tuple(dict.fromkeys(label for key in held for label in key.labels))
        found.append(
            replace(held[0], span=note.span, labels=labels, source_ids=(None,) * len(labels), locator=None)
            if held
            else note
        )
    return found


def _unquoted(words: str) -> str:
    return words[1:-1] if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'" else words


def _with_markers(blocks: list[Block], stray: list[re.Match[str]]) -> list[Block]:
    """The blocks, with the markers after a closing fence as a block below the code."""
    if not stray:
        return blocks
    spans = [Span(m.end(2) - len(m.group(2).lstrip()), m.end(2)) for m in stray]
    starts = [*(span.start for span in spans), _BEYOND]
    cut = [
        replace(block, span=Span(block.span.start, min(block.span.end, starts[bisect_right(starts, block.span.start)])))
        if block.kind == "code"
        else block
        for block in blocks
    ]
    return sorted([*cut, *(Block("paragraph", span) for span in spans)], key=lambda block: block.span)


def _with_headings(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks; in a text without heading signs, as after copying, separate lines with the shape of titles become headings."""
    if any(block.kind == "heading" for block in blocks):
        return blocks
    titles = {
        at
        for at, block in enumerate(blocks)
        if block.kind == "paragraph"
        and "\n" not in (words := text[block.span.start : block.span.end])
        and (looks_like_heading(words, 10) or (at == 0 and names_text(words)))
    }
    if len(titles) * 2 >= len(blocks):
        return blocks
    return [replace(block, kind="heading", level=1) if at in titles else block for at, block in enumerate(blocks)]


class _Lines:
    """The offsets of the lines of a text. `text` has the character that the parser puts in place of a NUL."""

    def __init__(self, text: str) -> None:
        self.text = text = text.replace("\0", "\ufffd")
        self.starts = list(accumulate([len(line) + 1 for line in text.split("\n")], initial=0))

    def raw(self, number: int) -> str:
        return self.text[self.starts[number] : self.starts[number + 1] - 1]

    def tail(self, number: int, words: str) -> int:
        """The offset of `words`, the rest of a line after its markup."""
        raw = self.raw(number)
        at = raw.rfind(words) if words else len(raw)
        return self.starts[number] + max(0, at)

    def holding(self, words: str, first: int, end: int) -> int:
        """The first of some lines with the words: the parser drops lines before it that contain only no-break spaces."""
        return next((number for number in range(first, end) if words in self.raw(number)), first)


def _blocks(tokens: list[Token], lines: _Lines, shift: int) -> Iterator[Block]:
    """The blocks for some tokens; `shift` is the number of lines of front matter, which the parser has not seen."""
    within: list[BlockKind] = []
    for at, token in enumerate(tokens):
        if token.type in _CONTAINERS:
            within.append(_CONTAINERS[token.type])
        elif token.type in ("blockquote_close", "list_item_close"):
            within.pop()
        elif token.type == "inline" and token.map:
            kind = tokens[at - 1].type
            if kind == "heading_open":
                yield from _heading(token, lines, shift, int(tokens[at - 1].tag[1]))
            elif kind == "paragraph_open":
                yield from _paragraph(token, lines, shift, within[-1] if within else "paragraph")
        elif token.type == "tr_open" and token.map:
            yield from _row(lines, token.map[0] + shift, head=tokens[at - 1].type == "thead_open")
        elif token.type in ("fence", "code_block") and token.map:
            yield _lines_block("code", lines, token.map, shift)
        elif token.type == "html_block" and token.map:
            html = _lines_block("furniture", lines, token.map, shift).span
            yield from html_blocks(lines.text, html.start, html.end)


def _heading(token: Token, lines: _Lines, shift: int, level: int) -> Iterator[Block]:
    """An underlined heading may take several lines."""
    assert token.map is not None  # noqa: S101  (asked by the caller)
    words = [line.strip() for line in token.content.split("\n")]
    first = lines.holding(words[0], token.map[0] + shift, token.map[1] + shift)
    start = lines.tail(first, words[0])
    last = lines.tail(first + len(words) - 1, words[-1]) + len(words[-1])
    if start < last:
        start, last = without_anchors(lines.text, start, last)
    if start < last:
        yield Block("heading", Span(start, last), level)


def _row(lines: _Lines, number: int, *, head: bool) -> Iterator[Block]:
    """A row of a table; the header states nothing."""
    raw = lines.raw(number)
    row = table_row(raw.strip(), lines.starts[number] + len(raw) - len(raw.lstrip()))
    if row is not None:
        yield Block("furniture", row.span) if head else row


def _lines_block(kind: BlockKind, lines: _Lines, between: list[int], shift: int) -> Block:
    start, end = lines.starts[between[0] + shift], lines.starts[between[1] + shift] - 1
    return Block(kind, Span(start, max(start, min(end, len(lines.text)))))


def _paragraph(token: Token, lines: _Lines, shift: int, kind: BlockKind) -> Iterator[Block]:
    """A paragraph, cut before lines that start an entry or a number, or at each line if lines are paragraphs."""
    assert token.map is not None  # noqa: S101  (asked by the caller)
    words = [line.strip() for line in token.content.split("\n")]
    first = lines.holding(words[0], token.map[0] + shift, token.map[1] + shift)
    if len(words) == 1:
        start = lines.tail(first, words[0])
        yield _settle(lines.text, Block(kind, Span(start, start + len(words[0]))))
        return
    starts = [lines.tail(first + at, line) for at, line in enumerate(words)]
    if rows := drawn_rows(words, starts):
        yield from rows
        return
    ends = [start + len(line) for start, line in zip(starts, words, strict=True)]
    hung = kind == "item" and all(">" in lines.text[lines.starts[first + k] : starts[k]] for k in range(1, len(words)))
    wrapped = hung or (is_wrapped(words) and not all(map(_NUMBER_LINE.match, words)))
    listed = _is_list(words, wrapped=wrapped)
    signs = _signs(words, wrapped=wrapped)
    counted = not wrapped and all(map(_NUMBER_LINE.match, words))
    named = "](" in words[0] and words[0][0] != "[" and all(map(_CLOSING_LINK.search, words[:-1]))
    begin = 0
    for at in range(1, len(words) + 1):
        if (
            at == len(words)
            or at in signs
            or counted
            or (not named and _opens(words[at], words[at - 1], listed=listed, wrapped=wrapped))
        ):
            gaps = tuple(
                Span(lines.starts[first + k], starts[k])
                for k in range(begin + 1, at)
                if lines.text[lines.starts[first + k] : starts[k]].strip()
            )
            if begin in signs:
                yield Block("item", Span(starts[begin] + signs[begin], ends[at - 1]), 0, gaps)
            else:
                yield _settle(lines.text, Block(kind, Span(starts[begin], ends[at - 1]), 0, gaps))
            begin = at


def _signs(words: Sequence[str], *, wrapped: bool) -> dict[int, int]:
    """The lines that begin items which Markdown has not, and how long their signs are: `a. `, `(ii) ` from the first on, several `– `."""
    dashed = {at: sign.end() for at, line in enumerate(words) if (sign := _DASHED.match(line))}
    found = dashed if len(dashed) > 1 and not wrapped else {}
    first = due = None
    for at, line in enumerate(words):
        if (sign := _LETTERED.match(line)) is None:
            continue
        letter = sign["letter"]
        if letter == due:
            found |= (first or {}) | {at: sign.end()}
            due = _NEXT.get(letter)
        elif letter in ("a", "i"):
            first, due = {at: sign.end()}, _NEXT[letter]
    return found


def _is_list(words: Sequence[str], *, wrapped: bool) -> bool:
    """Whether lines that look like entries are some: several, and in a wrapped paragraph from its beginning on, or most lines."""
    entries = [_ENTRY.match(line) is not None for line in words]
    announced = entries[1] and len(words[0]) * 2 < max(map(len, words))
    return sum(entries) > 1 and (entries[0] or announced or not wrapped or sum(entries) * 2 >= len(words))


def _opens(line: str, before: str, *, listed: bool, wrapped: bool) -> bool:
    """Whether a later line of a paragraph starts a block."""
    if not line or line.startswith(("<argument ", "</grok:")) or _CLOSING_KEY.match(line):
        return False
    if _ENTRY.match(line):
        return listed or not wrapped
    own = _PICTOGRAM.match(line) if _PICTOGRAM.match(before) else None
    if own or (_OWN_LINE.match(line) and _LINE_ENDED.search(before, max(0, len(before) - 9)) and not hangs(before)):
        return True
    if is_section_name(before) or _is_container(line) or _is_container(before):
        return True
    if wrapped or hangs(before) or goes_on(before, line):
        return False
    return bool(_NUMBER_LINE.match(line)) or not line[0].islower()


def _pictures(block: Block, words: str) -> Block:
    """A paragraph of nothing but pictures: what is told of a single one is its caption."""
    end = words.index("]")
    if words.count("![") > 1 or words[0] == "[" or len(words[2:end].split()) < _TOLD:
        return replace(block, kind="furniture")
    return Block("caption", Span(block.span.start + 2, block.span.start + end))


def _is_container(line: str) -> bool:
    return line.startswith(":::") and _FENCED_DIV.fullmatch(line) is not None


def _settle(text: str, block: Block) -> Block:
    """A paragraph with the kind that its words imply."""
    words = text[block.span.start : block.span.end]
    if any(form.fullmatch(words) for form in _FURNITURE):
        return replace(block, kind="furniture")
    if "![" in words[:3] and _PICTURES.fullmatch(words):
        return _pictures(block, words)
    return _titled(words, block)


def _titled(words: str, block: Block) -> Block:
    """A paragraph of one bold line, or of a section's name, is a heading; a number typed at its start is none of its words."""
    if sign := _SIGN.match(words):
        return replace(block, span=Span(block.span.start + sign.end(), block.span.end))
    if block.kind == "paragraph" and (is_caption(words) or is_section_name(words)):
        return replace(block, kind="caption") if is_caption(words) else replace(block, kind="heading", level=6)
    if block.kind in ("paragraph", "quote") and (bold := bold_line(words)):
        return Block("heading", Span(block.span.start + bold[0], block.span.start + bold[1]), BOLD_LEVEL)
    if block.kind == "paragraph" and (number := _NUMBER_LINE.match(words)):
        return Block("item", Span(block.span.start + number.end(), block.span.end), 0, block.gaps)
    return block
