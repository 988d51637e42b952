"""What people write above a list of references or of notes, in many languages."""

from __future__ import annotations

import re
from typing import Literal

_SOURCES = """
references | reference list | list of references | references and notes | references and links | references cited | cited references
| sources | source list | sources and references | sources cited | source | sources consulted | data sources | information sources
| works cited | work cited | literature | literature cited | bibliography | selected bibliography | selected references | annotated bibliography
| citations | citation list | cited sources | cited works | links | web references | external references | reference | further sources | key sources | primary sources | secondary sources
| key citations | key references | citations and sources | refs | ref | resources cited | normative references | informative references | reference documents | related documents | online sources | web sources | source links | reference links
| webography | consulted sources | top sources | reference sources | references and resources | works consulted | works cited and consulted | research sources | source register | evidence base | external links | further reading and sources | sources used | references used
| 引用的著作 | 引用的文献 | 引用著作 | 参考文献 | 参考资料 | 參考文獻 | 參考資料 | 引用文献 | 引用文獻 | 引用 | 引用来源 | 引用來源 | 参考 | 参考来源 | 资料来源 | 資料來源 | 来源 | 來源 | 数据来源 | 信息来源 | 文献 | 文獻 | 参考链接 | 出典 | 参照 | 参照文献 | 参考資料 | 参考情報 | 参考リンク | 参考サイト | 参考文献一覧 | 出典一覧 | 引用元 | 脚注 | 注释与参考文献
| 主要参考资料 | 主要来源 | 主要参考文献 | 出处 | 出處 | 引用出处 | 情報源 | 参照元 | 参照先 | ソース | 出典・参考文献 | 引用・参考文献 | 参考・引用文献
| 인용된 저작물 | 인용 자료 | 참고문헌 | 참고 문헌 | 참고자료 | 참고 자료 | 출처 | 인용문헌 | 인용 | 각주
| 각주 및 출처 | 자료 출처 | 참조 | 참조 자료 | 참고 | 출처 목록 | 인용 출처 | 출처 및 참고문헌 | 참고문헌 및 출처
| zitierte quellen | verwendete quellen | zitierte werke | quellen und literatur | quellen | quellenverzeichnis | quellenangaben | literatur | literaturverzeichnis | literaturangaben | einzelnachweise | referenzen | nachweise | belege | quellenliste | bibliographie | bibliografie
| sources des citations | sources citées | références | références bibliographiques | sources et références | ouvrages cités | notes et références | webographie
| sitographie | bibliographie sélective | sources consultées | sources utilisées | liste des sources | liste des références | références citées
| referencias | referencias bibliográficas | fuentes | bibliografía | obras citadas | fuentes consultadas | lista de referencias | lista de fuentes | fuentes citadas | referencias citadas | citas | referencias y enlaces | referencias y fuentes
| referências | referências bibliográficas | fontes | fontes consultadas | lista de referências | referências citadas | lista de fontes | bibliografia | obras citadas | opere citate | fonti citate | riferimenti | riferimenti bibliografici | fonti | referenze
| источники | список литературы | литература | библиография | ссылки | использованные источники | список источников | примечания и ссылки | использованная литература | список использованной литературы | список использованных источников
| джерела | література | посилання | źródła | literatura | bibliografia | przypisy | přehled literatury | zdroje | prameny | källor | referenser | litteratur | kilder | referanser | kildehenvisninger | lähteet | viitteet
| bronnen | referenties | literatuurlijst | bronvermelding | kaynaklar | kaynakça | referanslar | πηγές | βιβλιογραφία | αναφορές | surse | bibliografie | referințe | források | irodalom | hivatkozások
| المراجع | المصادر | مصادر | مراجع | قائمة المراجع | قائمة المصادر | المصادر والمراجع | المراجع والمصادر | قائمة المصادر والمراجع | מקורות | ביבליוגרפיה | منابع | संदर्भ | स्रोत | tài liệu tham khảo | nguồn | referensi | daftar pustaka | sumber | rujukan | แหล่งอ้างอิง | อ้างอิง
"""
_NOTES = """
notes | note | footnotes | endnotes | end notes | foot notes | notes and references | explanatory notes | footnote | table notes | author's note | author's notes
| 注释 | 注釋 | 註釋 | 注 | 註 | 脚注 | 注記 | 注釈 | 註釈 | الهوامش | الحواشي | 주석 | 미주 | anmerkungen | fußnoten | fussnoten | endnoten | notas | notas al pie | notas de rodapé | note a piè di pagina | примечания | сноски | przypisy | noter | noten | voetnoten | dipnotlar | σημειώσεις
"""
_BESIDE = frozenset(
    {
        "further reading",
        "additional reading",
        "suggested reading",
        "weiterführende literatur",
        "lectures complémentaires",
        "resources",
        "consulted",
    }
)
"""What is listed with sources, in one heading: `Sources and Further Reading`."""
NamedKind = Literal["sources", "notes"]
"""What a heading names."""
_LONGEST = 60
_TAIL = 3  # letters; names in scripts of Asia may be shorter
_SPLIT = re.compile(r"\s*\|\s*")
_LEAD = re.compile(r"[\W_\d]*(?:[ivxIVX]{1,4}[.)]\s+|[a-zA-Z][.)]\s+|[一二三四五六七八九十]{1,3}[、.]\s*)?[\W_]*")
SOURCES = frozenset(_SPLIT.split(_SOURCES.strip()))
NOTES = frozenset(_SPLIT.split(_NOTES.strip()))


_BEFORE = re.compile(
    r"(?:lists? of|here are (?:the|my|all)?|the|all|full|complete|main|selected|additional|useful|numbered|my|our"
    r"|(?:appendix|annex|anhang)(?: [a-z\d]{1,3})?\s?[:.–-])\s+"
)
_BEHIND = re.compile(
    r"\s*(?:\b(?:used|list|index|section)|\([^()]{1,30}\)?|\[edit\]?|\bin th(?:is|e) (?:report|article|document|paper|study|essay))\Z"
)
_AND = re.compile(r"\s*(?:[&/+、·与和及と]|\b(?:and|und|et|y|e|и|och|og|en)\b)\s*")
# `Source: Conversation with Bing, 10/9/2023`, in any language.
_CONVERSATION = re.compile(r"[^\W\d_]{2,12}\s?[:：]\s?[^\n]{0,30}(?:Bing|Copilot|必应)[^\n.]{0,12}[\d/. -]{6,12}")
# Few other lines end like one of them, or like what may stand behind.
_TAILS = frozenset(
    name[-_TAIL:]
    for name in SOURCES
    | NOTES
    | _BESIDE
    | set("used list index section selected report article document paper study essay".split())
)


def may_name_list(line: str) -> bool:
    """Whether a line is short enough for the heading of a list and ends like one: a cheap look first."""
    if len(line) > _LONGEST:
        return False
    if line[-1:] in (")", "]"):
        line = line[: max(line.rfind("("), line.rfind("["), 0)]
    words = line if line[-1:].isalnum() else line[: _last_sign(line)]
    if not words or words[-_TAIL:].casefold() in _TAILS or not words[-1].isascii():
        return True
    return words[-1].isdigit() and _is_conversation(line)


def _is_conversation(line: str) -> bool:
    """Whether a line is what Bing put above the sources of an answer; it ends with the date."""
    return ("Bing" in line or "Copilot" in line or "必应" in line) and _CONVERSATION.fullmatch(line) is not None


def _last_sign(line: str) -> int:
    """Where the letters and figures of a line end."""
    end = len(line)
    while end and not line[end - 1].isalnum():
        end -= 1
    return end


def heading_kind(line: str) -> NamedKind | None:
    """What a line names, if it names a list at all. Numbering, emphasis and colons do not count."""
    if not may_name_list(line):
        return None
    if _is_conversation(line):
        return "sources"
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    words = " ".join(line[start : _last_sign(line)].split()).casefold()
    if words in SOURCES or words in NOTES:
        return "sources" if words in SOURCES else "notes"
    bare = _BEFORE.sub("", words, 1)
    for _ in range(2):  # `sources used in this report`
        bare = _BEHIND.sub("", bare)
    if bare in SOURCES or bare in NOTES:
        return "sources" if bare in SOURCES else "notes"
    parts = set(_AND.split(bare))
    return "sources" if parts & SOURCES and parts <= SOURCES | NOTES | _BESIDE else None
