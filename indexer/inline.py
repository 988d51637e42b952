"""What stands inside a line of prose without being prose: code, formulas, URLs, signs of markup.

The stages after this one look at a text of the same length in which such spans are blanked out with one
of five characters, so that every offset stays true:

* `BREAK` (a newline) for all that lies between blocks of prose, blocks of code among them;
* `GAP` (a space) for what is no word of its block: page furniture, quote signs;
* `LITERAL` for code, formulas and URLs: words, in which no stop ends a sentence and nothing is a marker;
* `MARKUP` for signs that a reader never sees: emphasis, the target of a link;
* `MARK` for markers, once they are known.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple

from indexer.dates import YEAR
from indexer.linking import SHORTCUT, folded
from indexer.model import Block, Span
from indexer.patterns import pattern
from indexer.sources import find_urls

GAP = " "
BREAK = "\n"
# Control characters that no encoding of Windows uses, so hardly ever in a text; of one byte, as most texts are.
MARK = "\x81"
MARKUP = "\x8d"
LITERAL = "\x8f"
_OURS = pattern("[\x81\x8d\x8f]")

TokenKind = Literal["code", "formula", "url", "link", "hidden", "markup"]

_EMPHASIS = r"(?<!\\)(?:\*{1,3}|(?<![\w=])==(?=[^\s=])|(?<=[^\s=])==(?![\w=])|(?<!\w)_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w)|~~)"
# What stands in escaped brackets and is no formula: labels, with a place behind them, or an author and a year.
_ESCAPED = (
    r"(?:\^?\w{1,20}|[\d ,;–-]{1,40}|(?:[^\W\d_][\w.]{0,12}\s){0,2}\d{1,3},\s(?:[^\W\d_]{1,9}\.?|§+)\s?\d[\w\s.,–-]{0,30}"
    rf"|[^\W\d_][\w\s.,&’'-]{{1,60}}\s{YEAR}[a-z]?|cite:\s?\d[\d ,;–-]{{0,60}})"
)
_TARGET = r"\([^()\s]{0,800}(?:\([^()\s]{0,200}\)[^()\s]{0,400}){0,3}(?:[ ]\"[^\"\n]{0,300}\")?\)"
_LINK = rf"\[[^\[\]\n]{{0,300}}\]{_TARGET}"
PICTURE = rf"(?:\[!{_LINK}\]{_TARGET}|!{_LINK})"
"""A picture, also one that is a link, as a pattern without groups."""
_TOKEN = pattern(
    rf"(?P<sign>(?=[*_~=]){_EMPHASIS})"
    r"|(?P<code>(?<![\w`])(?:`[^`\s](?:(?:[^`\n]|\n(?![ \t]{0,99}\n)){0,300}[^`\s])?`|``[^`\n](?:[^\n]{0,300}?[^`\n])?``)(?![\w`]))"
    r"|(?P<formula>(?<![\w$\\])\$\$[^$]{1,400}\$\$|(?<![\w$\\])\$[^\s$][^$\n]{0,200}?(?<![\s\\])\$(?![\w$])"
    rf"|\\\((?!\d+\\\))[^\n]{{1,300}}?\\\)|\\\[(?!{_ESCAPED}\\\])[^\[\]]{{1,300}}\\\])"
    r"|\[\[[^\[\]|\n]{1,200}\|(?P<wiki>[^\[\]|\n]{1,200})\]\]"
    r"|(?P<span>\[span_\d{1,4}\]\((?:start|end)_span\))"
    r"|\[(?P<collapsed>[^\[\]\n]{1,300})\](?:\[\]|\[(?P<label>[^\[\]\n]{1,40})\](?!\())"
    rf"|(?P<picture>{PICTURE})|(?P<link>{_LINK})"
    r"|\ue200(?:entity|alt_text)\ue202(?:\[\"[^\"\n]{0,80}\",\s?\")?(?P<named>[^\"\ue200-\ue202\n]{1,200})[^\ue200-\ue202\n]{0,400}\ue201"
    r"|(?P<hidden><!--[^\n>]{0,500}-->|(?=[!%#^])(?:(?<![\w)”\"\]])!\[\[[^\[\]\n]{1,300}\]\](?!\()|(?<!\S)(?<!\d[ ])%%[ ][^%\n]{1,500}[ ]%%(?!\S)|(?<=[.!?)\]*_”\"] )(?=[#^])(?:#[A-Za-z][\w/-]{1,60}[ ]?){0,9}(?:\^[A-Za-z\d-]{2,40})?(?=[ \t]*(?:\n|\Z)))|<span\s[^<>\n]{0,200}?display:\s?none[^<>\n]{0,200}>[^<]{0,8000}</span>)"
    r"|(?P<markup></?(?i:a|abbr|b|br|cite|code|del|div|em|font|i|img|ins|kbd|mark|p|q|s|small|span|strong|sub|sup|u)(?:[\s/][^<>]{0,300})?>"
    r"|:contentReference\[oaicite:\d{1,4}\]\{?index=\d{1,4}\}|\[cite_start\]|<grok:render\s[^<>]{0,600}>(?:\s{0,9}<argument\s[^<>]{0,80}>[^<>]{0,200}</argument>){0,5}\s{0,9}</grok:render>|\ue200[^\ue201\n]{0,200}\ue201|(?<!\\)\\(?=[%&~$#_*+<>|!.-]))"
)
_HOLD_WORDS = ("wiki", "named", "collapsed")  # `[[page|words]]`, a name between private signs, `[words][]`
# What a text must hold for a token to be there at all, and the signs that the token may begin with.
_SIGNS: dict[str, Sequence[str]] = {
    "`": "`",
    "$": "$",
    "\\": "\\",
    "](": "[!",
    "][]": "[",
    "]]": "[",
    "</": "<",
    "<!--": "<",
    "<br": "<",
    "<img": "<",
    ":contentReference[": ":",
    "[cite_start]": "[",  # before what `[cite: 1]` stands behind
    "\ue200": "\ue200",  # what a program shows its marks by
    "*": "*",
    "_": "_",
    "~~": "~",
    "==": ("==",),
}
# What Obsidian shows otherwise or not at all: embedded files, comments, tags and names of blocks; in texts with links.
_VAULT_SIGNS: dict[str, Sequence[str]] = {
    "![[": "!",
    "%%": ("%%",),
    ". ^": "^",
    "] ^": "^",
    ". #": "#",
    ") #": "#",
}
_BEFORE_EMPHASIS = frozenset(" \t\n([（“‘*_~>—–")
_OPENERS = frozenset('[(`"“‘*_~$')

Filling = tuple[int, int, str]
"""A start, an end, and the character that stands for each of those between them."""


class Token(NamedTuple):
    """A span that is no plain prose. `words` is the text of a link: the part of it that is prose."""

    kind: TokenKind
    start: int
    end: int
    words: Span | None = None


def neutral(text: str) -> str:
    """The text without characters that this module uses for itself."""
    return _OURS.sub("\ufffd", text) if MARK in text or MARKUP in text or LITERAL in text else text


def blank(text: str, spans: Iterable[Filling]) -> str:
    """A text of the same length, with the spans filled, which are ordered and disjoint."""
    pieces = []
    position = 0
    for start, end, filler in spans:
        pieces.append(text[position:start])
        pieces.append(filler * (end - start))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def respell(text: str, letters: Iterable[tuple[Span, str]]) -> str:
    """A text of the same length with these letters in place of their spans, and `MARKUP` for what the spans hold more."""
    pieces = []
    position = 0
    for span, letter in letters:
        pieces += [text[position : span.start], letter, MARKUP * (span.end - span.start - len(letter))]
        position = span.end
    return "".join(pieces) + text[position:] if pieces else text


def shown(text: str, blocks: Sequence[Block], letters: Sequence[tuple[Span, str]]) -> str:
    """A text of the same length in which the gaps and the markup of its blocks are filled, and letters are those that the format shows."""
    fillers = [(span.start, span.end, GAP) for block in blocks for span in block.gaps]
    fillers += [(span.start, span.end, MARKUP) for block in blocks for span in block.markup]
    plain = blank(neutral(text), sorted(fillers)) if fillers else text
    return respell(plain, letters) if letters else plain


def scan(
    text: str,
    ends: Sequence[int],
    labels: AbstractSet[str] = frozenset(),
    shortcuts: AbstractSet[str] = frozenset(),
) -> list[Token]:
    """All tokens of a text, ordered and disjoint. Signs of emphasis count only in pairs within a block; `ends` are those of blocks.

    `labels` are those that the text defines for links, `[words][label]`, folded; `shortcuts` those that are links alone too.
    """
    found = [Token("url", span.start, span.end) for span in find_urls(text)] if "://" in text or "www." in text else []
    proofs = _SIGNS | _VAULT_SIGNS if "[[" in text or "](" in text else _SIGNS
    signs = {sign for proof, begins in proofs.items() if begins[0] in text and proof in text for sign in begins}
    if labels and "][" in text:
        signs.add("[")
    others = list(_pair_emphasis(text, _tokens(text, signs, labels, shortcuts), ends)) if signs else []
    if shortcuts:
        others += _shortcuts(text, shortcuts)
    elif not found:
        return others
    return _merge(found, others)


def _tokens(text: str, signs: Iterable[str], labels: AbstractSet[str], shortcuts: AbstractSet[str]) -> Iterator[Token]:
    """Tokens tried only where one of their first signs stands: one sign is found many times faster than a class."""
    position = 0
    for start in sorted(found.start() for sign in signs for found in re.finditer(re.escape(sign), text)):
        match = _TOKEN.match(text, start) if start >= position else None
        if match is None or (match["label"] and not _is_defined(match["label"], match["collapsed"], labels, shortcuts)):
            continue
        position = match.end()
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        words = None
        if match["picture"]:
            kind = "hidden"
        elif match["sign"] or match["span"]:  # of emphasis, or what Gemini puts around the words that a source supports
            kind = "markup"
        elif held := next((name for name in _HOLD_WORDS if match[name]), None):
            kind, words = "link", Span(*match.span(held))
        elif kind == "link":
            words = Span(match.start() + 1, text.index("](", match.start()))
        yield Token(kind, match.start(), match.end(), words)


def _shortcuts(text: str, labels: AbstractSet[str]) -> Iterator[Token]:
    for match in SHORTCUT.finditer(text):
        if folded(match["words"]) in labels:
            yield Token("link", match.start(), match.end(), Span(*match.span("words")))


def _is_defined(label: str, words: str, labels: AbstractSet[str], shortcuts: AbstractSet[str]) -> bool:
    """Whether words are linked by a label. Where they are a label themselves, two of them stand side by side, `[a1][b2]`."""
    linked, shown = folded(label), folded(words)
    apart = (shown in labels and shown not in shortcuts) or shown.isdecimal()
    return linked in labels and (not apart or linked == shown)


def _pair_emphasis(text: str, tokens: Iterable[Token], ends: Sequence[int]) -> Iterator[Token]:
    """Drop signs of emphasis without a partner: `2 * 3`, `*` behind a figure. Over lines, both must stand at words as in Markdown."""
    waiting: dict[str, Token] = {}
    kept: list[Token] = []
    earlier: set[str] = set()  # of those, the ones that wait from another line
    line = block = -1  # where they end
    for token in tokens:
        if token.kind != "markup" or text[token.start] in "<:[\\\ue200%":
            kept.append(token)
            continue
        if token.start > line:
            within = token.start < block
            waiting = {
                sign: opener for sign, opener in waiting.items() if within and _stands_before_words(text, opener)
            }
            earlier = set(waiting)
            line, block = _line_and_block(text, ends, token.start)
        sign = text[token.start : token.end]
        behind, before = text[token.end : token.end + 1], text[token.start - 1 : token.start]
        opens = not behind.isspace() and token.end < len(text)
        closes = token.start > 0 and not before.isspace()
        if sign == "==":  # `os.name=='nt'`, `==8119==`
            opens = opens and not behind.isdigit() and not (before.isalnum() or before in tuple("'\")]"))
            closes = closes and not behind.isalnum()
        elif sign == "*" and before in tuple("-–"):  # `2001 WL 5, at *1-*3`
            closes = closes and not behind.isdigit()
        if closes and sign in waiting and not (sign in earlier and behind.isalnum()):
            kept += [waiting.pop(sign), token]
        elif opens:
            waiting[sign] = token
            earlier.discard(sign)
    return iter(sorted(kept, key=lambda token: token.start))


def _stands_before_words(text: str, opener: Token) -> bool:
    before, behind = text[opener.start - 1 : opener.start], text[opener.end : opener.end + 1]
    return (not before or before in _BEFORE_EMPHASIS) and (behind.isalnum() or behind in _OPENERS)


def _line_and_block(text: str, ends: Sequence[int], position: int) -> tuple[int, int]:
    """The ends of the line and of the block at an offset."""
    line = text.find("\n", position)
    at = bisect_right(ends, position)
    return line if line >= 0 else len(text), ends[at] if at < len(ends) else len(text)


def _merge(urls: list[Token], others: list[Token]) -> list[Token]:
    """Both lists in one; a token that overlaps an earlier, longer one gives way, a URL inside a link too."""
    merged: list[Token] = []
    for token in sorted(urls + others, key=lambda token: (token.start, -token.end)):
        if not merged or token.start >= merged[-1].end:
            merged.append(token)
    return merged
