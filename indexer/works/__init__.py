"""Works by author and year: the surnames and the year that an entry gives, and those by which a text names it.

It is a bottom layer because lists of references and markers both need it, and neither may import the other.
"""

from __future__ import annotations

from indexer.works.catalogue import Catalogue
from indexer.works.entries import read_work, read_works, repeats_authors
from indexer.works.names import Work, author_year, fold
from indexer.works.notepointers import read_pointer
from indexer.works.repeatedentries import follow_names, follow_repeats, points_back
from indexer.works.repeatwords import Repeat, read_repeat
from indexer.works.years import find_year

__all__ = [
    "Catalogue",
    "Repeat",
    "Work",
    "author_year",
    "find_year",
    "fold",
    "follow_names",
    "follow_repeats",
    "points_back",
    "read_pointer",
    "read_repeat",
    "read_work",
    "read_works",
    "repeats_authors",
]
