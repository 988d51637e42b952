"""What a line of plain text is, judged by shape alone: part of a figure, the end of a sentence, the `v.` of a case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.model import BlockKind
from indexer.readers.headings import LONGEST_HEADING, NOTED
from indexer.readers.lines import SLACK

RAISED_LABEL = r"[⁰¹²³⁴-⁹]{1,4}[ \t]?(?=\w)|<sup>\[?\d{1,4}\]?</sup>|\^\d{1,4}\^|[①-⑳](?=[^\s①-⑳])"
"""How the entry of a source that markers name by a raised or a circled number may begin, as a pattern without groups."""

# `[x][x]{3}` and not `[x]{4}`: only a single leading character lets the engine skip what cannot start a match.
_ART_LINE = re.compile(r"[+|\\/=<>^_-][+|\\/=<>^_-]{3}")
_ART_COLUMNS = re.compile(r"\S[ ]{3,}\S[^\n]{0,200}?[ ]{3,}\S")
_ART_CELLS = re.compile(r"\|[ \t]+\||^\|.*\|$")
_LABEL = re.compile(r"[A-Z][\w.]{0,20}(?: [\w.]{1,20}){0,2} {0,20}: {3,20}(?=\S)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 3
_STOPS = frozenset(".!?,;。！？")
_WIDEST_DRAWING = 160  # characters
_DRAWS = frozenset("+|\\<>^_=")
_ART_VALUE = re.compile(r"[\w.<>-]{1,40} {1,20}=(?: |$)")
AMOUNT = (
    r"(?:\d{1,3}(?:\.\d{3})+(?=[ \t]|$)|\d{1,3}\.\d{1,3}[ \t]+(?:[%€$£¥]|[a-zà-öø-ÿа-я]{1,20}(?:(?=[ \t]+[^\s.]|[.,;:)\]])|(?<=\w{4})$))"
    r"|\d{1,3}(?:\.\d{1,3})+[ \t]+(?:and|or|of|to|in|is|are|was|with|for|on|at|by|from|below|above|which|that|as)\b)"
)
"""A number with stops in it that is no numbering, as a pattern without groups: `2.5 million`, `3.000 Menschen`, `4.4.2 and`."""

_AMOUNT = re.compile(AMOUNT)
# After a whole word, a number, a bracket or a quotation, a stop does not belong to an abbreviation.
_INNER_END = re.compile(
    r"(?:[a-zà-öø-ÿ]{4}|\d\d|[\])%”\"’])[.!?][”\"’)]?(?:\s?(?:\[[^\[\]\n]{1,20}\]|\(\d{1,3}\)|[⁰¹²³⁴-⁹]{1,3})){0,5}\s+[A-ZÀ-Þ]"
)
_BRACKETS = (("(", ")"), ("[", "]"), ("（", "）"), ("【", "】"))
_INITIAL = re.compile(r"[A-Z]\.\s")
_INITIAL_AT_END = re.compile(r"(?<![^\s(])[A-Z]\.\Z")
_NUMBER = re.compile(r"(\(?)(\d{1,4})([.)])")
_CLOSING_MARKER = re.compile(r"(?:\[\^?\d{1,4}(?:[,–-] ?\d{1,4}){0,9}\])+[.,;。，；]")
_MARKED_AGAIN = re.compile(r"[.!?] ?\[\d{1,3}\]|\[\d{1,3}\][.!?]")
_KEY_ALONE = re.compile(
    r"\[(?=[^\[\]]{0,40}\d)(?=[^\[\]]{0,40}[^\W\d_])[^\[\]\s]{1,40}\]\.?"
)  # `[T6205]` of the line before
_LONGEST_COUNT = 32  # signs
_LONGEST_NUMERAL = 7  # with its stop
_LENGTH_OF_YEAR = 4
_LONG_WIDE = 15  # likewise of a script without spaces
_WIDE_STOP = re.compile("[。、，；]")
_LONG = 30  # characters of a line that may have been full
_ENDS = frozenset(".!?:。！？：…")
_CLOSERS = "\"'”’»)]）」』*_"
_DOCKET = re.compile(r"(?:Docket |Case )?Nos?\. ?[\w:.,&-]{0,40}\d[\w:.,& -]{0,40}")
_DOCKETED = frozenset({"No", "Do", "Ca"})  # how one begins
# A date or a docket in digits, the number of a page or a paragraph, what stands between the parties.
_NUMBERS_ALONE = re.compile(
    r"[\d/.:–-]{1,12}|\d:\d\d-[a-z]{2}-\d{3,6}(?:-[A-Za-z]{2,4}){0,3}|(?:and|v\.?|against)\s?[–—-]"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NUMERAL_ALONE = re.compile(r"[IVXLC]{1,6}\.|[A-H]\.")
# A reporter or a code by its volume: `8 C.F.R.`, `12 F.3d`.
_CITED = re.compile(r"\d{1,4}\s(?:[A-Z][\w'’]{0,8}\.\s?){1,4}")
_BEFORE_CITED = re.compile(r"[a-z]\s[a-z]+,?\Z")
_VERSUS = frozenset({"v.", "vs.", "v", "vs", "-v-", "-v.-", "-against-", "against", "- v -"})
_LONGEST_VERSUS = max(map(len, _VERSUS))


def is_versus(line: str) -> bool:
    """Whether a line is the `v.` between the parties of a case."""
    return len(line) <= _LONGEST_VERSUS and line.casefold() in _VERSUS


def counts_only(line: str) -> BlockKind | None:
    """What a line is that only counts or dates: a heading (`I.`, `1995`) or what no one claims (`12`, `02-07-2023`, `No. 3-45`), else None."""
    if line[:2] in _DOCKETED:
        return "furniture" if _DOCKET.fullmatch(line) else None
    if len(line) > _LONGEST_COUNT or (line[0].isalpha() and line[-1].isalnum()):
        return None
    if not (line[:1].isdigit() or line[-1:] in "–—-"):
        return (
            "heading" if len(line) <= _LONGEST_NUMERAL and line[-1] == "." and _NUMERAL_ALONE.fullmatch(line) else None
        )
    if len(line) == _LENGTH_OF_YEAR and _YEAR.fullmatch(line):
        return "heading"
    return "furniture" if _NUMBERS_ALONE.fullmatch(line) else None


def find_art(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines in figures and tables. Most lines are ruled out at once by fixed characters."""
    return {
        at
        for at, line in enumerate(lines)
        if line and ("   " in line or "=" in line or "|" in line or "--" in line) and _is_art(line)
    }


def _is_art(line: str) -> bool:
    columns, cells = "   " in line, "|" in line
    value = " =" in line
    return (
        (columns and _in_columns(line))
        or (
            (columns or cells or value or "--" in line or "==" in line)
            and _ART_LINE.search(line) is not None
            and not _reads(line)
        )
        or (cells and _ART_CELLS.search(line) is not None)
        or (value and _ART_VALUE.match(line) is not None)
    )


def _reads(line: str) -> bool:
    """Whether a line is prose all the same: `He met Mrs. ---- at noon.`, `My dear Mr. ----,`."""
    if "   " in line or line.rstrip(_CLOSERS)[-1:] not in _STOPS:
        return False
    drawn = len(line) <= _WIDEST_DRAWING and not _DRAWS.isdisjoint(line)
    return not drawn and len(_WORDS.findall(line)) >= _FEWEST_WORDS


def _in_columns(line: str) -> bool:
    """Whether a line with a gap has a second one."""
    gap = line.index("   ")
    if ":" in line and (label := _LABEL.match(line)) and ended(line):
        return _ART_COLUMNS.search(line, label.end()) is not None  # `Q      :      What were you doing?`
    return "   " in line[gap:].lstrip() and _ART_COLUMNS.search(line, gap - 1) is not None


def underlines(rule: str, words: str) -> bool:
    """Whether a rule makes the words above it a heading: not if they are a sentence much shorter than it, or too long."""
    wide = len(rule) > len(words) + SLACK or len(words) > LONGEST_HEADING
    return "\n" not in words and not (wide and ended(words) and words[-1] not in ":：")


def ended(line: str) -> bool:
    """Whether a line ends a sentence, or introduces what follows."""
    last = line.rstrip(_CLOSERS)[-1:]
    return last in _ENDS or (last.isdigit() and NOTED.search(line) is not None)


def closes_with_marker(line: str, before: str, *, full: bool) -> bool:
    """Whether a line that starts with a label continues the one before it: a key alone, a marker with a stop, more markers.

    `full`: the label would not have fitted on the line before.
    """
    if _KEY_ALONE.fullmatch(line) or (_CLOSING_MARKER.match(line) and not ended(before)):
        return True
    return full and _MARKED_AGAIN.search(line) is not None


# Articles, prepositions and conjunctions, with which no complete line ends.
_HANGING = frozenset(
    """
    a an the of by in on at to for from with and or nor but as than into onto upon between among through during without within
    n. nn. dkt. c.f.r. u.s.c. r. civ. crim. id. ref. refs. v. rs. amend. amends. para. paras. pt. pts. tit. stat. h.r. evid. compl. art. sec. ch. eq. ex. supp. app. cir. u.s. jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec. no. nos. vol. p. pp. fig. figs. dr. mr. mrs. ms. prof. vs. cf. e.g. i.e. al.
    under about against over nearly approx. ca. etwa rund der die das den dem ein eine einer einem einen eines und oder von vom
    zum zur im mit für auf aus bei nach seit über unter durch gegen ohne als dass le la les une du et ou au aux dans par pour sur avec sans sous el los las y en con por para del
    """.split()
)


# `此次事件` / `**并未造成损失**。`: bold words of a sentence, on a line of their own as Google writes them, and no lead.
_BOLD_WITHIN = re.compile(r"\*\*[^*\n]{0,59}[^*\n:：]\*\*(?![:：])[^\n]{0,500}[，。；！？]")


def hangs(line: str) -> bool:
    """Whether a line ends within a sentence, judged by its last word, or within a word, at a hyphen."""
    last = line[line.rfind(" ") + 1 :]
    if last[:1].isupper() and len(last) < len(line) and (last[1:].islower() or (last[-1] == "." and len(last) > 2)):
        last = last.lower()  # `(…) Die` / `Abwärme`, `U.S.` / `481`, but no `Vitamin A`
    return last in _HANGING or (line[-1:] == "-" and line[-2:-1].isalpha())


def _is_wide(sign: str) -> bool:
    """Whether a character is Chinese or Japanese."""
    return "\u3041" <= sign <= "\u9fff" and sign.isalpha()


def goes_on(line: str, after: str) -> bool:
    """Whether the next line continues a line, judged by both.

    It does if a bracket is open, if it starts with an amount, or if the line has a whole sentence (in Chinese and Japanese, a
    clause) and then no end.
    """
    initial = _INITIAL.match(after) and _INITIAL_AT_END.search(line, max(0, len(line) - 4))
    holds = "(" in line or "[" in line or "（" in line or "【" in line
    if initial or after[:2] in (", ", "; ") or (holds and _closes_bracket(line, after)):  # `(…) R.` / `W. Burchfield`
        return True
    if after[0] == "*" and _is_wide(line[-1:]):
        return "，" in line and _BOLD_WITHIN.match(after) is not None
    if _is_wide(line[-1:]) and _is_wide(after[:1]):
        return len(line) >= _LONG_WIDE and _WIDE_STOP.search(line) is not None
    if after[0].isdigit():
        if ended(line):
            return False
        cited = _CITED.match(after) and _BEFORE_CITED.search(line, max(0, len(line) - _LONG))
        return bool(cited or _AMOUNT.match(after))
    return len(line) >= _LONG and line[-1].isalnum() and _INNER_END.search(line) is not None


def _closes_bracket(line: str, after: str) -> bool:
    """Whether a line leaves a bracket open that the next one closes: `(Doc. #` / `18). The motion`, `[1,` / `p. 3]`."""
    for opening, closing in _BRACKETS:
        opens = line.rfind(opening) if closing in after else -1
        if opens > line.rfind(closing) and line[opens + 1 : opens + 2].isalnum():
            return opening not in after[: after.index(closing)]
    return False


def is_cut_off(line: str, after: str, number: str | None) -> bool:
    """Whether what looks like the number of an item continues the line before it: `(…) 783 n.` / `4. We`, `(1962:` / `146)`, `Corp.` / `v. Twombly`.

    `number` is that of the item that the line belongs to, None if it belongs to none: then `v.` may be the fifth.
    """
    if not (after[0].isalnum() or after[0] in "(¶"):
        return False
    if number is None and after[:3] == "v. " and after[3:4].isupper():
        return True
    if number and _is_next(number, after):
        return False
    return (line[-1] == "." and hangs(line)) or goes_on(line, after)


def _is_next(number: str, line: str) -> bool:
    """Whether a line starts with the next number, in the same form: `(2)` after `(1)`."""
    own, following = _NUMBER.match(number), _NUMBER.match(line)
    if own is None or following is None or (own[1], own[3]) != (following[1], following[3]):
        return False
    return int(following[2]) == int(own[2]) + 1
