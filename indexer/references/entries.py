"""One entry of a list of references: its label, and what it says of the work."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from indexer.late import dataclass, pattern
from indexer.model import Block, Reference, Span
from indexer.references.addresses import Addresses
from indexer.references.signs import holds
from indexer.sources import find_doi, find_urls, first_url, plain_url, source_id

Form = Literal["footnote", "definition", "bracket", "number", "key", "none"]

_LABEL = r"(?![\s^]|[xX]\]|cite_start)[^\[\]【】［］{}\n\\]{1,40}"
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("footnote", re.compile(r"\[\^(?P<label>[^\[\]\s^]{1,40})\^?\]:[ \t]*")),
    ("definition", re.compile(rf"\\?\[(?P<label>{_LABEL})\\?\]:(?=\s+<?(?:https?://|www\.|/|#|\S+\.\w))\s*")),
    ("definition", re.compile(r"\[(?P<label>\d{1,4})\]\([^()\s]{0,300}#footnote-anchor-[^()\s]{1,40}\)\s*")),
    # What leads down to an entry is a marker.
    ("bracket", re.compile(r"\[{1,2}(?P<label>\d{1,4})\]{1,2}(?!\(#(?:cite_note|fn[-:]?\d|footnote-\d))(?=[(\[]\D)")),
    ("bracket", re.compile(r"\[(?P<label>\d{1,3})\],\s+(?=[*_\"“„]|[^\W\d_a-z])")),
    (
        "bracket",
        re.compile(
            rf"\*{{0,2}}\\?\{{?[\[【［]\}}?(?P<label>{_LABEL})\\?\{{?[\]】］]\}}?\*{{0,2}}[.:：]?\*{{0,2}}(?=\s|[^\W_]|[\"'“‘*_<《「]|$)\s*"
        ),
    ),
    ("bracket", re.compile(rf"〔(?P<label>{_LABEL})〕\s*")),
    ("bracket", re.compile(r"\*{0,2}\[\^(?P<label>[^\[\]\s^]{1,40})\^?\]\*{0,2}(?=\s+\S)\s*")),
    (
        "bracket",
        re.compile(
            r"<sup>\[?(?P<label>\d{1,4})\]?</sup>\s*|\^(?P<label2>\d{1,4})\^?[.:]?\s+|(?P<label3>[⁰¹²³⁴-⁹]{1,4})\s*"
        ),
    ),
    (
        "bracket",
        re.compile(
            r"\*{0,2}(?P<label>(?:Source|Doc|Document|Ref|Reference|Quelle|来源)\s?\d{1,4})\*{0,2}\s?[:：.)–-]\*{0,2}\s*",
            re.IGNORECASE,
        ),
    ),
    ("bracket", re.compile(r"[(（](?P<label>[注註]釈?\s?\d{1,3})[)）]\s*")),
    ("key", re.compile(r"\*{0,2}(?P<label>[A-Z]{1,2}\d{1,3})\*{0,2}(?:[:：]|\s?[–—-](?=\s))\*{0,2}\s*")),
    ("number", re.compile(r"(?P<label>\d{1,4}|[a-z](?=[.)]\s))(?:[.)]\s+|[、．]\s*)")),
)
# What the forms begin with, but for a letter with a stop or a bracket behind it.
_FIRST_SIGNS = frozenset("*{[\\【［〔(（<^⁰¹²³⁴⁵⁶⁷⁸⁹0123456789SDRQ来sdrq")
_ANCHOR = re.compile(r"(?:<(?:a|span)\s[^<>]{0,200}>(?:</(?:a|span)>)?\s?){1,3}", re.IGNORECASE)
_ANCHOR_END = re.compile(r"(?:</(?:a|span)>\s*){1,3}", re.IGNORECASE)
_LABEL_AGAIN = re.compile(r"\[(\d{1,4})\](?!\()\s+")
_LABEL_INSIDE = re.compile(r"(?<=\s)\[(\d{1,4})\](?=\s|\(|https?:)")
# Not the end of an address that a link of wiki text has before its words.
_NUMBER_BEFORE = re.compile(r"(?<![\w/=&?%-])[(（]?(?P<label>\d{1,4}|\b[a-z])[.)）、．]?[ \t]*\Z")
_CELL = re.compile(r"\\?\[?(?P<label>\d{1,4}|\^?\w{1,20})\\?\]?[ \t]*\|[ \t]*")
_MARKDOWN_LINK = re.compile(
    r"\[(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){1,500})\]\((?P<url><?[^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,400}){0,3}>?)(?:\s\"[^\"\n]{0,300}\")?\)"
)
_SAYS_NOTHING = re.compile(r"https?://\S+|10\.\d{4,9}/\S+|\d+|link|url|source|pdf|html|here|online", re.IGNORECASE)
_MOST_LABELS = 20  # of one entry: each makes a reference of all its words
_ASIDE_LINK = re.compile(r"#cite_ref|_\\?\(identifier\\?\)>?\Z")
_HTML_LINK = pattern(
    r"<a\s(?:[^<>]{0,200}?\s)?href=[\"']?(?P<url>[^\s\"'<>]{1,2000})[\"']?[^<>]{0,200}>(?P<words>[^<>\[\]]{1,500})</a>",
    re.IGNORECASE,
)
_QUOTED_TITLE = re.compile(r"[\"“„«「『《](?P<title>[^\"“”„«»「」『』《》]{3,400})[\"”“»」』》]")
_DEFINED_TITLE = re.compile(r"[\"'(](?P<title>[^\"\n]{1,300})[\"')]\s*\Z")
_DOI_LABEL = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)?10\.\d{4,9}/\S+|\bdoi:\s*", re.IGNORECASE)
_JOINTS = " \t\n-–—:：|,;，；.。·•>»→<()[]（）*_`"
_RETRIEVAL = re.compile(
    r"[(\[]?\b(?:available (?:at|from|online)|retrieved (?:from|on)|accessed(?: on)?|(?:last )?visited(?: on)?|online|url|link|verfügbar unter|abgerufen am|consulté le|disponible en"
    r"|last accessed)\b[:：]?\s*(?:\w{3,9}\.?\s\d{1,2},?\s\d{4}|\d{1,2}\.?\s\w{3,9}\.?\s\d{4}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)?[\s.,)\]]*\Z",
    re.IGNORECASE,
)
_DOI_SIGNS = ("10.", "doi:")
_RETRIEVAL_SIGNS = (
    "visited",
    "available ",
    "retrieved ",
    "accessed",
    "online",
    "url",
    "link",
    "verfügbar",
    "abgerufen",
    "consulté",
    "disponible",
)
_EMPHASIS = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])(?P<star>(?:[^*\n\\]|\\.){1,300})(?<=\S)\*(?![\w*])"
    r"|(?<![\w\\])_(?=[^\s_])(?P<line>(?:[^_\n\\]|\\.){1,300})(?<=\S)_(?!\w)"
)
_ESCAPED_BRACKET = re.compile(r"\\([()])")
_ESCAPED = re.compile(r"\\([%&~$#_*+<>|!.-])")
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Entry:
    """A block, or a part of one, that opens with a label. `body` is where the words behind the label begin."""

    block: int
    label: str
    form: Form
    span: Span
    body: int


def read_entry(text: str, block: Block, at: int) -> Entry | None:
    """The entry that a block is by its form, or None. `at` is the block's place among the blocks."""
    start, end = block.span.start, block.span.end
    if block.kind == "row":
        cell = _CELL.match(text, start, end)
        return Entry(at, cell.group("label"), "number", block.span, cell.end()) if cell else None
    before = _number_before(text, block) if block.kind == "item" else None
    anchor = _ANCHOR.match(text, start, end) if text[start] == "<" else None
    opening = anchor.end() if anchor and anchor.end() < end else start
    forms = _FORMS if _may_open(text[opening : opening + 3]) else ()
    for form, opening_form in forms:
        match = opening_form.match(text, opening, end)
        if match:
            label = " ".join(next(found for found in match.groups() if found).translate(SUPERSCRIPT).split())
            if before is None or label.isdecimal():
                closing = _ANCHOR_END.match(text, match.end(), end) if anchor else None
                return Entry(at, label, form, block.span, (closing or match).end())
    return Entry(at, before, "number", block.span, start) if before else None


def _may_open(signs: str) -> bool:
    """Whether one of the forms may begin with these signs: a cheap look first."""
    return signs[0] in _FIRST_SIGNS or signs[1:2] in (".", ")") or (signs[-1].isdigit() and signs[0].isupper())


def _number_before(text: str, block: Block) -> str | None:
    """The number of a list item, which stands before its words."""
    start = block.span.start
    line = text.rfind("\n", max(0, start - 12), start) + 1
    match = _NUMBER_BEFORE.search(text, max(line, start - 12), start)
    return match.group("label") if match else None


def split_entry(text: str, entry: Entry) -> list[Entry]:
    """An entry apart: into those that follow on its lines, `[1] A. [2] B.`, and one for each label, `[2] [7] A.`."""
    if entry.form != "bracket" or not entry.label.isdecimal():
        return [entry]
    parts = [replace(entry, label=label, body=body) for label, body in _labels(text, entry)]
    number = int(parts[-1].label)
    for match in _LABEL_INSIDE.finditer(text, parts[-1].body, entry.span.end):
        if int(match.group(1)) != number + 1:
            continue
        number += 1
        last = parts.pop()
        parts.append(replace(last, span=Span(last.span.start, _rstrip(text, last.body, match.start()))))
        parts.append(Entry(entry.block, str(number), entry.form, Span(match.start(), entry.span.end), match.end()))
    return parts


def _labels(text: str, entry: Entry) -> list[tuple[str, int]]:
    """The labels that an entry opens with, each with where the words behind the last one begin."""
    labels, body = [entry.label], entry.body
    while len(labels) < _MOST_LABELS and (more := _LABEL_AGAIN.match(text, body, entry.span.end)):
        labels.append(more.group(1))
        body = more.end()
    return [(label, body) for label in labels]


def _rstrip(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def make_reference(text: str, entry: Entry, end: int, covers: Span, addresses: Addresses) -> Reference:
    """What an entry says of its work. `end` may lie behind the entry's own span, if later blocks belong to it."""
    words = " ".join(text[entry.body : max(entry.body, end)].split())
    linked = addresses.first(entry.body, max(entry.body, end))
    url = linked or find_url(words)
    doi = find_doi(words) or find_doi(linked or "")
    identity = source_id(words, url, doi)
    if doi is None and identity.startswith("doi:"):  # of a publisher's page, or of a paper at arXiv
        doi = identity.removeprefix("doi:")
    return Reference(
        label=entry.label,
        text=words,
        span=Span(entry.span.start, max(entry.span.end, end)),
        url=url,
        doi=doi,
        title=find_title(addresses.marked_up(text, entry.body, max(entry.body, end)), entry.form),
        source_id=identity,
        covers=covers,
        footnote=entry.form == "footnote",
    )


def find_url(words: str) -> str | None:
    """The first address of an entry as written."""
    words = _without_asides(words)
    if link := _MARKDOWN_LINK.search(words):
        target = plain_url(_ESCAPED_BRACKET.sub(r"\1", link.group("url").strip("<>")))
        if re.match(r"https?://|www\.|ftp://", target, re.IGNORECASE):
            return target
    return first_url(words)


def _without_asides(words: str) -> str:
    """An entry without the links that lead back to its markers, or to what an abbreviation means: `[^](#cite_ref-1)`."""
    if "#cite_ref" not in words and "identifier" not in words:
        return words
    return _MARKDOWN_LINK.sub(lambda link: "" if _ASIDE_LINK.search(link["url"]) else link.group(), words)


def find_title(words: str, form: Form) -> str | None:
    """The words of an entry that name the work: a link's text, what stands in quotes, else all but addresses."""
    if "<a " in words:
        words = _HTML_LINK().sub(r"[\g<words>](\g<url>)", words)
    words = _without_asides(words)
    link = _MARKDOWN_LINK.search(words)
    if link and not _SAYS_NOTHING.fullmatch(_bare(link.group("words"))):
        rest = words[: link.start()].strip(_JOINTS)
        return _tidy(link.group("words")) if not rest or len(rest) < 40 or form == "none" else _tidy(rest)
    if form == "definition" and (defined := _DEFINED_TITLE.search(words)) and find_url(words):
        return _tidy(defined.group("title"))
    if quoted := _QUOTED_TITLE.search(words):
        return _tidy(quoted.group("title").rstrip(",."))
    return _tidy(_without_addresses(words))


def _bare(words: str) -> str:
    """Words without the signs around them."""
    start, end = 0, len(words)
    while start < end and not (words[start].isalnum() or words[start] == "_"):
        start += 1
    while end > start and not (words[end - 1].isalnum() or words[end - 1] == "_"):
        end -= 1
    return words[start:end]


def _without_addresses(words: str) -> str:
    pieces = []
    position = 0
    bare = _MARKDOWN_LINK.sub(" ", words)
    for span in find_urls(bare):
        pieces.append(_unjoined(bare[position : span.start]))
        position = span.end
    pieces.append(_unjoined(bare[position:].strip(" \t.")) if position else bare)
    said = (_RETRIEVAL.sub("", piece) if holds(_RETRIEVAL, _RETRIEVAL_SIGNS, piece) else piece for piece in pieces)
    longest = max(said, key=len)
    return _DOI_LABEL.sub(" ", longest) if holds(_DOI_LABEL, _DOI_SIGNS, longest) else longest


def _unjoined(piece: str) -> str:
    """Words beside an address, without what joined them to it; a bracket stays with its partner."""
    piece = piece.strip(" \t-–—:：|,;<>")
    for pair in ("()", "[]"):
        if piece.count(pair[0]) != piece.count(pair[1]):
            piece = piece.strip(f" \t-–—:：|,;<>{pair}")
    return piece


def _tidy(title: str) -> str | None:
    plain = title.replace("**", "").replace("`", "")
    if "*" in plain or "_" in plain or "\\" in plain:
        plain = _ESCAPED.sub(r"\1", _EMPHASIS.sub(lambda match: match["star"] or match["line"], plain))
    folded = " ".join(plain.split()).strip(" \t-–—:：|,;<>*_。")
    if folded.endswith(".") and not folded.endswith("..") and not re.search(r"\b[^\W\d]{1,3}\.$", folded):
        folded = folded[:-1]
    return folded or None
