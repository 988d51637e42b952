"""The tokens of a LaTeX text other than words, and the commands that cite."""

from __future__ import annotations

from indexer.patterns import pattern

TOKEN = pattern(
    r"(?P<comment>%[^\n]*(?:\n(?![ \t]*(?:\n|\Z))[ \t]*)?)"
    r"|(?P<break>\n[ \t]*\n\s*)"
    r"|\\(?P<edge>begin|end)[ \t]{0,9}\{(?P<env>[^{}\n]{1,60})\}"
    r"|(?P<verb>\\(?:verb|lstinline)\*?(?P<sign>[^\w\s*\\{])[^\n]{0,300}?(?P=sign))"
    r"|(?P<display>\\\[(?!\^?\w{1,20}\\\])(?:[^\\]|\\[^\[\]]){1,2000}?\\\]|\$\$[^$]{1,2000}\$\$)"
    r"|(?P<math>\\\((?!\d+\\\))[^\n()]{1,300}(?:\([^\n()]{0,300}\)[^\n()]{0,300}){0,9}\\\)|\$[^$\n]{1,600}(?:\n[^$\n]{1,200}){0,3}\$)"
    r"|\\(?P<name>[A-Za-z@]{1,60})\*?"
    r"|(?P<newline>\\\\\*?(?:\[[^\[\]\n]{0,20}\])?)"
    r"|(?P<accent>\\['`^\"~=.](?=\{?\\?[A-Za-z]))"
    r"|(?P<escape>\\[&%#$_{} ])|(?P<thin>\\[,;:!>/@-])"
    r"|(?P<cell>&)|(?P<tie>~)|(?P<bracket>\{[\[\]]\})|(?P<open>\{)|(?P<close>\})|(?P<quote>``?|\"[`']|''|'(?!\w))"
)
SHOWN_SIGNS = {"``": "“", "''": "”", "`": "‘", "'": "’", '"`': "„", "\"'": "“", "{[}": "[", "{]}": "]"}
CLOSED_BY = {"`": "'", '"`': "\"'"}  # closes a quotation only if one is open
CITE = pattern(
    r"(?:[Pp]aren|[Tt]ext|[Aa]uto|[Ff]oot|[Ss]mart|[Ss]uper|[Ff]ull|[Ff]ootfull|[Ss]hort|[Ii]nline|[Nn]otes?)?[cC]ite(?!style|name|reset)[a-zA]{0,14}"
)
NARRATIVE = pattern(r"[cC]itet|[tT]extcites?|[cC]itealt|[cC]iteA")
UNCITED = pattern(r"[cC]iteauthor[a-z]*|[cC]itetitle|citefield|citetext")
