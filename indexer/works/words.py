"""Words of many languages next to the names of authors and the years of works, one table for each kind.

Words that join two things are in `indexer.leads`.
"""

from __future__ import annotations

import re

from indexer.leads import AND_WORDS
from indexer.patterns import pattern

#: Words between two authors, in lower case. Those of one letter count between names only.
CONNECTORS = frozenset((*AND_WORDS, *"& a with dengan un և եւ तथा व এবং மற்றும்".split()))
#: What stands for the authors that are not written out, before a year or at the end of a list of authors.
_MORE = (
    (
        "et al., et al, et.al., et.al, et. al., et. al, et coll., et coll, et autres, et collab., and others, and colleagues, and co-workers, and coworkers"  # English, French
        ", u. a., u.a., und andere, et alii"  # German
        ", y otros, y cols., y col., y colaboradores, e outros, e cols., e col., e colaboradores, i altres"  # Spanish, Portuguese, Catalan
        ", e altri, ed altri, e coll., e colleghi"  # Italian
        ", e.a., en anderen, e. a."  # Dutch
        ", m.fl., m. fl., mfl., mfl, med flera, med flere, og andre"  # Swedish, Danish, Norwegian
        ", i in., i inni, i wsp., i współpracownicy"  # Polish
        ", a kol., a spol., a další, et kol., aj."  # Czech, Slovak
        ", и др., и др, и другие, и соавт., с соавт., і др., та ін., й ін., і ін., та інші, та співавт."  # Russian, Ukrainian
        ", κ.ά., κ.ά, κ.α., κ. ά., κ.συν., και συν., και άλλοι"  # Greek
        ", vd., v.d., vd, ve ark., ve diğerleri, ve diğ."  # Turkish
        ", dkk., dkk, dll., dll, dan kawan-kawan, dan rakan-rakan"  # Indonesian, Malay
        ", và cộng sự, và cs., và cs, và ctv., và nnk."  # Vietnamese
        ", és mtsai, és mtsai., és társai, és munkatársai, et mtsai"  # Hungarian
        ", ym., ja muut, jt., un c., un citi, ir kt."  # Finnish, Estonian, Latvian, Lithuanian
        ", și colab., și alții, ș.a., i dr., i sur., in drugi, in sod., idr."  # Romanian, South Slavic
        ", وآخرون, وآخرين, وزملاؤه, و آخرون, و همکاران, و دیگران"  # Arabic, Persian
        ", ואח', ואח׳, ואחרים, ועמיתיו, एवं अन्य, व अन्य, और अन्य, และคณะ, และคนอื่น ๆ"  # Hebrew, Hindi, Thai
        ", 等, 等人, ら, ほか, 他, 외"  # Chinese, Japanese, Korean
    ).split(", ")
)


_GLUED = "等ら他ほ外외แ"  # the first characters of words without a space before them


def _pattern(word: str) -> str:
    """A pattern for a word: any white space where it has some, and an optional one after a stop within it."""
    spaced = r"\s+".join(map(re.escape, word.split())).replace(r"\.", r"\.\s?").removesuffix(r"\s?")
    return spaced if word[0] in _GLUED else rf"(?<!\w){spaced}"


def _ending(word: str) -> str:
    last = word.rstrip(".").split()[-1]
    return last if len(last) > 1 or last[0] in _GLUED else f" {last}"


_ENDINGS = tuple(set(map(_ending, _MORE)))
_LONGEST = 40  # characters of any of them, with white space
_MORE_AT_END = pattern("(?:" + "|".join(map(_pattern, _MORE)) + r")(?:['’]s)?[\s.,，]*\Z")


def find_more(text: str, start: int, end: int) -> int:
    """The offset of the words at the end of `text[start:end]` that stand for further authors; `end` if there are none."""
    tail = text[max(start, end - _LONGEST) : end].rstrip(" \t\n.,，")
    if not tail.removesuffix("'s").removesuffix("’s").rstrip(".").endswith(_ENDINGS):
        return end
    match = _MORE_AT_END.search(text, max(start, end - _LONGEST), end)
    return match.start() if match else end


#: What says that a date is that of a visit to a page, in lower case, before the date.
VISITED = (
    (
        "accessed, date of access, last access, retrieved, last visited, visited on, viewed on, last checked, [cited"  # English
        ", abgerufen, aufgerufen, letzter aufruf, zugriff, zuletzt besucht, eingesehen, stand:"  # German
        ", consulté, consultée, dernier accès, dernière consultation, date de consultation"  # French
        ", consultado, consultada, consulta:, fecha de consulta, recuperado el, recuperado de, último acceso, fecha de acceso"  # Spanish
        ", acesso em, acessado, acedido, último acesso, data de acesso, consultado em"  # Portuguese
        ", consultato, consultata, ultimo accesso, accesso eseguito, ultima consultazione, visitato, data di accesso"  # Italian
        ", geraadpleegd, bekeken op, bezocht op, opgehaald, geopend op"  # Dutch
        ", hämtad, hämtat, läst, læst, åtkomst, besökt, hentet, lest den, besøgt, tilgået, viitattu, avattu, luettu, haettu"  # of the north
        ", dostęp, data dostępu, pobrano, odczyt:, [cit., [online] cit., citováno, navštíveno, přístup, megtekintve, letöltve, hozzáférés dátuma, accesat, accesată, otwierano, použito"  # of the east
        ", дата обращения, обращения, дата звернення, звернення, дата доступа, доступ отримано"
        ", ανακτήθηκε, προσπέλαση, πρόσβαση, τελευταία επίσκεψη, erişim, diakses, diunduh, truy cập"
        ", تاريخ الاطلاع, تم الوصول, اطلع عليه, بازبینی, دسترسی در, تاریخ دسترسی, אוחזר, נדלה, נצפה, נרשמה גישה, अभिगमन, สืบค้นเมื่อ, เข้าถึงเมื่อ"
        ", 访问, 訪問, 檢索, 检索, 引用日期, 查阅, 閲覧, アクセス, 参照日, 검색일, 접속일, 열람일"  # Chinese, Japanese, Korean
    ).split(", ")
)
#: The same, behind the date.
VISITED_BEHIND = tuple("閲覧 アクセス 参照 検索 取得 確認 访问 检索 查阅 접속 확인 검색 열람".split())
#: Surnames that stand first and are those of most Vietnamese, of whom texts write `(Nguyễn, 2018)`.
FIRST_SURNAMES = frozenset(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Trương Đào Lương Mạc Tạ".split()
)
