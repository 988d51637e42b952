"""Abbreviations that are words in other languages: each language has its own, and they count only in texts of that language.

`on. Rossi` is a title in Italian, and the end of a sentence in English. Which languages a text has is told by the
commonest words at its beginning.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Language(NamedTuple):
    """The commonest words of a language, and its abbreviations: lower case and without their last stop, save what counts with a capital only."""

    words: frozenset[str]
    before_names: frozenset[str] = frozenset()  # or numbers
    before_numbers: frozenset[str] = frozenset()
    at_the_end: frozenset[str] = frozenset()


def _language(words: str, before_names: str = "", before_numbers: str = "", at_the_end: str = "") -> Language:
    return Language(*(frozenset(each.split()) for each in (words, before_names, before_numbers, at_the_end)))


_ENGLISH = _language("the of and to in is that for it was with on by are this not from as at")
_LANGUAGES = (
    _language(  # German
        "der die und das nicht ist mit von zu den ein im auf wurde",
        "insb einschl abzgl abg freundl ev kath staatl städt landw wiss gesetzl präs vors hptm oblt ffm verf übers mitgl z.hd i.a dt hrsg lfd gez"
        " Red hl str univ-prof dipl-ing",
        "dez mär abt art aufl geb gest verh az",
        "u.ä u.v.m u.a.m usf usw chr",
    ),
    _language(  # French
        "le la les des une est dans que pour du et il qui pas",
        "mm gén pr cie éd éds bd dép tél amb préf bibl coll env adj hab suiv Col Cdt Lt Av sté ets obs concl conv",
        "t chap févr éd coll env civ crim com soc req consid",
    ),
    _language(  # Spanish
        "el los las una que por con del y se es la en no",
        "excmo excma ilmo lic arq vda dpto depto gral cnel tte sgto profa sres sras mtro mtra edo pte pdte ntra fdo mons rvdo bco ctra avda urb"
        " pza tfno fco prof.ª d.ª m.ª bs sta sto Ing Col Cap Blvd Cía expte dres",
        "cap vol lib mill aprox s sig p k párr parr apdo ene abr ago set dic ff consid párrs",
    ),
    _language(  # Portuguese
        "o os um uma não que do da em com e é dos foi",
        "cia exmo exma ilmo profa prof.ª séc exa ltda pe n Des Min Gal Cel Ten Cap Sgt Maj Dep Arq Del Eng Gov Sen Sta Sto Res Dec drª srª profª",
        "cap par fls inc s n fev set out dez ago abr mai j t ag súm proc",
    ),
    _language(  # Italian
        "il di che è la per un non del una con gli della sono",
        "on ing avv arch geom rag mons cav sen card gen col sec prof.ssa f.lli p.zza c.so l.go Ss dott.ssa soc",
        "cap co comma lett dic n l s par tab gen ago giu lug ott set artt sez cost",
    ),
    _language(  # Dutch
        "het een van en niet is dat de met voor zijn werd op te",
        "ir mw jhr lic prov gebr zgn gem ds drs Burg Kon Fa Min Gen b.v",
        "hfst dl ong blz afl",
        "e.d e.a enz m.b",
    ),
    _language(  # Swedish, Danish, Norwegian
        "och att är det som på av inte en ett og er ikke til den af har",
        "dvs enl tekn civ.ing kungl kgl ang avs lic jfr hr fr fhv t.ex bl.a s.k f.d",
        "sid kl avs kap enl ang jfr dvs stk",
        "m.m o.s.v m.fl o.d osv mv o.l",
    ),
    _language(  # Polish
        "w i na się nie z do jest że oraz to był przez od",
        "p pp o ks rys rozdz wzgl płk ppłk bp abp kard red prez min gen os pow woj pl al gm wyd tzw tzn rozp śp zob por lek nadkom podinsp hr",
        "poz t ur zm godz pkt tel str lit nr rozdz ust mec rys sty lut kwi wrz paź lis gru",
        "itd itp",
    ),
    _language(  # Czech, Slovak
        "a se v na je že byl bylo pro jako s z by to",
        "čl odst písm rndr mudr judr phdr paeddr arch tzn např srov tř vyd nar zemř hl ul kpt mjr plk pí sl tzv resp mj min sv p rozs",
        "mil r l č str tel kap cca nar zn",
        "atd apod aj s.r.o",
    ),
    _language(  # Russian, Ukrainian
        "и в на не что с по как это был із та що як було до у",
        "пос доц гр кн тов инж ред зам просп пл пер обл дер оз наб шос мкр канд напр акад вул буд смт рр ім нар бульв пров ул т.н т.зв о прил дод",
        "кв корп руб ч т д с тел ум розд грн ст рис тыс",
        "пр др ін",
    ),
    _language(  # Greek
        "και το η ο να του της την με δεν οι που για από",
        "άρθ αγ καθηγ τόμ λεωφ οδ υπ υφυπ πρωθ στρ κα",
        "άρθ παρ ν περ εκατ εικ πίν κεφ σελ τηλ αρ ιαν φεβ απρ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
        "κ.λπ κ.λ.π κ.ά κτλ",
    ),
    _language(  # Turkish
        "ve bir bu da için ile de çok olarak ne daha olan",
        "cad hz şek böl ör örn şti yrd öğr arş uzm op müh alb mah sok apt sn krş bkz gen av prof doç",
        "md mlr mlyr c s m tel yy Oca Şub Nis Haz Tem Ağu Eyl Eki Kas Ara",
        "vs vb vd",
    ),
    _language(  # Indonesian, Malay
        "dan yang di ini itu dengan untuk dari tidak pada adalah",
        "pt ir kec kab kel prov moh muh abd ny tn jend letjen brigjen mayjen kapt ust cv ud yth gub ds jl sdr hj drs dra tbk lih k.h dr",
        "jil hlm tgl thn th ps pkl rp des agt agu agust nop peb",
        "dll dsb dst dkk",
    ),
    _language(  # Vietnamese
        "và của là có không ở các cho được trong những một",
        "bs ks ls cn ths nsnd nsưt tx tt tp nxb gs pgs ts th.s đ/c ô đ q p h",
        "tr t ch",
        "v.v",
    ),
    _language(  # Hindi
        "है के की में का से और ने को पर यह",
        "ई ई.पू कि.मी मो रु पं स्व सं वि.सं पृ मा एस के बी क डॉ भा.ज.पा बी.जे.पी",
    ),
)
_BEGINNING = 5_000  # characters
_FEWEST = 2  # words that tell a language

#: All words that count in some language.
ELSEWHERE = frozenset(
    word.casefold()
    for language in _LANGUAGES
    for word in language.before_names | language.before_numbers | language.at_the_end
)


@lru_cache(maxsize=1)
def spoken(text: str) -> Language:
    """The abbreviations of the languages that a text has, by its beginning: all that are as sure as the surest one.

    Asked again and again for one text, which is kept until the next one comes.
    """
    words = set(text[:_BEGINNING].casefold().split())
    scores = [len(words & language.words) for language in _LANGUAGES]
    most = max(scores)
    if most < _FEWEST or most <= len(words & _ENGLISH.words):
        return _language("")
    return Language(
        *(
            frozenset().union(*(each[field] for each, score in zip(_LANGUAGES, scores, strict=True) if score == most))
            for field in range(len(Language._fields))
        )
    )
