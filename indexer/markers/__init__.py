"""Source markers in prose: a table of styles, and the document's own habits that decide between them.

A marker is found in two steps. First everything that has the form of a style is a candidate. Then the
labels that the document's own list defines, and the style that most candidates have, decide which of the
doubtful ones count: `²` in `m²`, `(1)`, `[Smith2020]`, `x[1]`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from indexer.inline import LITERAL
from indexer.model import Marker, Span

WIDEST_RANGE = 100  # labels; a wider "range" is two numbers that happen to stand so
_LAST_NUMBER = 999  # the highest label that counts without a list that has it

Trust = Literal["form", "plausible", "listed", "dominant"]


class Found(NamedTuple):
    """A marker, the address it carries itself (`[1](url)`), and what is odd about its labels."""

    marker: Marker
    target: str | None = None
    fault: str | None = None


class _Content(NamedTuple):
    labels: tuple[str, ...]
    locator: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A form of marker. `read` takes what stands inside the brackets and gives its labels, or None.

    `trust`: "form" counts by its form alone; "plausible" unless list, number or place speak against it;
    "listed" only with a label of the document's list; "dominant" only if, besides, no other style is used more.
    """

    name: str
    groups: tuple[str, ...]
    read: Callable[[str], _Content | None]
    trust: Trust


_DASH = "[-‐‑–—−~～]"
_NUMBER = r"\d{1,4}(?-i:[a-z])?"
_ITEM = rf"{_NUMBER}(?:\s?{_DASH}\s?{_NUMBER})?"
_LOCATOR = (
    r"(?:\s?[,:，：]\s?(?:(?:pp?|pages?|pgs?|S|ch(?:ap(?:ter)?)?s?|sec(?:t(?:ion)?)?s?|figs?|figure|tab(?:le)?|eqs?|vol|no|art"
    r"|paras?|notes?|nn?|ll?|lines?|theorem|thm|lemma|appendix|app|prop|def|cor|ex|col|at)\b\.?|§+|¶+|第)\s?[^\[\]]{0,40}"
    r"|\s?:\s?\d{1,4}(?:[-–]\d{1,4})?)"
)
_NUMERIC = re.compile(
    rf"\s?(?P<items>{_ITEM}(?:\s?(?:[,;，、；/&]|and\b|und\b|et\b)\s?{_ITEM}){{0,80}})[,;]?\s?(?P<locator>{_LOCATOR})?\s?",
    re.IGNORECASE,
)
_ITEMS = re.compile(rf"({_NUMBER})(?:\s?{_DASH}\s?({_NUMBER}))?")
_DAGGER = re.compile(r"(?P<label>\d{1,4}(?::\d{1,4})?)\s?(?:†\s?(?P<locator>[^\[\]【】]{0,60}))?")
_FOOTNOTE = re.compile(r"\^\s?([^\s^\[\],]{1,40})(\^?)")
_NOTE = re.compile(r"(?:(?:note|notes|nb|n\.?b\.|fn|footnote|note de bas de page|anm\.|注|註)\s?\d{1,3}|[a-z]{1,2}|[*†‡]{1,3})", re.IGNORECASE)
_NEEDED = re.compile(
    r"\s?(?:citations? needed|citation requise|clarification needed|clarify|who\?|by whom\?|when\?|where\?|which\?|why\?|how\?"
    r"|according to whom\?|better source needed|(?:self-published|unreliable|third-party|non-primary)[a-z -]{0,20} ?(?:source|needed)\??"
    r"|original research\??|failed verification|verification needed|verify|dubious(?: [–-] discuss)?|page needed|source\?|sources? needed"
    r"|not in (?:citation|source)(?: given)?|full citation needed|need quotation to verify|disputed(?: [–-] discuss)?|speculation\?|opinion"
    r"|来源请求|來源請求|需要引用|要出典|出典無効|출처 필요|Quelle fehlt|Beleg fehlt|Beleg\?|réf(?:érence)?\.? (?:nécessaire|souhaitée)"
    r"|cita requerida|carece de fontes|senza fonte|источник не указан|источник\?|bron\?|källa behövs|kilde mangler|citat lipsă)\b[^\[\]]{0,30}",
    re.IGNORECASE,
)
_KEY_SEPARATOR = re.compile(r"\s?[,;]\s?")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻‐˒⸴", "0123456789--,,")


def expand(text: str) -> _Content:
    """The labels of `2, 5-7`, ranges written out in order."""
    labels: list[str] = []
    fault = None
    for low, high in _ITEMS.findall(text):
        if not high or high == low:
            labels.append(low)
        elif low.isdigit() and high.isdigit() and 0 < int(high) - int(low) <= WIDEST_RANGE:
            labels += map(str, range(int(low), int(high) + 1))
        else:
            labels += [low, high]
            fault = f"{low}–{high} is no range"
    return _Content(tuple(labels), None, fault)


def _read_numeric(content: str) -> _Content | None:
    match = _NUMERIC.fullmatch(content)
    if match is None:
        return None
    locator = (match.group("locator") or "").strip(" ,:，：\n\t")
    return expand(match.group("items"))._replace(locator=locator or None)


def _read_dagger(content: str) -> _Content | None:
    match = _DAGGER.fullmatch(content)
    if match is None or ("†" not in content and ":" in content):
        return None
    locator = match.group("locator")
    return _Content((match.group("label"),), None if locator in ("", "source", None) else locator)


def _read_footnote(content: str) -> _Content | None:
    labels = []
    for part in content.split(","):
        match = _FOOTNOTE.fullmatch(part.strip())
        if match is None:
            return None
        labels.append(match.group(1))
    return _Content(tuple(labels))


def _read_note(content: str) -> _Content | None:
    return _Content((content,)) if _NOTE.fullmatch(content) else None


def _read_needed(content: str) -> _Content | None:
    return _Content(()) if _NEEDED.fullmatch(content) else None


def _read_key(content: str) -> _Content | None:
    whole = " ".join(content.split())
    return _Content((whole,)) if any(sign.isalnum() for sign in whole) else None


def _read_superscript(content: str) -> _Content | None:
    return _read_numeric(content.translate(_SUPERSCRIPT))


STYLES: tuple[Style, ...] = (
    Style("footnote", ("group",), _read_footnote, "form"),
    Style("bracket", ("group",), _read_numeric, "plausible"),
    Style("dagger", ("group",), _read_dagger, "form"),
    Style("needed", ("group",), _read_needed, "form"),
    Style("link", ("link",), _read_numeric, "form"),
    Style("html-superscript", ("sup",), _read_numeric, "plausible"),
    Style("superscript", ("super",), _read_superscript, "dominant"),
    Style("parenthesis", ("paren",), _read_numeric, "dominant"),
    Style("key", ("group",), _read_key, "listed"),
    Style("note", ("group",), _read_note, "plausible"),
)

_GROUPS = {
    "link": r"\[{1,2}(?P<link>\s?\d{1,4}\s?)\]{1,2}\((?P<target>[^\s()]{3,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,400}){0,3})(?:[ ]\"[^\"\n]{0,300}\")?\)",
    "group": r"\\?[\[【［](?P<group>[^\[\]【】［］\\]{1,80})\\?[\]】］]",
    "sup": r"<sup>\s?\[?(?P<sup>[^<>\[\]]{1,40})\]?\s?</sup>",
    "super": r"(?P<super>[⁰¹²³⁴-⁹]+(?:[⁻‐˒⸴,–-][⁰¹²³⁴-⁹]+)*)",
    "paren": r"(?<![\w)])\((?P<paren>\d{1,3}(?:[ ]?[,;–-][ ]?\d{1,3}){0,10})\)",
}
_CANDIDATE = re.compile("|".join(_GROUPS.values()), re.IGNORECASE)
# The first sign of a group, and what the text must hold for one to be there at all.
_FIRST_SIGNS = (
    ("[【［", re.compile(r"[\[【［]")),
    ("\\", re.compile(r"\\\[")),
    ("⁰¹²³⁴⁵⁶⁷⁸⁹", re.compile("[⁰¹²³⁴-⁹]")),
    ("<", re.compile("<sup>", re.IGNORECASE)),
    ("(", re.compile(r"\(\d{1,3}[ ),;–-]")),
)
_LINKED = re.compile(r"\(\[(?P<words>[^\[\]\n]{1,300})\]\((?P<target>https?://[^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,400}){0,3})\)\)", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"[^\W_]*[\w.]*\Z")
_CODE_AFTER = re.compile(r"\s?(?:=[^=]|[-+*/%]=|==|\(|\[\D|\.[a-z_]\w*[(\[.=])|\s?:=|\w")
_CALL = re.compile(r"\w\([\w.,\"']{0,30}\)\Z")
_CODE_WORDS = frozenset("int float char str byte bool double long string a arr args argv array buf data dict idx items kwargs list lst map matrix obj params ptr row tmp values vec".split())
_UNITS = frozenset("m km cm mm nm µm μm dm ft in yd mi s h r x y z n k e i t v w p q b c d f g l kg ha a² 10 cm mol χ σ r π λ δ ω".split())
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


class _Candidate(NamedTuple):
    style: Style
    start: int
    end: int
    content: _Content
    target: str | None = None


def find_markers(text: str, masked: str, listed: Mapping[str, str]) -> list[Found]:
    """The markers of a text in order.

    `masked` is `text` with all that is no prose blanked out; offsets are the same. `listed` maps the
    normalised label (see `normal_label`) of each entry of the document's lists to the label as written.
    """
    candidates = list(_candidates(text, masked, listed))
    habits = _Habits(masked, candidates, listed)
    accepted = [candidate for candidate in candidates if habits.accept(candidate)]
    return list(_join_ranges(text, accepted, habits))


def normal_label(label: str) -> str:
    """The form in which two spellings of one label are the same: `[RFC 2119]`, `[rfc2119]`."""
    return "".join(label.split()).casefold()


def _candidates(text: str, masked: str, listed: Mapping[str, str]) -> Iterator[_Candidate]:
    linked = {m.start(): m for m in _LINKED.finditer(text) if _ends_sentence(text, m)} if "([" in text and "](" in text else {}
    position = 0
    for match in _merged(_matches(masked), linked):
        if match.start() < position:
            continue
        if match.re is _LINKED:
            words = " ".join(match.group("words").split())
            yield _Candidate(_LINKED_STYLE, match.start(), match.end(), _Content((words,)), match.group("target"))
        else:
            candidate = _read(text, match, listed)
            if candidate is None:
                continue
            yield candidate
        position = match.end()


def _matches(masked: str) -> Iterator[re.Match[str]]:
    """What has the form of a marker, tried only where one of the first signs stands."""
    position = 0
    signs = "".join(sign for sign, proof in _FIRST_SIGNS if proof.search(masked))
    for sign in re.finditer(f"[{re.escape(signs)}]", masked) if signs else ():
        match = _CANDIDATE.match(masked, sign.start()) if sign.start() >= position else None
        if match is not None:
            position = match.end()
            yield match


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether a link in round brackets stands where a sentence ends: only there it is a source."""
    before = text[max(0, match.start() - 2) : match.start()].rstrip()
    return before[-1:] in _STOPS or _AT_END.match(text, match.end()) is not None


_STOPS = frozenset(".!?。！？")
_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_AT_END = re.compile(r"[ \t]*(?:[.!?。！？]|\n|\Z|\(\[)")
_LINKED_STYLE = Style("inline-link", (), _read_key, "form")


def _merged(matches: Iterator[re.Match[str]], linked: Mapping[int, re.Match[str]]) -> Iterator[re.Match[str]]:
    if not linked:
        return matches
    return iter(sorted([*matches, *linked.values()], key=lambda match: (match.start(), -match.end())))


def _read(text: str, match: re.Match[str], listed: Mapping[str, str]) -> _Candidate | None:
    group = next(name for name in _GROUPS if match.group(name) is not None)
    content = match.group(group)
    for style in STYLES:
        if group in style.groups and (read := style.read(content)) is not None:
            if style.trust == "listed" and not _all_listed(read.labels, listed):
                continue
            target = text[match.start("target") : match.end("target")] if group == "link" else None
            if target is not None and not _ADDRESS.match(target):
                target = None  # `[1](#sources)` leads to the document's own list
            return _Candidate(style, match.start(), match.end(), read, target)
    return None


def _all_listed(labels: tuple[str, ...], listed: Mapping[str, str]) -> bool:
    """Whether the list has a key, or each of several keys in one pair of brackets."""
    if normal_label(labels[0]) in listed:
        return True
    return all(normal_label(label) in listed for label in _KEY_SEPARATOR.split(labels[0]))


class _Habits:
    """What the document as a whole says about its markers."""

    def __init__(self, masked: str, candidates: list[_Candidate], listed: Mapping[str, str]) -> None:
        self._text = masked
        self.listed = listed
        self._numbers = {int(label) for label in listed if label.isdecimal()}
        self._styles: Counter[str] = Counter()
        self._glued = 0
        self._indexes: set[int] = set()  # where the index of an array ends: `m[2][3]`
        for candidate in candidates:
            if candidate.style.trust in ("form", "plausible") and self._plausible(candidate):
                self._styles[candidate.style.name] += 1
                self._glued += candidate.start > 0 and masked[candidate.start - 1].isalpha()
            elif candidate.style.trust == "dominant" and self._listed(candidate):
                self._styles[candidate.style.name] += 1
            if candidate.style.name == "key" and self._listed(candidate):
                self._styles["key"] += 1

    def accept(self, candidate: _Candidate) -> bool:
        if candidate.style.trust == "form":
            return True
        if candidate.style.trust == "listed":
            return self._listed(candidate)
        if candidate.style.trust == "dominant":
            return self._dominant(candidate)
        return self._plausible(candidate)

    def _listed(self, candidate: _Candidate) -> bool:
        labels = candidate.content.labels
        if candidate.style.name == "key" and normal_label(labels[0]) not in self.listed:
            labels = tuple(_KEY_SEPARATOR.split(labels[0]))
        return bool(labels) and all(normal_label(label) in self.listed for label in labels)

    def _dominant(self, candidate: _Candidate) -> bool:
        """Listed, in a place where a marker can stand, in a document that uses no other style more."""
        name = candidate.style.name
        if not self._listed(candidate) or self._styles[name] < max(self._styles.values()):
            return False
        before = self._text[candidate.start - 1 : candidate.start]
        after = self._text[candidate.end : candidate.end + 1]
        if name == "parenthesis":
            return not after or after in ".,;:。，；)" or before in ".!?。"
        return not after.isalnum() and not self._is_unit(candidate.start)

    def _is_unit(self, position: int) -> bool:
        """Whether the word before is one that a power or an isotope stands at: `m²`, `10⁵`, `x²`."""
        word = _word_before(self._text, position)
        return not word and position == 0 or word.casefold() in _UNITS or word[-1:].isdigit() or (len(word) == 1 and word.isascii())

    def _plausible(self, candidate: _Candidate) -> bool:
        name = candidate.style.name
        if name == "note":
            return self._plausible_note(candidate)
        if name == "html-superscript" and self._is_unit(candidate.start):
            return False
        if candidate.style.trust == "form":
            return True
        labels = candidate.content.labels
        if not any(normal_label(label) in self.listed for label in labels) and not self._possible_numbers(labels):
            return False
        return not self._code_like(candidate)

    def _possible_numbers(self, labels: tuple[str, ...]) -> bool:
        """Whether labels that no list has can be meant as labels: `[0]` and `[2020]` cannot, nor `[99]` above a list of 3."""
        if not all(label.isdecimal() and 0 < int(label) <= _LAST_NUMBER for label in labels):
            return False
        return not self._numbers or max(map(int, labels)) <= 3 * max(self._numbers) + 30

    def _code_like(self, candidate: _Candidate) -> bool:
        """Whether a marker glued to a word is the index of an array: by the word, and by what follows."""
        if candidate.style.name != "bracket" or candidate.start == 0 or self._text[candidate.start] == "\\":
            return False
        if self._follows_code(candidate):
            self._indexes.add(candidate.end)
            return True
        return False

    def _follows_code(self, candidate: _Candidate) -> bool:
        before = self._text[candidate.start - 1]
        after = self._text[candidate.end : candidate.end + 1]
        if candidate.start in self._indexes or (before == LITERAL and (after.isalnum() or after in tuple("=&/"))):
            return True
        if before == ")":
            return bool(_CALL.search(self._text, max(0, candidate.start - 40), candidate.start)) and not self._listed(candidate)
        word = _word_before(self._text, candidate.start)
        if not word or _CJK.match(word[-1]):
            return False
        if _CODE_AFTER.match(self._text, candidate.end) and not self._text[candidate.end].isupper():
            return True
        name = word.rpartition(".")[2]
        odd = len(name) <= 2 and (name[0].islower() or len(name) == 1) or "_" in name or name.casefold() in _CODE_WORDS or bool(re.search(r"[a-z]\d|^[a-z]+[A-Z]", name))
        if not odd:
            return False
        if name.isdecimal():
            return False
        return not (self._listed(candidate) and self._glued >= 3)

    def _plausible_note(self, candidate: _Candidate) -> bool:
        """`[note 1]` by its form; `[a]` if listed, or glued to what it annotates in a document with glued markers."""
        label = candidate.content.labels[0]
        if not label.isalpha() or len(label) > 2 or not label.isascii():
            return True
        before = self._text[candidate.start - 1 : candidate.start]
        after = self._text[candidate.end : candidate.end + 1]
        if after.isalnum() or not before or before.isspace() or before in "(\"'“":
            return False
        return normal_label(label) in self.listed or (label in "abcdefgh" and self._styles["bracket"] > 0 and len(_word_before(self._text, candidate.start)) != 1)

    def labels(self, candidate: _Candidate) -> tuple[str, ...]:
        labels = candidate.content.labels
        if candidate.style.name == "key" and normal_label(labels[0]) not in self.listed:
            return tuple(_KEY_SEPARATOR.split(labels[0]))
        return labels


def _word_before(text: str, position: int) -> str:
    """The word that ends at an offset; empty behind a space or a sign."""
    start = position
    while start > 0 and position - start < 30 and (text[start - 1].isalnum() or text[start - 1] in "_."):
        start -= 1
    return text[start:position].lstrip(".") if text[position - 1 : position] != "." else ""


def _join_ranges(text: str, candidates: list[_Candidate], habits: _Habits) -> Iterator[Found]:
    """`[1]–[3]` is one marker with three labels; every other candidate is a marker of its own."""
    at = 0
    while at < len(candidates):
        first = candidates[at]
        second = candidates[at + 1] if at + 1 < len(candidates) else None
        if second is not None and first.style is second.style and first.style.name == "bracket":
            between = text[first.end : second.start].strip()
            if len(between) == 1 and re.match(_DASH, between) and second.start - first.end <= 3:
                read = expand(f"{first.content.labels[-1]}-{second.content.labels[0]}")
                if read.fault is None:
                    labels = first.content.labels[:-1] + read.labels + second.content.labels[1:]
                    yield Found(Marker(Span(first.start, second.end), labels, first.style.name))
                    at += 2
                    continue
        marker = Marker(Span(first.start, first.end), habits.labels(first), first.style.name, first.content.locator)
        yield Found(marker, first.target, first.content.fault)
        at += 1
