"""The title of a work, out of the words of its entry."""

from __future__ import annotations

import re

from indexer.hosts import host_of
from indexer.patterns import pattern
from indexer.references.addresses import MARKDOWN_LINK, find_url, without_asides
from indexer.references.retrieval import tells_retrieval, without_retrieval
from indexer.references.signs import holds
from indexer.sources import find_urls
from indexer.works.names import FORMS_OF_FIRMS

_SAYS_NOTHING = pattern(
    r"https?://\S+|(?:[\w-]+\.)+[a-z]{2,9}/\S*|10\.\d{4,9}/\S+|(?=[Xx-]*\d)[\dXx-]+|link|url|source|pdf|html|here|online|archived?|(?:the )?original",
    re.IGNORECASE,
)
_NUMBER_OF_WORK = pattern(r"(?:arXiv|PMID|PMCID|HAL|ISBN|ISSN|RFC|SSRN)(?::\s?|\s)?[\w./-]*\d[\w./-]*", re.IGNORECASE)
# What asks a reader to follow a link, where other words name the work.
_ASKS = pattern(
    r"(?:read|learn|see|view|visit|open|go to|full)\s?(?:more|on|the|full|text|article|paper|report|source|page|online|here|it)?|more|abstract|article|paper|report"
    r"|web(?:site|page)?|download|doi|full ?text|pubmed|链接|连结|連結|鏈接|原文(?:链接)?|查看(?:原文|更多)?|阅读(?:原文|全文)|官网|网页|网址|来源|全文|リンク|こちら|原典|링크|원문(?: 보기)?|바로가기"
    r"|enlace|ver(?: más)?|leer(?: más)?|lien|lire(?: la suite)?|voir|hier|mehr|weiterlesen|zum artikel|quelle|leggi|ссылка|источник|читать|bağlantı|kaynak|رابط|المصدر",
    re.IGNORECASE,
)
_HTML_LINK = pattern(
    r"<a\s(?:[^<>]{0,200}?\s)?href=[\"']?(?P<url>[^\s\"'<>]{1,2000})[\"']?[^<>]{0,200}>(?P<words>[^<>\[\]]{1,500})</a>",
    re.IGNORECASE,
)
_ANCHOR = pattern(r"<a\s[^<>]{0,200}>\s?</a>\s?", re.IGNORECASE)
_TEMPLATE_TITLE = pattern(r"\|\s?title\s?=\s?(?P<title>[^|{}=]{1,300})")
_QUOTED_TITLE = pattern(r"[\"“„«「『《](?P<title>[^\"“”„«»「」『』《》]{3,400})[\"”“»」』》]")
# Quotation marks around a few words of a title: `Why the "slow mill" stopped`.
_WITHIN = pattern(
    r"(?<=[a-zà-öø-ÿ] )[\"“„«](?:[^\s\"“”„«»]{1,30}\s){0,2}[^\s\"“”„«»]{0,30}[^\s\"“”„«»,.!?][\"“”»](?=\s[a-zà-öø-ÿ]{3})"
)
_CLUTTER = pattern(
    r"</?(?:u|b|i|em|strong|cite)>|<br\s?/?>|\\(?=\")", re.IGNORECASE
)  # `[<u>https://…</u>](…)`, `\"mill\"`
_DEFINED_TITLE = pattern(r"[\"'(](?P<title>[^\"\n]{1,300})[\"')]\s*\Z")
_DOI_LABEL = pattern(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)?10\.\d{4,9}/\S+|\bdoi:\s*", re.IGNORECASE)
_DOI_SIGNS = ("10.", "doi:")
_JOINTS = " \t\n-–—:：|,;,；，.。·•>»→<()[]（）*_`"
# Fewer than `leads.SEE` has: words that begin titles in another language, as `se`, are none of them.
_LEAD = pattern(
    r"[\s(]*(?:see(?: also)?|cf\.|siehe(?: auch)?|vgl\.|voir(?: aussi)?|véase|см\.|参见|參見|见)(?:(?P<colon>\s?[:：])\s*|\s+|\Z)",
    re.IGNORECASE,
)
_BACK_SIGNS = pattern(r"[↑↩^]\s*")
_EMPHASIS = pattern(
    r"(?<![\w*\\])\*(?=[^\s*])(?P<star>(?:[^*\n\\]|\\.){1,300})(?<=\S)\*(?![\w*])"
    r"|(?<![\w\\])_(?=[^\s_])(?P<line>(?:[^_\n\\]|\\.){1,300})(?<=\S)_(?!\w)"
)
_ESCAPED = pattern(r"\\([%&~$#_*+<>|!.\[\]'-])")
_AROUND = " \t-–—:：|,;<>\\"
_LETTERS = pattern(r"[^\W\d_]+")
_FIRMS = frozenset(map(str.upper, FORMS_OF_FIRMS))
_LAST_WORD = pattern(r"\b([^\W\d]{1,3})\.\Z")
_LONGEST_LEAD = 40  # characters before a link that is the title
_FEWEST_WORDS = 3
_LEAST = 20  # letters behind an address that say more than the one or two words before it


def find_title(words: str, *, defines: bool = False, links_title: bool = False) -> str | None:
    """The words of an entry that name the work: a link's text, what stands in quotes, else all but addresses.

    `defines`: the entry may end in a title as definitions of links do; `links_title`: a link is the title, however much stands before it.
    """
    if "<a " in words:
        words = _ANCHOR.sub("", _HTML_LINK.sub(r"[\g<words>](\g<url>)", words))
    if "{{" in words and (named := _TEMPLATE_TITLE.search(words)):
        return _tidy(named["title"])
    if "</" in words or "<br" in words or '\\"' in words:
        words = _CLUTTER.sub("", words)
    words = without_asides(words)
    link = MARKDOWN_LINK.search(words)
    if link and not _is_silent(words, link):
        rest = words[: link.start()].strip(_JOINTS)
        if rest and len(rest) >= _LONGEST_LEAD and not links_title:
            return _tidy(rest + "*" if rest.count("*") % 2 else rest)  # `Doe, *Lakes* — [summary](url)`
        return _tidy(link.group("words"))
    if defines and (defined := _DEFINED_TITLE.search(words)) and find_url(words):
        return _tidy(defined.group("title"))
    if (quoted := _QUOTED_TITLE.search(words)) and not _WITHIN.match(words, quoted.start()):
        return _tidy(quoted.group("title").rstrip(",."))
    tells = link is not None and "/" in link["words"] and "://" not in link["words"]
    return _tidy(_without_addresses(words)) or (_tidy(link["words"]) if link and tells else None)


def _is_silent(words: str, link: re.Match[str]) -> bool:
    """Whether the words of a link name no work: no words at all, or such as only ask or name the site beside others that say more."""
    own = _bare(link["words"])
    if _SAYS_NOTHING.fullmatch(own):
        return True
    rest = (words[: link.start()].strip(_JOINTS), words[link.end() :].strip(_JOINTS))
    if _NUMBER_OF_WORK.fullmatch(own) and len(rest[0].split()) >= _FEWEST_WORDS:
        return True
    if not any(map(str.isalpha, rest[0])):
        return own.casefold() == host_of(link["url"].strip("<>")) and len(rest[1].split()) >= _FEWEST_WORDS
    named = own.casefold() in rest[0].casefold() or own.casefold() == host_of(link["url"].strip("<>"))
    return named or _is_written_out(own, link["url"]) or _ASKS.fullmatch(own) is not None


def _is_written_out(words: str, url: str) -> bool:
    """Whether the words of a link are its address or the number at the end of it, with spaces where lines are stretched or cut."""
    joined = "".join(words.split()).casefold()
    return joined in url.casefold() and ("/" in joined or not any(len(part) > 1 for part in _LETTERS.findall(joined)))


def _bare(words: str) -> str:
    """Words without the signs around them."""
    start, end = 0, len(words)
    while start < end and not (words[start].isalnum() or words[start] == "_"):
        start += 1
    while end > start and not (words[end - 1].isalnum() or words[end - 1] == "_"):
        end -= 1
    return words[start:end]


def _without_addresses(words: str) -> str:
    """The words before the first address, or the longest behind one where those before it say less."""
    pieces = []
    position = 0
    bare = MARKDOWN_LINK.sub(lambda link: f" {link['url']} " if "://" in link["url"] else " ", words)
    for span in find_urls(bare):
        pieces.append(_unjoined(bare[position : span.start]))
        position = span.end
    pieces.append(_unjoined(bare[position:].strip(" \t.")) if position else bare)
    first = without_retrieval(pieces[0])
    if position and (lead := _LEAD.match(first)):
        rest = first[lead.end() :]
        is_lead = lead["colon"] or not first.endswith(".")
        first = (
            "" if rest[:1].islower() else rest if is_lead else first
        )  # `See more on`, `See the Docs`, `See Jane Run.`
    later = [without_retrieval(piece) for piece in pieces[1:] if not tells_retrieval(piece)]
    longest = max(later, key=len, default="")
    title = first if _says_more(first, longest) else longest
    return _DOI_LABEL.sub(" ", title) if holds(_DOI_LABEL, _DOI_SIGNS, title) else title


def _says_more(first: str, later: str) -> bool:
    """Whether the words before an address tell more of the work than those behind it."""
    if len(first) >= len(later) or not later:
        return True
    return len(first.split()) > 2 or (len(first) > 1 and len(later) < _LEAST)


def _unjoined(piece: str) -> str:
    """Words beside an address, without what joined them to it; a bracket stays with its partner."""
    piece = piece.strip(_AROUND)
    for pair in ("()", "[]"):
        if piece.count(pair[0]) != piece.count(pair[1]):
            piece = piece.strip(_AROUND + pair)
    return piece


def _tidy(title: str) -> str | None:
    plain = title.replace("**", "").replace("`", "")
    if "*" in plain or "_" in plain or "\\" in plain:
        plain = _ESCAPED.sub(r"\1", _EMPHASIS.sub(lambda match: match["star"] or match["line"], plain))
    folded = " ".join(plain.split()).strip(" \t-–—:：|,;·<>*_。，、；．،؛👉🔗→")
    if back := _BACK_SIGNS.match(folded):
        folded = folded[back.end() :]
    if folded.endswith(".") and not folded.endswith("..") and not _is_shortened(folded):
        folded = folded[:-1]
    return folded or None


def _is_shortened(title: str) -> bool:
    """Whether the stop at the end is that of an abbreviation, `et al.`, `U.S.`; a name in capitals has none, `WHO.`."""
    word = _LAST_WORD.search(title)
    if word is None or word[1].swapcase() == word[1]:
        return False
    return len(word[1]) == 1 or not word[1].isupper() or word[1] in _FIRMS
