"""How the first line of a block of plain text begins: with a label, a sign of a quotation, a bullet, a number, or as prose."""

from __future__ import annotations

from string import ascii_letters

from indexer.patterns import pattern
from indexer.superscripts import SUPERSCRIPTS

RAISED_LABEL = (
    rf"[{SUPERSCRIPTS}]{{1,4}}[ \t]?(?=\w)|<sup>\[?\d{{1,4}}\]?</sup>|\^\d{{1,4}}\^|[①-⑳](?=[^\s①-⑳])|※\d{{1,2}}(?!\d)"
)
"""How the entry of a source that markers name by a raised or a circled number may begin, as a pattern without groups."""
AMOUNT = (
    r"(?:\d{1,3}(?:\.\d{3})+(?=[ \t]|$)|\d{1,3}\.\d{1,3}[ \t]+(?:[%€$£¥]|[a-zà-öø-ÿа-я]{1,20}(?:(?=[ \t]+[^\s.]|[.,;:)\]])|(?<=\w{4})$))"
    r"|\d{1,3}(?:\.\d{1,3})+[ \t]+(?:and|or|of|to|in|is|are|was|with|for|on|at|by|from|below|above|which|that|as)\b)"
)
"""A number with stops in it that is no numbering, as a pattern without groups: `2.5 million`, `3.000 Menschen`, `4.4.2 and`."""
_BULLET = r"[-*+•·▪‣◦●○■□►➢✓–—\x95\x97](?=[ \t])|o(?=[ \t]{2})|[•▪‣●➢・]"
_NUMBER = (
    rf"(?:\d{{1,3}}(?:\.\d{{1,3}}){{0,5}}(?:\.\)?|\))|(?!{AMOUNT})\d{{1,3}}(?:\.\d{{1,3}}){{1,5}}|[(（]\d{{1,3}}[)）](?![ \t]\d{{3}}-\d{{4}}\b)|\d{{1,3}}[、．]"
    r"|[(（](?:[a-z]|[ivx]{1,5}|[A-Z])[)）]|(?:[a-z]|[ivx]{1,5}|[A-Z])\)|[IVX]{1,6}\.|[ivx]{1,5}\.|[a-z]\.|[A-Z]\."
    r"|¶{1,2}[ \t]?\d{1,4}\.?|[\[{]¶{1,2}[ \t]?\d{1,4}[\]}]|[(（]?[一二三四五六七八九十]{1,3}[)）、])(?:(?=[ \t])|(?<=[、）．]))"
)
INITIAL = pattern(r"[A-Z]\.")
"""What may be the number of an item, or the first name of a person."""
OPENING = pattern(
    rf"(?P<entry>\\?[\[【［〔](?!¶|cite_start)[^\]】］〕\n]{{1,40}}[\]】］〕](?!\()|\\\d{{1,3}}\\(?=[ \t])|{RAISED_LABEL})"
    r"|(?P<quote>(?:>[ \t]?)+)|(?P<fence>`{3,}|~{3,})|(?P<row>\|)|(?P<hash>\#{1,6}(?=[ \t]))"
    r"|(?P<rule>([-=_*~#.—―─━])(?:[ \t]?\7){2,}$)"
    rf"|(?P<item>{_BULLET}|{_NUMBER})"
)
"""What opens a block other than prose; the last group that matched names it."""
BARE_BULLET = pattern(r"(?P<item>o)(?=[ \t]\S)")
"""A bullet that may be a word of Portuguese or Italian, but not at the start of a paragraph."""
# The starts of lines of prose: two letters, or one that is a word, but not a Roman numeral, nor `o` as a bullet. No markup
# starts like this, and a look-up in this set costs a tenth of a match of the pattern.
PROSE_STARTS = frozenset(
    first + second
    for first in ascii_letters
    for second in ascii_letters + " "
    if first + second != "o " and not {first, second} <= set("ivx") and not {first, second} <= set("IVX")
)
