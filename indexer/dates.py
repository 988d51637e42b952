"""What a year looks like, for the patterns of all rules.

There are two, on purpose. A work may be of any year since books were printed, and the words around it tell its year from
other numbers. Where nothing does, and a number may as well be an amount, a page or a marker, `by 1684 3`, only one of our
time is taken for a year; and pages and their addresses are of no other.
"""

from __future__ import annotations

#: Of a work.
YEAR = r"(?:1[5-9]|20)\d\d"
#: Of a page, and of what only its digits tell.
RECENT_YEAR = r"(?:19|20)\d\d"
