"""The numbers of list items, where the text itself does not have them."""

from __future__ import annotations


class Counter:
    """Counts the items of nested lists by depth."""

    def __init__(self) -> None:
        self._counts: list[int] = []

    def next(self, depth: int) -> int:
        """The number of the next item at a depth, 1 for the outermost list; deeper lists restart after it."""
        del self._counts[depth:]
        self._counts += [0] * (depth - len(self._counts))
        self._counts[-1] += 1
        return self._counts[-1]

    def reset(self) -> None:
        """End all lists."""
        self._counts.clear()
