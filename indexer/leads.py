"""Words that lead to a source, before a link, an address, a label in brackets or a colon; for patterns that ignore case."""

from __future__ import annotations

SEE = (
    r"(?:see(?: also)?|cf\.?|cfr\.?|e\.g\.,?|siehe(?: auch)?|s\. ?a\.|vgl\.?|voir|zie|se|jfr\.?|jf\.|véase|vedi|zob\.?|por\.|viz|srov\.|bkz\.?|krş\."
    r"|см\.?|ср\.|напр\.|див\.?|пор\.|βλ\.?|πρβλ\.|lihat|lih\.|xem|انظر|راجع|نک\.?|ראו|देखें|参见|參見|参照|參照|参考|參考|见|見|참조:?|참고:?)"
)
"""What may stand before labels."""
ACCORDING = (
    r"(?:according to|after|based on|following|laut|nach|dazu|zit(?:iert|\.)? (?:n\.|nach|in)|selon|d[’']après|citée? (?:par|dans)|según|citado (?:por|en|em)"
    r"|segundo|conforme|apud|secondo|citato (?:in|da)|volgens|enligt|ifølge|według|cyt\. za|za|podle|cit\. dle|menurut|theo|aktaran|akt\.|по|цит\. (?:по|за)|за|نقلا عن|به نقل از)"
)
"""What may stand before names in a bracket: the claim is theirs."""
ARTICLE = r"(?:the|this|its|die|das|den|der|dem|le|la|les|el|los|las|il|lo|o|os|as|het|de)"
"""What may stand between these and the words of a link."""
AND_WORDS = tuple("and und u. et y e en och og i oraz и та й і και ve dan và és ja și şi və ir و और एवं และ".split())
"""What joins two things, in lower case. A letter that means "to" in another language, as `a`, is none."""
AND = rf"(?:{'|'.join(AND_WORDS).replace('.', '[.]')}|ו-?|[和与與及と과와및])"
"""What joins two labels of a list."""
UNTIL = r"(?:\b(?:bis|à|al|до|tot|til|till)\b|[至到])"
"""What stands between the first label of a range and the last."""
LABEL_WORDS = (
    "sources?|src|réfs?|refs?|references?|cite|citations?|docs?|documents?|web|quellen?|fuentes?|fontes?|fonti|bron|källa|kilde|источники?"
    "|(?:数据|數據|资料|資料|信息)?(?:来源|來源)|引用|文献|资料|資料|出典|注釈?|註釈?|출처"
)
"""What labels are called."""
ANCHORED = (
    r"<(?:a|b|i|p|sup|small|span|strong)\s(?:[^<>]{0,80}?\s)?(?:id|name)=[\"']?[^\"'<>\s]{1,60}[\"']?[^<>]{0,80}>(?:<(?:b|sup)>)?\s?"
    r"(?:\[?\d{1,3}\]?[.:)]?\s?(?:</(?:b|sup)>)?</(?:a|b|i|p|sup|small|span|strong)>|\d{1,3}[.:)]?(?=\s))[.:)]?\s{0,3}"
)
"""How a note begins whose number can be led to, `<a name="f1">1</a>: `, `<sup id="f1">1. `, as a pattern without groups."""
SOURCE_WORDS = (
    "sources?(?: (?:consulted|cited|used))?|quellen?|fuentes?|fontes?|fonti|bron(?:nen)?|källa|källor|kilder?|lähde|źródł[oa]|zdroje?|forrás|surs[ae]|izvor|kaynak|sumber|nguồn"
    "|источники?|джерел[оа]|πηγ(?:ή|ές)|المصدر|המקור|מקור|منبع|स्रोत|ที่มา|(?:资料|資料|数据|官方|关键|主要)?(?:来源|來源)|参考(?:链接|連結|資料|资料)|出典|出所|출처|자료"
)
"""What names a source before a colon."""
CHECKED_WORDS = "cited|verified"
"""What says in brackets, before a colon, that a source was looked at."""
LINK_WORDS = "(?:links?|lien|enlace|ссылка|посилання|链接|連結|鏈接|リンク|링크)"
"""What a link is called that names nothing."""
NAMING = rf"(?:{SOURCE_WORDS})[*_]{{0,2}}[ \u00a0\u202f]?[:：]"
"""The same with its colon, which French sets off."""
_NAME = r"(?!https?:|doi:|10\.|PMID|PMC(?:ID|\d)|arXiv:)[^\W_][^()\[\]<>]{0,120}?"
NAME = rf"[\"“„«‘']?(?P<name>{_NAME})[\"”“»’']?[,:;.–—]\s"
"""A name before an address, `Lake survey 2019, `."""
ANOTHER_NAME = NAME.replace("?P<name>", "?:")
"""The same for a pattern that has one already."""
