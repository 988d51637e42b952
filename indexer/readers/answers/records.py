"""The common form of all answers: a text, the works that it names, and the places that rest on them."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.late import dataclass, field
from indexer.model import Span
from indexer.readers.answers.fields import clean
from indexer.readers.sketch import Fault


@dataclass(slots=True)
class Work:
    """A work that an answer names. `label` is the one its text writes; without one it is counted.

    A work without title and address is known by its key alone, which means nothing in another answer.
    """

    title: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A place that rests on works, by their keys. `style` is that of the marker written there, if it is one.

    Without a style the place is the words that the works support: they stay in the statement.
    """

    span: Span
    keys: tuple[str, ...]
    style: str | None = None
    locator: str | None = None


@dataclass(slots=True)
class Answer:
    """One answer while it is put together, to the question `title` in the conversation `series`.

    `works` are in the order in which they are named.
    """

    title: str = ""
    series: str = ""
    works: dict[str, Work] = field(default_factory=dict)
    cited: list[Cited] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    length: int = 0
    _pieces: list[str] = field(default_factory=list)
    _apart: bool = False
    _written: set[str] = field(default_factory=set)
    _number: int = 0

    @property
    def text(self) -> str:
        """All that was added."""
        return "".join(self._pieces)

    def add(self, text: str) -> int:
        """Add to the text; the offset at which it begins."""
        if self._apart and self.length:
            self._put("\n\n")
        self._apart = False
        start = self.length
        self._put(text)
        return start

    def pause(self) -> None:
        """What is added next is a paragraph of its own."""
        self._apart = True

    def name(self, key: str, *, title: str = "", url: str = "", label: str = "") -> str:
        """Name a work, or say more of one that is named already. Gives back its key."""
        work = self.works.setdefault(key, Work())
        work.title = work.title or title
        work.url = work.url or url
        if label and not work.label:
            work.label = label
            self._written.add(label)
        return key

    def cite(self, span: Span, keys: Sequence[str], locator: str | None = None, style: str | None = None) -> None:
        """Say that a place rests on works."""
        if keys and span.start < span.end:
            self.cited.append(Cited(span, tuple(dict.fromkeys(keys)), style, locator))

    def mark(self, keys: Sequence[str]) -> None:
        """Write a marker for works where the text ends, as a format means that has a sign of its own for it."""
        if self.length and not self._pieces[-1][-1].isspace():
            self._put(" ")
        start = self.length
        self._put(f"[{', '.join(self.label(key) for key in keys)}]")
        self.cite(Span(start, self.length), keys, style="bracket")

    def label(self, key: str) -> str:
        """The label of a work, for which it is counted if it has none; of an unknown one its key."""
        work = self.works.get(key)
        if work is None:
            return key
        while not work.label:
            self._number += 1
            if str(self._number) not in self._written:
                work.label = str(self._number)
        return work.label

    def doubt(self, message: str, span: Span | None = None) -> None:
        """Say that offsets and words disagree."""
        self.faults.append(Fault("TXT004", clean(message), span or Span(0, 0)))

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self.length += len(text)
