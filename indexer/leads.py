"""Words that lead to a source: before a link, an address or a label in brackets, or before a colon. For patterns that ignore case."""

from __future__ import annotations

SEE = r"(?:see(?: also)?|cf\.?|e\.g\.,?|siehe|vgl\.?|voir|参见|见)"
"""What may stand before labels."""
LABEL_WORDS = (
    "sources?|src|réfs?|refs?|references?|cite|citations?|docs?|documents?|web|quellen?|fuentes?|fontes?|fonti|bron|källa|kilde|источники?"
    "|来源|來源|引用|文献|资料|資料|出典|注釈?|註釈?|출처"
)
"""What labels are called."""
SOURCE_WORDS = "sources?|quellen?|fuentes?|fontes?|fonti|bron|källa|kilde|источники?|来源|來源|出典|출처"
"""What names a source before a colon."""
NAME = r"[\"“„«‘']?(?P<name>(?!https?:|doi:|10\.)[^\W_][^()\[\]<>]{0,120}?)[\"”“»’']?[,:;.–—]\s"
"""A name before an address, `Lake survey 2019, `."""
