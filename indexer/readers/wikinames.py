"""The names of templates, parameters and namespaces that the reader knows, in the languages of the larger wikis."""

from __future__ import annotations


def _listed(names: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in names.split("|"))


# The names of templates that describe a work start with one of these words, or end so.
WORKS = (
    *"cite citation cita citar literatur internetquelle webarchiv lien ouvrage article chapitre книга статья стаття cytuj citeer".split(),
    *"cite-web vcite harvard reference ref-web ref-llibre ref-publicació ref-notícia".split(),
    *"webbref bokref tidskriftsref tidningsref استشهاد یادکرد".split(),
    *("kilde ", "chú thích "),
)
WORKS_BEHIND = (" 인용", " kaynağı", "viite")
SHORT_NOTES = frozenset("sfn sfnp sfnm sfnmp snf".split())
SHORT = frozenset("harv harvs harvtxt harvnb harvp harvcol harvcolnb harvcoltxt harvsp".split())
REUSES = frozenset("r ref".split())
REMARKS = frozenset("efn efn-ua efn-lr efn-la refn notetag note fnote".split())
PAGES = frozenset("rp rpp".split())
# Not the words that `[citation needed]` shows in many languages: a template called like one of those may be a banner.
NEEDED = _listed(
    """citation needed | cn | fact | citation-needed | cite needed | unsourced inline | source needed | sources needed | better source needed
    | bsn | better source | dubious | dubious span | failed verification | fv | verify source | verification needed | vs | who | who? | by whom | by whom?
    | when | when? | clarify | clarification needed | which | which? | where | why | how | according to whom | page needed | full citation needed
    | medical citation needed | original research inline | or inline | self-published inline | unreliable source? | irrelevant citation
    | third-party inline | primary source inline | specify | disputed inline | quelle | quelle fehlt | beleg | belege | référence nécessaire
    | refnec | référence souhaitée | cita requerida | carece de fontes | senza fonte | источник | источник? | bron? | källa behövs | 来源请求
    | fact? | 要出典 | 출처 필요"""
)
# Templates that show words: which of their parameters.
SHOWN: dict[str, tuple[int, ...]] = {
    **dict.fromkeys("nowrap nobr small big abbr em strong sic smallcaps sc circa c. tooltip keypress".split(), (1,)),
    **dict.fromkeys("lang convert cvt transl nihongo".split(), (1, 2)),
    **dict.fromkeys(("as of", "citation needed span"), (1,)),
}
LAST_SHOWN = frozenset({"lang", "transl"})
QUOTES = _listed("quote | blockquote | cquote | quotation | quote box | zitat | citation bloc | cita")
FILES = frozenset(
    "file image datei bild fichier archivo imagen immagine ficheiro imagem файл изображение plik bestand media".split()
)
ASIDE = frozenset(
    "category kategorie catégorie categoría categoria категория kategoria categorie 分类 カテゴリ".split()
)
# Headings of lists of links and of more works; those of lists of sources are in `listnames`.
LINKS = _listed(
    """further reading | publications | external links | see also | weblinks | siehe auch | liens externes | voir aussi
    | enlaces externos | véase también | collegamenti esterni | voci correlate | см. также
    | externe links | 外部链接 | 関連項目 | 外部リンク"""
)
TITLES = [
    *"title titel titre título titulo titolo заглавие название chapter tytuł titul назва títol tittel 제목 başlık nimeke عنوان".split(),
    *("tiêu đề", "script-title", "trans-title"),
]
YEARS = [
    *"year date jahr datum année fecha año data anno год publication-date rok рік дата vuosi ajankohta år dato yıl tarih năm".split(),
    *"ngày any 연도 날짜 سنة سال تاريخ تاریخ".split(),
    "datum vydání",
]
URLS = "url lien link archive-url ссылка online osoite www مسار نشانی".split()
WITHIN = (
    "work journal website newspaper magazine encyclopedia periodical book-title werk zeitschrift périodique".split()
)
PUBLISHERS = "publisher hrsg verlag éditeur editorial editore издательство".split()
SURNAMES = [
    *"last last1 surname surname1 author author1 nachname autor auteur nom apellido apellidos cognome фамилия автор nazwisko".split(),
    *"achternaam příjmení прізвище cognom tekijä efternamn författare etternavn forfatter soyadı yazar 성 저자 مؤلف نویسنده".split(),
    *("tác giả", "نام خانوادگی"),
]
