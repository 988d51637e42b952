"""The targets of links in reStructuredText: `` `words <https://…>`_ ``, `` `words`_ `` and `words_` with `.. _words: https://…`, `__`."""

from __future__ import annotations

import re

from indexer.patterns import pattern

_TARGET = pattern(
    r"^[ \t]{0,40}(?:\.\.[ \t]{1,9}_(?:(?P<quoted>`[^`\n]{1,300}`)|(?P<name>(?!_)(?:[^:\n\\]|\\:|:(?=\S)){1,300}?)):"
    r"|(?P<nameless>\.\.[ \t]{1,9}__:|__))[ \t]{1,40}(?P<address>https?://\S{1,2000})[ \t]*$",
    re.MULTILINE,
)
_EMBEDDED = pattern(r"\s<(?P<address>[^<>`]{1,1000})>")


class Targets:
    """The addresses that a text defines for names, and, in order, for links without a name."""

    def __init__(self, text: str) -> None:
        self._named: dict[str, str] = {}
        self._nameless: list[str] = []
        self._met = 0
        for match in _TARGET.finditer(text) if "://" in text else ():
            if match["nameless"]:
                self._nameless.append(match["address"])
            else:
                written = match["quoted"] or match["name"].replace("\\", "")
                self._named.setdefault(_name(written.strip("`")), match["address"])

    def address(self, words: str, target: str, *, nameless: bool) -> str:
        """The address of a link with these words: the one in it, or that of its name; empty if there is none."""
        if embedded := _EMBEDDED.fullmatch(target):
            address = "".join(embedded["address"].split())
            return self._named.get(_name(address[:-1]), "") if address.endswith("_") else address
        if not nameless:
            return self._named.get(_name(words), "")
        self._met += 1
        return self._nameless[self._met - 1] if self._met <= len(self._nameless) else ""


def _name(words: str) -> str:
    """A name in the form in which names are compared."""
    return " ".join(words.split()).casefold()
