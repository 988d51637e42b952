"""The words around the names and years of a marker: those that lead to them, places in the work, remarks."""

from __future__ import annotations

import re

from indexer.leads import ACCORDING, NAMING, SEE
from indexer.markers.styles import LOCATOR_WORDS, PLACE
from indexer.patterns import pattern

_SIGNS = "[,，،:：.]"
_PAGES = r"\d{1,4}(?:[–-]\d{1,4})?(?:\s?ff?\b)?\.?(?![\w])"
LOCATOR = pattern(
    rf"\s?{_SIGNS}?\s?(?P<locator>(?:(?:{LOCATOR_WORDS})\b\.?\s?|[§¶]+\s?|第)"
    r"[\w.–-]{1,20}[页頁章节節]?(?:[,–-]\s?\d{1,5}(?:[–-]\d{1,5})?){0,4}(?:\s?ff?\b)?\.?"
    rf"|(?<=[,:，：]){_PAGES}|(?<=[,:，：]\s){_PAGES}|(?:(?<={_SIGNS})|(?<={_SIGNS}\s)){PLACE}\.?(?=\s*(?:[;；؛]|\Z)))",
    re.IGNORECASE,
)
"""A place in the work behind its year: `, p. 23`, `: 23`, and in any language by its form, `, стр. 23`."""
REMARK = pattern(
    r",?\s(?:emphasis (?:added|mine|in (?:the )?original)|my (?:emphasis|translation)|(?:own|author[’']?s?[’']?) translation|italics (?:added|in original)"
    r"|original emphasis|for (?:a |an )?(?:review|overview|summary|discussion|details|examples?)|and references therein|among others|inter alia"
    r"|Hervorhebung im Original|eigene Übersetzung|grifos? nossos?|tradução nossa|traducción propia|cursiva nuestra|traduction libre|corsivo mio|traduzione mia)\b"
    r"|[,，]?\s?(?:参照|参考|참조|참고)"
)
LEAD = pattern(
    rf"\s*(?:(?:{SEE}|{NAMING}|{ACCORDING}"
    r"|see(?: also| for example| for instance| in particular| especially| inter alia)|but (?:see|cf\.)|i\.\s?e\.?|for (?:example|instance|(?:an? )?(?:review|overview|discussion))"
    r"|as in|such as|compare|contra|reviewed (?:in|by)|discussed (?:in|by)|adapted from|modified from|data from|from|source[sd]?|in"
    r"|also|and|both|both in|esp(?:ecially|\.)|particularly|notably|most recently|most notably|among others|inter alia|including|by"
    r"|(?:as )?(?:cited|quoted) (?:in|by|after)|s\.|z\.\s?B\.|voir aussi|p\. ex\.|ver|ved"
    r"|参看|另见|详见|如|例如)(?!\w)[,:，：]?\s*){0,4}",
    re.IGNORECASE,
)
"""What may stand in a bracket before names, any number of which is no part of them."""
FOR_EXAMPLE = pattern(r"\s*z\.\s?B\.,?\s(?=[^\W\d_]{2})")
"""The only lead whose end looks like the initial of the name behind it."""
