"""What entries say beside an address: where a work is to be found, and when somebody looked. No title, in any language."""

from __future__ import annotations

import re

from indexer.patterns import pattern
from indexer.references.signs import lowered
from indexer.works.words import VISITED

_WHERE = """
available (?:at|from|online|via)|online(?: at)?|url|link|doi|arxiv(?: e-?prints?)?|retrieved (?:from|on)|verfügbar unter|abrufbar unter|online unter
disponible (?:en|sur|à)|repéré à|récupéré (?:de|sur)|en ligne|disponível em|recuperado de|obtenido de|disponibile (?:su|presso)|reperibile su
beschikbaar op|tillgänglig på|hämtad från|tilgjengelig på|hentet fra|saatavilla|dostępne na|pobrano z|dostupné (?:z|na)|dostupný z
режим доступа|режим доступу|доступно на|ανακτήθηκε από|διαθέσιμο στο|erişim adresi|متاح على|مسترجع من|truy cập từ|diakses dari|tersedia di
"""
_WHEN = """
accessed(?: on)?|retrieved(?: on)?|(?:last )?(?:visited|accessed|checked)(?: on)?|date (?:accessed|of access)|(?:(?:zuletzt|letzter|letzte) )?(?:abgerufen|abruf|zugriff|aufruf|aufgerufen|besucht)
(?:page )?consultée? le|dernier accès|dernière consultation|fecha de (?:consulta|acceso)|consultado|último acceso|acesso em|acessado em|acedido em|último acesso
ultimo accesso|accesso eseguito il giorno|(?:url )?consultato|geraadpleegd|hämtad|hämtat|åtkomst|hentet|besøgt|viitattu
dostęp|data dostępu|pobrano|odczyt|citováno|navštíveno|hozzáférés dátuma|accesat[ăe]? pe
дата (?:(?:последнего )?обращения|звернення|доступа)|доступ отримано|проверено|ανακτήθηκε|τελευταία πρόσβαση|(?:son )?erişim(?: tarihi)?|diakses|truy cập(?: vào(?: tháng)?)?
تاريخ (?:الاطلاع|الوصول|الدخول)|تم (?:الوصول|الاطلاع)(?: بتاريخ)?|נרשמה גישה בתאריך|נדלה|אוחזר|נצפה|بازبینی|دسترسی|अभिगमन
"""
_WHERE_WIDE = r"获取自|取自|网址|網址|(?<=[\s,.;|，。；])(?:链接|連結|鏈接|リンク|링크)"
_WHEN_WIDE = "(?:最后|最後|最終)?(?:访问|訪問|检索|檢索|引用|閲覧|アクセス|参照|浏览|瀏覽|查阅|查閱)(?:日期|日|时间|時間)?[为為]?|접속일?|검색일|확인일?|열람일?|(?:สืบค้น|เข้าถึง)(?:เมื่อ)?"
# Only before a date, as they are words of titles too.
_DATED = "|".join(
    (
        "published(?: on)?|updated(?: on)?|posted(?: on)?|consulted|lest|bekeken|cit\\.|as of",
        *(re.escape(word.rstrip(":")) for word in VISITED),
    )
)
_DATE = (
    r"(?:[^\W\d_]{1,6}\s)?(?:\d{1,2}\.?\s?(?:de\s)?[^\W\d_]{3,10}\.?,?\s(?:de\s)?\d{4}|[^\W\d_][^\s\d,.:;()\[\]]{2,12}\.?\s\d{1,2},?\s\d{4}"
    r"|(?:\d{1,2}(?:\s?[月월])?|[一二三四五六七八九十]{1,2}月)\s\d{1,2},\s\d{4}"  # as Gemini writes it in every language: `12月 16, 2025`
    r"|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\d{4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日?)"
)
_FROM = "(?:from|at|van|von|de|da|fra|från|z|из|от|από|dari|từ)"


def _words(table: str) -> str:
    return table.strip().replace("\n", "|")


_NARROW = rf"(?<!\w)(?:(?:{_words(_WHERE)}|{_words(_WHEN)})(?!\w)[:：]?(?:\s?{_DATE})?|(?:{_DATED})[:：]?\s?{_DATE})"
_WIDE = rf"(?:{_WHERE_WIDE}|{_WHEN_WIDE})[:：]?(?:\s?{_DATE})?"
_BEHIND = ("アクセス", "閲覧", "액세스", "접속")  # what stands behind the date
_AT_END = pattern(rf"(?:{_NARROW}|{_WIDE})(?:[\s,，]{{0,2}}{_FROM}(?=[\s:]|\Z))?[\s.,،，、:：。)\]）】]*\Z")
_AT_BEGIN = pattern(
    rf"[\s(\[（【.,;，]*(?:(?:{_words(_WHEN)})(?!\w)|(?:{_DATED})[:：]?\s?{_DATE}|{_WHEN_WIDE}|{_DATE}[\s)\].]*\Z)",
    re.IGNORECASE,
)
_DATE_FIRST = pattern(rf"{_DATE}\s?[に에]\s?(?:{'|'.join(_BEHIND)})[\s.,，、:：。)\]）】]*\Z")
_BRACKETS = ("(", "[", "（", "【")
_LONGEST = 90  # characters


def without_retrieval(words: str) -> str:
    """Words before an address, without what only leads to it: `Mills. Retrieved May 4, 2021, from`."""
    for _ in range(2):  # `[cit. 2021-03-03]. Dostupné z:`
        begin = max(0, len(words) - _LONGEST)
        small = lowered(words)
        behind = not words.isascii() and any(word in words for word in _BEHIND)
        found = (_DATE_FIRST.search(small, begin) if behind else None) or _AT_END.search(small, begin)
        if found is None:
            break
        words = words[: found.start()]
        if words.endswith(_BRACKETS):
            words = words[:-1]
    return words


def tells_retrieval(words: str) -> bool:
    """Whether words behind an address only tell when somebody looked: `(дата обращения: 05.06.2022)`."""
    return len(words) <= _LONGEST and _AT_BEGIN.match(words) is not None
