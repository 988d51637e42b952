"""The title under which a work is shown, chosen from those that documents give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from indexer.patterns import pattern

_WORD = pattern(r"\w+")
_MOST = 50  # titles that are compared; works with more have their common ones among the first


def best_title(titles: Iterable[str]) -> str | None:
    """The title whose words most of the others contain; of equal ones the first. None if there is no title.

    So a title wins over an entry that begins with authors and ends with a journal. A single word, such as the name of
    a site, counts only where there is nothing longer.
    """
    titles = tuple(titles)
    if len(titles) <= 1:  # of most works one document speaks
        return titles[0] if titles else None
    counts = Counter(titles)
    words = {title: f" {' '.join(_WORD.findall(title.casefold()))} " for title in list(counts)[:_MOST]}
    support = {
        title: sum(counts[other] for other, held in words.items() if own in held) for title, own in words.items()
    }
    return max(words, key=lambda title: (" " in title.strip(), support[title]), default=None)
