"""Links whose address stands elsewhere in a Markdown text: `[words][label]`, `[label][]` and `[label]`, above `[label]: https://…`.

After CommonMark, link reference definitions. Such a definition looks like an entry of a list; it is none if only links use it.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from indexer.model import Document
from indexer.patterns import pattern

_OF_ADDRESS = ("http://", "https://", "www.", "<http", "/", "#", "./")  # how the address of a link begins
_FULL = pattern(r"\]\[([^\[\]]{1,60})\]|\[([^\[\]]{1,300})\]\[\]")
SHORTCUT = pattern(r"(?<![\]\[!\\])\[(?P<words>[^\[\]]{1,60})\](?![\[(:])")
"""A label that stands alone, as a marker does."""
_BROKEN = pattern(r"\[(?:[^\[\]\n]{1,200}\n(?!\s*\n)){1,3}[^\[\]\n]{1,200}\](?=[\[(])")
_WITHIN = pattern(r"\w[./#]\w")  # what a relative address has: `register.html`
_GOES_ON = pattern(r"[ \t]?\n?[ \t]{0,9}(?=\w)")
_LEADS = pattern(  # to a noun: what stands behind is no marker
    r"(?<!\w)(?:the|an?|its|their|our|your|this|in|at|of|from|by|with|on|to|for|and|or|see|use|der|die|das|den|im|von|le|la|les|du|de|el|los|en)\s[*_\"“‘]{0,3}\Z",
    re.IGNORECASE,
)
_LONGEST_LEAD = 12
_ALONE = pattern(r"\n[ \t*+•–-]{0,12}\Z")


def folded(label: str) -> str:
    """The form in which two spellings of a label are the same."""
    return "".join(label.split()).casefold()


def link_labels(document: Document) -> frozenset[str]:
    """The labels that are defined by an address alone, `[reg]: https://…`, `[reg]: #register`; a number is that of a source."""
    if "[" not in document.text:
        return frozenset()
    links = (r for r in document.references if r.text.startswith(_OF_ADDRESS) or _is_path(r.text))
    defined = (r.label for r in links if not r.footnote)
    return frozenset(folded(label) for label in defined if label and not label.isdecimal())


def _is_path(text: str) -> bool:
    return " " not in text and _WITHIN.search(text) is not None


def shortcuts(prose: str, labels: AbstractSet[str]) -> frozenset[str]:
    """Those of the labels of links that are words of sentences where they stand alone, as in `We use [pytest] for tests`.

    They are if more than a third of them, in the whole text, have a word behind them or a small word before them that leads
    to a noun; code is always one. A label with a digit is a key.
    """
    worded = frozenset(label for label in labels if "`" in label or not any(map(str.isdigit, label)))
    if not worded:
        return worded
    uses = [match for match in SHORTCUT.finditer(prose) if folded(match["words"]) in worded]
    inside = [_is_word(prose, match) for match in uses if not _stands_alone(prose, match)]
    return worded if sum(inside) * 3 > len(inside) else frozenset(label for label in worded if "`" in label)


def _is_word(prose: str, match: re.Match[str]) -> bool:
    before = max(0, match.start() - _LONGEST_LEAD)
    return _GOES_ON.match(prose, match.end()) is not None or _LEADS.search(prose, before, match.start()) is not None


def _stands_alone(prose: str, match: re.Match[str]) -> bool:
    """Whether an item of a list is nothing but a label."""
    before = max(0, match.start() - _LONGEST_LEAD)
    return prose.startswith("\n", match.end()) and _ALONE.search(prose, before, match.start()) is not None


def unbroken(prose: str) -> str:
    """The text, of the same length, with the words of each link on one line."""
    if "](" not in prose and "][" not in prose:
        return prose
    return _BROKEN.sub(lambda match: match.group().replace("\n", " "), prose)


def named_by_links(text: str) -> frozenset[str]:
    """The labels that links name, `[words][label]` and `[label][]`."""
    if "][" not in text:
        return frozenset()
    return frozenset(folded(match[1] or match[2]) for match in _FULL.finditer(text))
