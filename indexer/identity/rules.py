"""The rules by which the spellings of a work's address become one: one table, with the reason for each row.

What no row joins stays apart: one work as two sources is a nuisance, two works as one source is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from indexer.identity.rewriting import (
    arxiv_doi,
    ascii_host,
    composed,
    doi,
    octets,
    publishers_doi,
    rfc_doi,
    url_in_path,
    url_in_query,
    video,
    wiki_page,
    without_dots,
)

Part = Literal["scheme", "host", "path", "end", "query", "fragment", "path query fragment", "work", "words"]


class Rule(NamedTuple):
    """A row: where `pattern` matches in `part`, the match is replaced by `rewrite`, a template or a function of the match.

    Part `end` is a path without a query after it. Part `work` is host, path and query together; a row must match
    from its start, and gives the DOI of the work or another URL, with which the table starts again. Part `words` is
    an entry without a URL, or what a user types.
    A row with `domains`, the last two labels of a host, applies only there. Patterns ignore case.
    `sign` is a string that every match contains: looking for it is faster than trying the pattern.
    """

    name: str
    part: Part
    pattern: str
    rewrite: str | Callable[[re.Match[str]], str]
    reason: str
    domains: tuple[str, ...] = ()
    sign: str = ""


# Parameters that tell a site how a reader came, never what to show, each with its owner.
TRACKING = {
    r"utm_\w*": "Google Analytics and all who took up its names: campaign, source, medium",
    r"_g[al]": "Google Analytics, from one site to the next",
    r"gclid|gclsrc|dclid|gbraid|wbraid|gad_source": "a click on an advertisement by Google",
    r"srsltid": "a click on a result of Google",
    r"fbclid": "a click inside Facebook",
    r"igshid|igsh": "shared out of Instagram",
    r"msclkid": "a click on an advertisement by Microsoft",
    r"yclid|ysclid": "a click on an advertisement or result of Yandex",
    r"ttclid|twclid|li_fat_id|rdt_cid|epik": "a click inside TikTok, X, LinkedIn, Reddit, Pinterest",
    r"ref_src|ref_url|__twitter_impression": "a page or post that was shown by Twitter",
    r"mc_[ce]id": "a letter sent by Mailchimp: which, and to whom",
    r"mkt_tok": "a letter sent by Marketo",
    r"_hs(?:enc|mi)|hsctatracking": "a letter or button by HubSpot",
    r"oly_(?:anon|enc)_id|vero_id": "a letter sent by Omeda or Vero",
    r"wt[._]z?mc(?:_id)?": "a campaign measured by Webtrekk",
    r"at_(?:campaign|medium|link_\w+|bbc_team|ptr_name|custom\d)|xtor": "a campaign measured by AT Internet",
    r"wprov": "Wikimedia's count of how readers come",
    r"spm|spm_id_from|vd_source": "Alibaba and Bilibili: the button that was pressed",
    r"phpsessid": "the number of a visit",
}

_ARXIV = r"(?:(?P<new>\d{4}\.\d{4,5})|(?P<archive>[a-z-]{2,9})(?:\.[a-z]{2})?(?:/|%2F)(?P<old>\d{7}))(?:v\d{1,3})?"
_DATE = r"[\d*]{1,15}(?:[a-z]{2}_)?"
_INNER = r"(?P<url>https?(?::|%3A).+)"
_VALUE = r"(?P<url>[^&]+)"
_ANY = r"(?:[/?&].*)?\Z"
_WIKIS = (
    "mediawiki wikibooks wikidata wikimedia wikinews wikipedia wikiquote wikisource wikiversity wikivoyage wiktionary"
).split()
_WIKI = rf"(?:{'|'.join(_WIKIS)})\.org"
_WIKI_DOMAINS = tuple(f"{name}.org" for name in _WIKIS)

RULES: tuple[Rule, ...] = (
    # The parts of every URL, as RFC 3986 has them and as sites use them.
    Rule("http", "scheme", r"http\Z", "https", "a site that answers to both shows the same"),
    Rule("user", "host", r"\A.*@", "", "who asks is not what is asked for", sign="@"),
    Rule(
        "host",
        "host",
        r"\A(?=.*(?-i:[^a-z\d.:-]))(?:\[[^\]]*\]|[^:]+)",
        ascii_host,
        "hosts have no case, and `xn--…` is a host's name as its own script writes it",
    ),
    Rule("port", "host", r":(?:80|443|21)?\Z", "", "where the scheme asks anyway"),
    Rule("root", "host", r"(?<!\.)\.+(?=:|\Z)", "", "the dot of the root of all hosts, left out by most"),
    Rule("www", "host", r"\A(?:www\.)+(?=[^.:]+\.)", "", "the web server of a site", sign="www."),
    Rule(
        "ampersand", "query", r"&(?:amp;)+|\Aamp;(?:amp;)*", "&", "copied out of HTML; no parameter is called `amp;…`"
    ),
    Rule(
        "escapes",
        "path query fragment",
        r"[^!$&-;=?-Z_a-z~](?:(?<=%)[\da-f]{2})?",
        octets,
        "RFC 3986, 6.2.2: letters, digits and `-._~` need none, what a URL cannot hold does, in capitals",
    ),
    Rule(
        "marks",
        "path query fragment",
        r"[A-Za-z]?(?:%[\dA-F]{2}){2,}",
        composed,
        "RFC 3987, 5.3.2.2: `ö` may be a letter and a mark, as in names of files from a Mac",
        sign="%",
    ),
    Rule("visit", "path", r";jsessionid=[^/;]*", "", "the number of a visit", sign=";"),
    Rule(
        "dots", "path", r"\A.*/\.{1,2}(?:/.*|\Z)", without_dots, "RFC 3986, 6.2.2.3: `.` is here, `..` above", sign="/."
    ),
    Rule(
        "tracking",
        "query",
        rf"(?:\A|(?<=&))(?:{'|'.join(TRACKING)})(?:=[^&]*)?(?:&|\Z)",
        "",
        "how a reader came, see TRACKING; other parameters stay in their order, which may mean something",
    ),
    Rule("nameless", "query", r"\A&+|(?<!&)&+\Z|(?<=&)&+", "", "a parameter without name and value says nothing"),
    Rule(
        "slash",
        "end",
        r"/(?<!//)/*\Z",
        "",
        "sites lead from one to the other; hardly a site has two pages that differ so",
    ),
    Rule("highlight", "fragment", r":~:.*", "", "words that the browser is to mark"),
    Rule(
        "place",
        "fragment",
        r"\A(?![!/][^!/]|iso:).*",
        "",
        "a place in the work, see `url_locator`; but `#/…`, `#!…` and ISO's `#iso:…` choose a page",
    ),
    # Pages that keep another page, or lead to it.
    Rule(
        "wayback",
        "work",
        rf"(?:[\w-]+\.)?archive\.org/(?:(?:web|wayback|save)/(?:{_DATE}/)?(?=https?(?::|%3A))|web/{_DATE}/|(?=http))(?P<url>.+)",
        url_in_path,
        "a copy of the page at a date",
        ("archive.org",),
    ),
    Rule(
        "archive.today",
        "work",
        rf"archive\.\w{{2,5}}/(?:[\w.-]{{1,40}}/){{0,2}}{_INNER}",
        url_in_path,
        "a copy of the page; a short code without the address could be any page and stays",
        ("archive.today", "archive.ph", "archive.is", "archive.li", "archive.md", "archive.vn", "archive.fo"),
    ),
    Rule(
        "webcitation",
        "work",
        rf"webcitation\.org/[^?]*\?(?:.*&)?url={_VALUE}",
        url_in_query,
        "a copy of the page; a short code stays",
        ("webcitation.org",),
    ),
    Rule(
        "national archives",
        "work",
        rf"(?:webarchive\.(?:nationalarchives\.gov\.uk|loc\.gov)|arquivo\.pt|timetravel\.mementoweb\.org)/(?:[a-z]+/){{0,2}}{_DATE}/{_INNER}",
        url_in_path,
        "a copy of the page at a date",
        ("gov.uk", "loc.gov", "arquivo.pt", "mementoweb.org"),
    ),
    Rule(
        "google cache",
        "work",
        r"webcache\.googleusercontent\.com/search\?(?:.*&)?q=cache(?::|%3A)(?:[\w-]{8,20}(?::|%3A))?(?P<url>[^&+]+)",
        url_in_query,
        "a copy of the page",
        ("googleusercontent.com",),
    ),
    Rule(
        "google amp",
        "work",
        r"(?:google\.com/amp|[\w-]+\.cdn\.ampproject\.org/[a-z])/(?:s/)?(?P<url>[^/]+\..+)",
        url_in_path,
        "a copy of the page for telephones",
        ("google.com", "ampproject.org"),
    ),
    Rule("google", "work", rf"google\.com/url\?(?:.*&)?(?:q|url)={_VALUE}", url_in_query, "leads on", ("google.com",)),
    Rule(
        "social networks",
        "work",
        rf"(?:lm?\.(?:facebook|instagram)\.com(?:/l\.php)?|youtube\.com/redirect|linkedin\.com/(?:redir/redirect|safety/go)|link\.zhihu\.com|link\.csdn\.net)/?\?(?:.*&)?(?:u|q|url|target)={_VALUE}",
        url_in_query,
        "the way out, which leads on",
        ("facebook.com", "instagram.com", "youtube.com", "linkedin.com", "zhihu.com", "csdn.net"),
    ),
    Rule(
        "gates",
        "work",
        rf"(?:duckduckgo\.com/l|steamcommunity\.com/linkfilter|(?:\w+\.)?safelinks\.protection\.outlook\.com|idp\.(?:springer|nature)\.com/authorize)/?\?(?:.*&)?(?:uddg|url|redirect_uri)={_VALUE}",
        url_in_query,
        "leads on, once the visitor is counted, warned or known",
        ("duckduckgo.com", "steamcommunity.com", "outlook.com", "springer.com", "nature.com"),
    ),
    # Pages of works that have a DOI.
    Rule(
        "doi.org",
        "work",
        r"(?:dx\.)?doi\.org/(?:doi(?::|%3A))?(?P<doi>10\.[^?]+)",
        doi,
        "leads to the work; what a library's proxy for it leads to is in doubt",
        ("doi.org",),
    ),
    Rule(
        "arxiv",
        "work",
        rf"(?:(?:[\w-]+\.)*arxiv\.org|ar5iv\.org|xxx\.lanl\.gov)/(?:abs|pdf|html|format|ps|e-print|src)/(?:arxiv:)?{_ARXIV}(?:\.pdf)?(?:\?.*)?\Z",
        arxiv_doi,
        "arXiv gives each paper this DOI; its versions and forms are one work",
        ("arxiv.org", "ar5iv.org", "lanl.gov"),
    ),
    Rule(
        "rfc",
        "work",
        r"(?:(?:tools|datatracker)\.)?(?:ietf|rfc-editor)\.org/(?:doc/)?(?:(?:html|rfc|info|pdf)/){0,2}(?:pdfrfc/)?rfc0{0,3}(?P<number>[1-9]\d{0,4})(?:\.(?:txt|html|pdf|xml|txt\.pdf))?\Z",
        rfc_doi,
        "RFC 7669 gives each RFC this DOI, whichever page shows it",
        ("ietf.org", "rfc-editor.org"),
    ),
    Rule(
        "numbered page",
        "work",
        r"[^/?]+(?:/[^/?]{1,80}){0,4}/article(?:-abstract)?/doi/(?P<doi>10\.\d{4,9}/[^?]+?)/\d{5,9}(?:/[^/?]*)?(?:\?.*)?\Z",
        publishers_doi,
        "some publishers put the page's own number and words of the title behind the DOI",
        sign="/doi/10.",
    ),
    Rule(
        "publisher",
        "work",
        r"[^?]*?/(?:doi(?:/(?:abs|full|fullhtml|full-xml|pdf|pdfdirect|pdfplus|epdf|epub|html|reader|book|proceedings|figure|references|citedby))?"
        r"|(?:articles?|abs|abstract|full|fulltext|pdf|epdf|chapter|book|content|document|stable|view|display|cn|en)(?!/10\.20[0-3]\d/))"
        r"/(?P<doi>10\.\d{4,9}[^?]+)",
        publishers_doi,
        "a page under the DOI of the work that it shows; `/handle/10.…` may be another number, `/pdf/10.2023/` a month",
        sign="/10.",
    ),
    Rule(
        "springer",
        "work",
        r"(?:link|rd)\.springer\.com/(?P<doi>10\.\d{4,9}[^?]+)",
        publishers_doi,
        "leads to the page under the DOI",
        ("springer.com",),
    ),
    Rule(
        "plos",
        "work",
        r"[^?]*?/articles?(?:/\w+)?\?(?:.*&)?id=(?P<doi>10\.\d{4,9}[^&]+)",
        publishers_doi,
        "a page under the DOI of the work; a search for a DOI may show others",
        sign="id=10.",
    ),
    # Works that are known by another number.
    Rule(
        "pubmed",
        "work",
        r"(?:(?:m\.)?pubmed\.ncbi\.nlm\.nih\.gov|(?:m\.)?ncbi\.nlm\.nih\.gov/(?:m/)?(?:pubmed|pmc/articles/pmid)|pubmed\.gov|europepmc\.org/(?:article|abstract)/med)"
        rf"(?:/|/?\?term=)(\d{{1,9}}){_ANY}",
        r"https://pubmed.ncbi.nlm.nih.gov/\1",
        "one number, one record",
        ("nih.gov", "pubmed.gov", "europepmc.org"),
    ),
    Rule(
        "pmc",
        "work",
        r"(?:(?:m\.)?ncbi\.nlm\.nih\.gov/(?:labs/)?pmc/articles|pmc\.ncbi\.nlm\.nih\.gov/articles|europepmc\.org/(?:(?:article|abstract)/pmc|articles))"
        rf"/(?:pmc)?(\d{{1,9}})(?!/bin/){_ANY}",
        r"https://pmc.ncbi.nlm.nih.gov/articles/PMC\1",
        "one number, one article; a file that comes with it (`/bin/`) is another work",
        ("nih.gov", "europepmc.org"),
    ),
    Rule(
        "wiki for telephones",
        "work",
        rf"((?:[\w-]+\.)?)(?:m|zero)\.({_WIKI}(?:[/?].*)?)\Z",
        r"https://\1\2",
        "the same page; what other hosts show under `m.` is in doubt",
        _WIKI_DOMAINS,
    ),
    Rule(
        "wiki title",
        "work",
        rf"(?P<host>(?:[\w-]+\.)?{_WIKI})/(?:wiki/(?P<path>[^?]+)|w/index\.php\?title=(?P<query>[^&]+))\Z",
        wiki_page,
        "a space is `_`, the first letter has no case but in Wiktionary; with more parameters (`oldid`) it is another text",
        _WIKI_DOMAINS,
    ),
    Rule(
        "youtube",
        "work",
        rf"(?:(?:m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/|live/|v/)|youtu\.be/)(?P<id>[\w-]{{11}}){_ANY}",
        video,
        "one number, one video; the second that it starts at is a place in it",
        ("youtube.com", "youtu.be", "youtube-nocookie.com"),
    ),
    # What stands for a URL in words.
    Rule(
        "arxiv in words",
        "words",
        rf"\barxiv(?:\.org/(?:abs|pdf|html)/|(?:\s?(?:e-?print|preprint|id))?(?:\sarxiv)?[\s:：.]{{1,3}}){_ARXIV}(?!\d|\.\d)",
        arxiv_doi,
        "as arXiv asks to be cited: `arXiv:2101.00001 [cs.CL]`",
    ),
    Rule(
        "pmid",
        "words",
        r"\b(?:PMID|PubMed\s?ID)[\s:：#]{0,3}(\d{1,9})\b(?!\.\d)",
        r"https://pubmed.ncbi.nlm.nih.gov/\1",
        "as PubMed writes it: `PMID: 123`; before the PMCID, for more works have one",
    ),
    Rule(
        "pmcid",
        "words",
        r"\b(?:PMCID[\s:：#]{0,3}(?:PMC)?|PMC\s?)(\d{3,9})\b(?!\.\d)",
        r"https://pmc.ncbi.nlm.nih.gov/articles/PMC\1",
        "as PubMed writes it: `PMCID: PMC123`, or the number alone",
    ),
)
