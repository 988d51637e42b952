"""The works that an XML article lists, or names in its notes, under the ids by which its links name them."""

from __future__ import annotations

from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.textbuilder import TextBuilder

_AROUND_LABELS = "[](). "


def bare_label(written: str) -> str:
    """A label without the brackets and the stop that it is shown with."""
    return written.strip(_AROUND_LABELS)


class XmlEntries:
    """The entries of one file. `found` has each with the index of its block."""

    def __init__(self, out: TextBuilder) -> None:
        self.found: dict[str, tuple[BibliographyEntry, int]] = {}
        self._out = out

    def write(self, key: str | None, entry: BibliographyEntry) -> None:
        """Write an entry as a block; without a key no link leads to it."""
        self._out.begin("reference")
        self._out.add(entry.shown)
        self._out.end()
        if entry.words and key:
            self._put(key, entry)

    def note(self, key: str, words: str, label: str, url: str) -> None:
        """Take the note in the last block for an entry; one without a label is numbered."""
        self._put(key, BibliographyEntry(words=words, label=bare_label(label) or str(len(self.found) + 1), url=url))

    def _put(self, key: str, entry: BibliographyEntry) -> None:
        self.found[key] = (entry, len(self._out.blocks) - 1)
