"""What lists of references and of notes are called, in many languages."""

from __future__ import annotations

import unicodedata

from indexer.patterns import pattern

_SOURCES = """
references | reference list | list of references | references and notes | references and links | references cited | cited references
| sources | source list | sources and references | sources cited | source | sources consulted | data sources | information sources
| works cited | work cited | literature | literature cited | bibliography | selected bibliography | selected references | annotated bibliography
| citations | citation list | cited sources | cited works | links | web references | external references | reference | further sources | key sources | primary sources | secondary sources
| key citations | key references | citations and sources | refs | ref | resources cited | normative references | informative references | reference documents | related documents | online sources | web sources | source links | reference links
| webography | consulted sources | top sources | reference sources | references and resources | learn more | works consulted | works cited and consulted | research sources | source register | resources mentioned | works referenced | source materials | source urls | citation index | sources read but not used | evidence base | external links | further reading and sources | sources used | references used
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
| schrifttum | schrifttumsverzeichnis | literaturnachweise | literaturhinweise | quellennachweis | quellennachweise | referenzliste | internetquellen | onlinequellen | quellenangabe | belegstellen | primärliteratur | sekundärliteratur
| documents cités | travaux cités | littérature | ouvrages | bibliographiques
| webgrafía | trabajos citados | material consultado | literatura citada | fuentes bibliográficas | listado de fuentes | webgrafia | trabalhos citados | obras consultadas | sitografia | letteratura
| bronnenlijst | literatuur | referentielijst | verwijzingen | bronverwijzingen | literatuuropgave | bronnenoverzicht | geciteerde werken | bibliografie
| källförteckning | referenslista | litteraturförteckning | källhänvisningar | litteraturlista | källangivelser | bibliografi | kildeliste | referencer | litteraturliste | litteraturhenvisninger | referanseliste | referenceliste
| literatury | źródeł | netografia | piśmiennictwo | odnośniki | zdrojů | pramenů | citace | odkazy
| библиографический список | библиографические ссылки | литературы | источников | бібліографія | бібліографічний список | літератури | джерел | посилань
| παραπομπές | αναφορών | πηγών | kaynak | bibliyografya | atıflar | alıntılar
| بيبليوغرافيا | البيبليوغرافيا | الإحالات | מראי מקום | הפניות | ספרות | סימוכין | רשימה ביבליוגרפית | کتابنامه | ارجاعات | مآخذ | सन्दर्भ | ग्रंथ सूची | ग्रन्थसूची | संदर्भ ग्रंथ
| บรรณานุกรม | เอกสารอ้างอิง | รายการอ้างอิง | รายการเอกสารอ้างอิง | แหล่งที่มา | แหล่งข้อมูล | ที่มา | tham khảo | trích dẫn | thư mục | bibliografi | kepustakaan | pustaka | acuan
| alıntılanan çalışmalar | geciteerd werk | cytowane prace | karya yang dikutip | ผลงานที่อ้างอิง | citerade verk | citerede værker | siterte verk | idézett munkák | lucrări citate | citovaná díla
| lähdeartikkelit | цитовані джерела | цитирани произведения | έργα που αναφέρονται | المصادر التي تم الاقتباس منها | الأعمال المذكورة | עבודות שצוטטו | उद्धृत कार्य
| 引文 | 出所 | 典拠 | 참고서적 | 참고 서적 | 인용자료 | 출전 | 참조 문헌 | 참고사이트 | 참고 링크 | 문헌 | 인용 문헌
"""
_NOTES = """
notes | note | footnotes | endnotes | end notes | foot notes | notes and references | explanatory notes | footnote | table notes | author's note | author's notes
| 注释 | 注釋 | 註釋 | 注 | 註 | 脚注 | 注記 | 注釈 | 註釈 | الهوامش | الحواشي | 주석 | 미주 | anmerkungen | fußnoten | fussnoten | endnoten | notas | notas al pie | notas de rodapé | note a piè di pagina | примечания | сноски | przypisy | noter | noten | voetnoten | dipnotlar | σημειώσεις
| notes de bas de page | notes de fin | notas de fim | eindnoten | fotnoter | slutnoter | fodnoter | sluttnoter | uwagi | poznámky | poznámky pod čarou | виноски | примітки | υποσημειώσεις | notlar | sonnotlar
| هوامش | ملاحظات | حواش | הערות שוליים | הערות | پانویس | پانویسها | پانوشت | پی‌نوشت | یادداشتها | टिप्पणियाँ | पाद टिप्पणी | पाद टिप्पणियाँ | पादटिप्पणियाँ | เชิงอรรถ | หมายเหตุ | chú thích | cước chú | ghi chú | catatan kaki | catatan
| 尾注 | 尾註 | 注解 | 註解 | 註腳 | 注脚 | 附注 | 附註 | 脚註 | 補注 | 後注 | 주 | 내용주 | 내용 주 | 참조주
"""
_BESIDE = """
further reading | additional reading | suggested reading | weiterführende literatur | lectures complémentaires | resources | consulted | show notes | liens | enlaces | käll | 資料 | 资料 | 자료 | 延伸阅读 | 延伸閱讀 | 扩展阅读 | 拓展阅读
"""
# What stands beside a name and changes nothing: kinds of sources, how they were used, that they are listed, small words.
_BESIDE_NAMES = """
the all full complete authoritative official catalog catalogue main selected additional useful numbered my our used cited consulted mentioned referenced verified checked online web internet primary secondary
in this that report article interview episode document essential general key core major important recommended relevant original list lists index section of to for
verzeichnis liste auswahl ausgewählte wichtige wichtigste verwendete benutzte genutzte zitierte weitere weiterführende online gedruckte ungedruckte der des die meine unsere
indicative sommaire générale générales principale principales sélective documentaires bibliographiques consultés consultées citée citées cités utilisées des les de du la le l
consultada consultado consultadas citata citada citado citadas bibliográficas bibliográfica básica principales utilizadas utilizada listado las los el
elenco delle dei essenziale consultate citate utilizzate bibliografici bibliografiche normativi principali usadas utilizadas principais das dos
lijst geraadpleegde gebruikte geciteerde belangrijkste van lista tryckta otryckta använda citerad brugte brukte anvendte
wykaz spis cytowana cytowane cytowanej wykorzystana wykorzystane wykorzystanych wykorzystanej internetowe załącznikowa końcowe
seznam použitá použité použitých citovaná citované citovaných internetové
список перечень использованных использованной использованные цитируемой цитируемая цитируемые литературных электронные основные основная дополнительная пристатейный библиографический
перелік використаних використаної використана використані посилання бібліографічний основні
κατάλογος ενδεικτική βιβλιογραφικές βιβλιογραφική listesi dizini yararlanılan kullanılan genel seçilmiş
قائمة ثبت فهرس العربية الأجنبية المستخدمة רשימת מידע فهرست सूची รายการ danh mục sách tài liệu daftar senarai kaki
주요 핵심 목록
"""
# Words and signs between two names.
_BETWEEN = "& and und et y e и och og en or of oder of/en i a oraz та і й ve και dan và ja és și एवं और และ 및 ו و"
# Where words stand without spaces between them: what leads to a name or follows it, and names of two parts.
_WIDE_LEAD = "主要|主な|核心|重要|本[节節章文]|本[报報]告"
_WIDE_TAIL = "一覧|リスト|列表|目录|目錄|清单|清單|链接|連結|リンク|来源|來源|出处|出處"
_WIDE_NAME = "(?:引用|参考|參考|徵引|参照|參照)(?:文献|文獻|資料|资料|書目|书目|書籍|书籍|書|网站|網站|网址|網址|url|ウェブサイト|文)"
_WIDE_BETWEEN = "および|及び|[・·、，,&/+与與和及と]"
_SPLIT = pattern(r"\s*\|\s*")
_DOTLESS = str.maketrans({"ı": "i", "\u200c": None, "\u0640": None})


def plain(words: str) -> str:
    """Words in the form in which two spellings of a heading are the same: `Πηγές`, `ΠΗΓΕΣ`."""
    words = words.casefold()
    if words.isascii():
        return words
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare).translate(_DOTLESS)


SOURCES = frozenset(_SPLIT.split(plain(_SOURCES.strip())))
NOTES = frozenset(_SPLIT.split(plain(_NOTES.strip())))
BESIDE = frozenset(_SPLIT.split(plain(_BESIDE.strip())))
"""What is listed with sources, in one heading: `Sources and Further Reading`."""
SMALL = frozenset(plain(_BESIDE_NAMES).split())
"""Words beside a name that change nothing: `Список использованных источников`."""
BETWEEN = frozenset(plain(_BETWEEN).split())
"""Words between two names."""
SIGN_BETWEEN = pattern(rf"\s*(?:{plain(_WIDE_BETWEEN)})\s*")
WIDE_NAME = pattern(
    rf"(?:{plain(_WIDE_LEAD)})?(?:(?P<formed>{plain(_WIDE_NAME)})|(?P<name>.+?))(?:{plain(_WIDE_TAIL)})?"
)
"""A name in a script without spaces, with what stands around it."""
