"""Which of several titles names a work."""

import pytest

from indexer.index.titles import best_title


@pytest.mark.parametrize(
    ("titles", "best"),
    [
        ([], None),
        (["Three sluices"], "Three sluices"),
        (["Dahl, K. (2019). Three sluices. J. Silt, 4", "Three sluices"], "Three sluices"),
        (["example.org", "Annual report"], "Annual report"),
        (["Reuters", "Reuters: the chips grow"], "Reuters: the chips grow"),
        (["Chips", "Wafers"], "Chips"),
        (["The report", "Another report", "Another report"], "Another report"),
        (["THREE SLUICES", "Three sluices"], "THREE SLUICES"),
        (["Semi", "Semiconductors of the port"], "Semiconductors of the port"),
    ],
)
def test_the_title_that_others_hold_wins(titles, best):
    assert best_title(titles) == best
