"""The fields that an entry may tell of its work on lines of their own: `URL: https://…`, `- Accessed: 2 May 2024`."""

from __future__ import annotations

import re

from indexer.patterns import pattern

_NAMES = (
    r"title|authors?|by|url|uri|link|doi|isbn|access(?:ed)?(?: date| on)?|date(?: accessed)?|retrieved|published|publi(?:sher|cation)(?: date)?|type|source|year|journal"
    r"|venue|site|website|organi[sz]ation|language|relevance|credibility|confidence|reliability|used for|why it matters|key (?:insight|finding|claim|point|fact)s?|claims?|archived?|status"
    r"|autore?n?|auteurs?|fecha|datum|fuente|quelle|zugriff|abgerufen|作者|链接|网址|日期|访问日期|来源"
)
_FIELD = rf"(?:[-*+•][ \t]+)?[*_]{{0,2}}(?:{_NAMES})[*_]{{0,2}}[ \t]?[:：](?=\s*\S)"
FIELD = pattern(_FIELD, re.IGNORECASE)
"""How the line of a field begins, with its bullet."""
TITLE_FIELD = pattern(
    r"\n[ \t]{0,40}(?:[-*+•][ \t]+)?[*_]{0,2}title[*_]{0,2}[ \t]?:[*_]{0,2}[ \t]*(?=\S)", re.IGNORECASE
)
"""How the line begins that tells the title."""
FIELD_LINE = pattern(rf"\n[ \t]{{0,40}}{_FIELD}", re.IGNORECASE)
"""The same with the end of the line before."""
