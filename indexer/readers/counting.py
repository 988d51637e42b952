"""The numbers that lists give their items where the text does not show them."""

from __future__ import annotations


class Counter:
    """Counts the items of lists within lists, each by the depth at which it stands."""

    def __init__(self) -> None:
        self._counts: list[int] = []

    def next(self, depth: int) -> int:
        """The number of the next item at a depth, 1 for the outermost list; lists further in begin anew behind it."""
        del self._counts[depth:]
        self._counts += [0] * (depth - len(self._counts))
        self._counts[-1] += 1
        return self._counts[-1]

    def reset(self) -> None:
        """All lists have ended."""
        self._counts.clear()
