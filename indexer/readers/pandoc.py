r"""Citations by key in Markdown: pandoc's, `[see @a, pp. 3-5; @b]`, Jekyll's, `{% cite a b %}`, Hugo's, `{{< cite "a" >}}`, and those of LaTeX, `\cite{a}`; bibliography files.

The grammar of a key is that of pandoc's manual: letters, digits and `_`, with single characters of `:.#$%&-+?<>~/` inside,
or anything in braces; besides, an address. `@key` in a sentence is one of its words, and looks like the account name of a person: it is doubtful,
and the bibliography decides, but for one with a year, `@doe2020`, beside others that are certain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.late import dataclass, field
from indexer.model import PROSE, Block, Marker, Span, Wanted
from indexer.patterns import pattern

_BARE = r"(?:(?:url:)?https?://[^\s\[\]{}<>;,]{1,500}(?<![.:!?)'\"*_])|\w{1,200}(?:[:.#$%&\-+?<>~/]\w{1,200}){0,60})"
_AT = rf"(?<![\w@/\\.])-?@(?:\{{(?P<braced>[^{{}}\s]{{1,500}})\}}|(?P<bare>{_BARE}))"
_KEY = pattern(_AT)
_LOCATOR = r"(?:pp?\.|pages?|chapters?|ch(?:aps?|s)?\.|sec(?:tion|\.)|fig(?:ure|\.)|vol(?:ume|\.)|para(?:graph|\.)|col\.|l+\.|n+\.|no\.|bk\.|pt\.|§+|¶+|S\.|Kap\.)\s?[\w.–-]{1,20}(?:,?\s?\d[\w.–-]{0,20}){0,5}"
_TOKEN = pattern(
    r"(?P<code>(?P<ticks>`{1,3})(?!`)[^\n]{1,300}?(?<!`)(?P=ticks)(?!`))|(?P<address>(?:https?|ftp)://[^\s<>]{1,2000}|!?\[[^\[\]\n]{1,300}\]\([^()\s]{1,800}\))"
    r"|\{%-?\s?cite[pt]?\s+(?P<liquid>[^%{}\n]{1,300})%\}|\{\{[<%]\s?cite[pt]?\s+(?P<short>[^<>%{}\n]{1,300})[>%]\}\}"
    r"|~?\\(?:[a-z]{0,6}cite|Cite)[a-z]{0,8}\*?(?:\[(?P<before>[^\[\]\n]{0,80})\])?(?:\[(?P<behind>[^\[\]\n]{0,80})\])?\{(?P<tex>[^{}\n]{1,300})\}"
    rf"|(?<!\\)\^?\[(?P<inside>[^\[\]]{{2,1000}})\](?!\(|\[(?!-?@))|{_AT}(?:\s?\[(?P<locator>{_LOCATOR})(?:;(?P<more>[^\[\]]{{2,300}}))?\](?!\())?"
)
_SUFFIX = pattern(
    rf"[\s,]*(?:\{{(?P<braced>[^{{}};]{{1,80}})\}}|(?P<words>{_LOCATOR}|\d[\d.–-]{{0,20}}(?:,\s?\d[\d.–-]{{0,20}}){{0,5}}))"
)
_SIGNS = (
    "@",
    "\\cite",
    "\\parencite",
    "\\textcite",
    "\\autocite",
    "\\footcite",
    "{% cite",
    "{%- cite",
    "{{< cite",
    "{{% cite",
)  # how a citation may begin
_WORD = pattern(r"\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|[^\s\"',]+")
_DATED = pattern(
    r"[^\W\d_][^\W\d]{1,80}(?:1[5-9]|20)\d\d(?:[a-z]|[A-Z_]\w{0,80})?"
)  # `doe2020`, as no account is called beside `[@doe2020]`
_PLACE = frozenset(("-l", "--locator"))
# The prefixes of pandoc-crossref and Quarto, for parts of the text itself.
_PARTS = pattern(r"(?:fig|tbl|tab|eq|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|alg)[:-]")
_FIELD = pattern(r"^bibliography:[ \t]*(?P<value>[^\n]*(?:\n[ \t]*-[ \t]+[^\n]+){0,50})", re.MULTILINE)
_NAME = pattern(r"(?<=\s)-(?=\s)|[^\s,\[\]\"'][^,\[\]\"'\n]*")


@dataclass(slots=True)
class Keys:
    """The markers by key in a text: those that are certain, and the doubtful ones.

    `signs` are the locators after keys in a sentence, which are not words of it.
    """

    markers: list[Marker] = field(default_factory=list)
    doubtful: list[Marker] = field(default_factory=list)
    signs: list[Span] = field(default_factory=list)


def find_keys(text: str, blocks: Sequence[Block]) -> Keys:
    """The keys in the prose of a text."""
    found = Keys()
    signs = [sign for sign in _SIGNS if sign in text]
    if not signs:
        return found
    for block in blocks:
        if block.kind in PROSE and any(text.find(sign, block.span.start, block.span.end) >= 0 for sign in signs):
            for match in _TOKEN.finditer(text, block.span.start, block.span.end):
                _take(found, match)
    if found.markers and found.doubtful:
        dated: list[Marker] = []
        doubtful: list[Marker] = []
        for marker in found.doubtful:
            (dated if _DATED.fullmatch(marker.labels[0]) else doubtful).append(marker)
        found.markers = sorted((*found.markers, *dated), key=lambda marker: marker.span)
        found.doubtful = doubtful
    return found


def _take(found: Keys, match: re.Match[str]) -> None:
    if (inside := match["inside"]) is not None:
        labels, locator = _read_group(inside)
        if labels:
            found.markers.append(_marker(match.span(), labels, "key", locator))
    elif match["tex"] is not None:
        place = match["before"] if match["behind"] is None else match["behind"]
        labels = tuple(dict.fromkeys(key for key in map(str.strip, match["tex"].split(",")) if key))
        found.markers.append(_marker(match.span(), labels, "key", (place or "").replace("~", " ") or None))
    elif (command := match["liquid"] or match["short"]) is not None:
        labels, locator = _read_command(command)
        if labels:
            found.markers.append(_marker(match.span(), labels, "key", locator))
    elif (key := match["braced"] or match["bare"]) is not None and not _PARTS.match(key):
        start = match.start() + (match.group()[0] == "-")
        end = match.end("braced") + 1 if match["braced"] else match.end("bare")
        others = _read_group(match["more"])[0] if match["more"] else ()
        found.doubtful.append(_marker((start, end), (key, *others), "mention", match["locator"]))
        if match["locator"]:
            found.signs.append(Span(end, match.end()))


def _marker(span: tuple[int, int], labels: tuple[str, ...], style: str, locator: str | None) -> Marker:
    return Marker(Span(*span), labels, style, locator, None, (None,) * len(labels))


def _read_group(inside: str) -> tuple[tuple[str, ...], str | None]:
    """The keys in a pair of brackets, and their locators, which apply to the whole marker."""
    keys = list(_KEY.finditer(inside))
    if not keys or inside.find(";", 0, keys[0].start()) >= 0:
        return (), None
    labels = tuple(
        dict.fromkeys(key for match in keys if not _PARTS.match(key := str(match["braced"] or match["bare"])))
    )
    suffixes = (_SUFFIX.match(inside, match.end()) for match in keys)
    locators = (str(suffix["braced"] or suffix["words"]) for suffix in suffixes if suffix)
    return labels, "; ".join(" ".join(words.split()).rstrip(" ,.") for words in locators) or None


def _read_command(words: str) -> tuple[tuple[str, ...], str | None]:
    """The keys that a command of a site generator cites, `doe2020 "roe2021" -l 23`, `key="doe2020"`, `"doe2020" "p. 23"`, and the place."""
    labels: list[str] = []
    locator = option = None
    for word in _WORD.findall(words.replace("key=", "")):
        plain = word.strip("\"'")
        if option is None and not word.startswith("-"):
            if " " in plain:
                locator = plain
            elif "=" not in plain:
                labels.append(plain)
        elif option in _PLACE:
            locator = plain
        option = word if word.startswith("-") else None
    return tuple(dict.fromkeys(labels)), locator


def with_signs(blocks: Sequence[Block], signs: Sequence[Span]) -> list[Block]:
    """The blocks, each with the `signs` within it, which are in order, as markup."""
    starts = [span.start for span in signs]
    settled = []
    for block in blocks:
        own = signs[bisect_left(starts, block.span.start) : bisect_left(starts, block.span.end)]
        settled.append(replace(block, markup=tuple(own)) if own else block)
    return settled


def wanted_files(front_matter: str) -> Iterator[Wanted]:
    """The files named in the `bibliography` field of a front matter: one, a list in brackets, or one on each line."""
    found = _FIELD.search(front_matter)
    if found is None:
        return
    for match in _NAME.finditer(front_matter, found.start("value"), found.end("value")):
        name = match.group().partition(" #")[0].strip()
        if name and name != "-":
            yield Wanted(name, Span(match.start(), match.start() + len(name)))
