"""Which paragraphs are captions of figures and tables, judged by their first words: `Figure 3: Sales`, `表2 各方法比较`."""

from __future__ import annotations

from indexer.patterns import pattern

_NUMBER = r"(?:[A-Z]{1,2}[.-]?)?\d{1,3}(?:[.–-]\d{1,3}){0,2}[a-z]?"
_CAPTION = pattern(
    r"[*_]{0,3}(?:(?:Figure|FIGURE|Fig\.|Table|TABLE|Tab\.|Abbildung|Abb\.|Tabelle|Figura|Fig|Tabla|Tabela|Tabella|Tableau|Figuur|Tabel"
    rf"|Рисунок|Рис\.|Таблица|Табл\.|그림|표|شكل|الشكل|جدول|الجدول) ?{_NUMBER}[*_]{{0,3}}(?:[:：]|\.(?=[*_]{{0,3}}\s+[^\Wa-zа-я\d_])| [|–—-](?=\s))"
    rf"|[图圖表図] ?{_NUMBER}[*_]{{0,3}}(?:[:：.、]|[ \u3000](?=\w)))"
)
# What a caption may start with: a look-up in these sets costs a tenth of a match of the pattern.
_FIRST = frozenset("FTAРТ그표شاج*_图圖表図")
_STARTS = frozenset("Fi FI Ta TA Ab Ри Та 그림 شك ال جد".split())
_ENOUGH = frozenset("*_图圖表図표")


def is_caption(words: str) -> bool:
    """Whether a paragraph starts like a caption. One about a figure, `Figure 3 shows`, does not."""
    if words[:1] not in _FIRST:
        return False
    return (words[:2] in _STARTS or words[0] in _ENOUGH) and _CAPTION.match(words) is not None
