"""The parts that papers and reports are made of, by their usual names: what only names one states nothing."""

from __future__ import annotations

from indexer.inline import MARKUP

LONGEST_NAME = 40  # characters, with the signs around them
_SIGNS = f" \t*_{MARKUP}"
_STOPS = ".:：。"
_LAST = frozenset(_SIGNS + _STOPS)
_NAMES = frozenset(
    """abstract background introduction objective objectives aim aims purpose methods method methodology results findings discussion
        conclusion conclusions interpretation significance limitations implications recommendations overview summary importance rationale
        design setting participants interventions
        zusammenfassung einleitung hintergrund methoden methodik ergebnisse fazit schlussfolgerung schlussfolgerungen
        résumé contexte objectifs méthodes résultats conclusions resumen antecedentes objetivos métodos resultados conclusión conclusiones
        resumo introdução conclusão riassunto obiettivi metodi risultati conclusioni аннотация введение методы результаты выводы заключение
        摘要 背景 目的 方法 结果 結果 结论 結論 讨论 討論 概要 概述 引言 前言 考察 초록 배경 목적 방법 결과 결론 요약""".split()
)


def is_section_name(words: str) -> bool:
    """Whether words only name a section and are set off by a stop or a colon: `Abstract:`, `**Methods.**`."""
    if len(words) > LONGEST_NAME or words[-1:] not in _LAST:
        return False
    bare = words.strip(_SIGNS)
    name = bare.rstrip(_STOPS)
    return name != bare and name[:1] > "@" and not name[:1].islower() and name.rstrip(_SIGNS).casefold() in _NAMES
