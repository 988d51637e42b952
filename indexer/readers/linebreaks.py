"""Whether a sentence goes on across a line break of plain text, judged by the lines before and after it."""

from __future__ import annotations

from indexer.dates import RECENT_YEAR
from indexer.patterns import pattern
from indexer.readers.headings import LONGEST_HEADING, NOTED
from indexer.readers.lines import SLACK
from indexer.readers.openings import AMOUNT
from indexer.scripts import HAN, KANA
from indexer.superscripts import SUPERSCRIPTS

_AMOUNT = pattern(AMOUNT)
# After a whole word, a number, a bracket or a quotation, a stop does not belong to an abbreviation.
_INNER_END = pattern(
    r"(?:[a-zà-öø-ÿ]{4}|\d\d|[\])%”\"’])[.!?][”\"’)]?(?:\s?(?:\[[^\[\]\n]{1,20}\]|\(\d{1,3}\)"
    rf"|[{SUPERSCRIPTS}]{{1,3}})){{0,5}}\s+[A-ZÀ-Þ]"
)
_BRACKETS = (("(", ")"), ("[", "]"), ("（", "）"), ("【", "】"))
_INITIAL = pattern(r"[A-Z]\.\s")
_INITIAL_AT_END = pattern(r"(?<![^\s(])[A-Z]\.\Z")
_NUMBER = pattern(r"(\(?)(\d{1,4})([.)])")
_CLOSING_MARKER = pattern(r"(?:\[\^?\d{1,4}(?:[,–-] ?\d{1,4}){0,9}\])+[.,;。，；]")
MORE_MARKERS = pattern(r"\d\],\Z")
"""How a line ends on whose markers others follow: `as shown [1],` / `[2] and`."""
_MARKED_AGAIN = pattern(r"[.!?] ?\[\d{1,3}\]|\[\d{1,3}\][.!?]")
# `[T6205]`, the marker of the line before
_KEY_ALONE = pattern(r"\[(?=[^\[\]]{0,40}\d)(?=[^\[\]]{0,40}[^\W\d_])[^\[\]\s]{1,40}\]\.?")
# What looks like an item below a full line that ends in a shortened word: `Oral Arg.` / `14. Nobody`, `Harv.` / `L. Rev. 7`.
_SHORTENED = pattern(r"(?<![^\s(])(?:[A-Z][a-z'’]{0,5}|(?:[A-Z]\.){1,3}[A-Z])\.\Z")
_NO_ITEM = pattern(r"(?:[2-9]|\d{2,3})\.(?!\S)|[b-z]\.\s\d|[A-Z]\.\s(?:[A-Z][a-z]{1,5}\.|\d)")
# `z.` / `B. die Lage`, `i.` / `V. m. § 5`, `i. V.` / `m. § 5`
_SMALL_LETTER = pattern(r"(?<![^\s(])[a-z]\.(?:\s[A-Z]\.)?\Z")
_LETTER_AND_WORD = pattern(r"[A-Za-z]\.\s[a-zäöü§\d]")
_DAY = pattern(r"(?<![\d.])\d{1,2}\.\Z")
_MONTH_AND_YEAR = pattern(rf"(?:0?[1-9]|1[0-2])\.\s?{RECENT_YEAR}\b")
_LONGEST_SHORTENED = 9  # characters, with what stands before it
_REPORTER = pattern(r"[A-Z]\.\s?[A-Z][a-z]{1,5}\.\s")  # `106` / `S. Ct. 337`
_PAGE = pattern(r"\d{2,3}\.\s")  # `128 S.Ct. at` / `575. We`
_SECTION = pattern(r"§\s?[\d.]+\Z|\b(?:[Ss]ection|[Rr]ule|[Ss]ubd\.)\s[\d.]+\Z")  # `§ 401` / `(e) was`
_SUBSECTION = pattern(r"\([a-z\d]{1,3}\)\s[a-z]")
# What begins like a label, a heading, a quotation or an item and is a part of a sentence: `[he] said`, `[7 S.Ct. 1], and`,
# `# 3), but`, `> 5 years`, `p. 12`.
_WITHIN = pattern(
    r"\[[^\[\]\d]{1,40}\](?:['’,;)+]|\s+[a-z.])|\[[^\[\]]{1,40}\][,;]|\[[a-z][a-z ’']{0,38}\]|[#>]\s?\d|[c-z]\.\s+\d"
)
_NAMED = pattern(r"\([B-Zb-h2-9]\)\s[a-z]")  # `as described in` / `(C) but`
_BEFORE_NAMED = pattern(r"\s(?:in|of|from|with|as|for|than|under|see)\Z")
_DASH = pattern(r"[–—]\s[a-z]")
_COUNTED = pattern(r"\((\d{1,2}|[b-zB-Z])\)\s")
_SECOND = {"1": " (2) ", "a": " (b) ", "i": " (ii) ", "A": " (B) "}
_SIGNS = frozenset("§¶")
_SPACED_CODE = pattern(r"(?:U\. S\. C|C\. F\. R|U\. S)\.\Z")  # `42 U. S. C.` / `§1983`
_GOES_ON = frozenset((", ", "; ", ". ", '."', ".”"))  # the dots of a gap may be broken apart: `violated. .` / `. ."`
_LONG = 30  # characters of a line that may have been full
_LONG_WIDE = 15  # the same in Chinese and Japanese
_WIDE_STOP = pattern("[。、，；]")
_ENDS = frozenset(".!?:。！？：…")
CLOSERS = "\"'”’»)]）」』*_"
"""What may stand behind the stop of a sentence, within its line."""
# A reporter or a code by its volume: `8 C.F.R.`, `12 F.3d`.
_CITED = pattern(r"\d{1,4}\s(?:[A-Z][\w'’]{0,8}\.\s?){1,4}")
_CITED_IN_BRACKETS = pattern(
    r"\((?=[^()\n]{0,58}(?:\d\d|\s))[^()\n]{4,60}\)[.,;]"
)  # `at 2-34` / `(2010). It`, `(9th Cir. 1999), and`
_BEFORE_CITED = pattern(r"[a-z]\s[a-z]+,?\Z")
_VERSUS = frozenset({"v.", "vs.", "v", "vs", "-v-", "-v.-", "-against-", "against", "- v -"})
_LONGEST_VERSUS = max(map(len, _VERSUS))
# `此次事件` / `**并未造成损失**。`: bold words of a sentence, on a line of their own as Google writes them, and no lead.
_BOLD_WITHIN = pattern(r"\*\*[^*\n]{0,59}[^*\n:：]\*\*(?![:：])[^\n]{0,500}[，。；！？]")
# Articles, prepositions and conjunctions, with which no complete line ends.
_HANGING = frozenset(
    """
    a an the of by in on at to for from with and or nor but as than into onto upon between among through during without within
    n. nn. dkt. c.f.r. u.s.c. r. civ. crim. id. ref. refs. v. rs. amend. amends. para. paras. pt. pts. tit. stat. h.r. evid. compl. art. sec. ch. cl. arg. tr. eq. ex. supp. app. cir. u.s. jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec. no. nos. vol. p. pp. fig. figs. dr. mr. mrs. ms. prof. vs. cf. e.g. i.e. al.
    abs. nr. nrn. rn. rz. ziff. kap. str. ap. núm. pág. págs. párr. apdo. n.º r.o. cap. stk. mot. opp. decl. ecf
    under about against over nearly approx. ca. etwa rund der die das den dem ein eine einer einem einen eines und oder von vom
    zum zur im mit für auf aus bei nach seit über unter durch gegen ohne als dass le la les une du et ou au aux dans par pour sur avec sans sous el los las y en con por para del
    """.split()
)


def is_versus(line: str) -> bool:
    """Whether a line is the `v.` between the parties of a case."""
    return len(line) <= _LONGEST_VERSUS and line.casefold() in _VERSUS


def ended(line: str) -> bool:
    """Whether a line ends a sentence, or introduces what follows."""
    last = line.rstrip(CLOSERS)[-1:]
    return last in _ENDS or (last.isdigit() and NOTED.search(line) is not None)


def closes_with_marker(line: str, before: str, *, full: bool) -> bool:
    """Whether a line that starts with a label continues the one before it: a key alone, a marker with a stop, more markers.

    `full`: the label would not have fitted on the line before.
    """
    if _KEY_ALONE.fullmatch(line) or (_CLOSING_MARKER.match(line) and not ended(before)):
        return True
    return full and _MARKED_AGAIN.search(line) is not None


def hangs(line: str) -> bool:
    """Whether a line ends within a sentence, judged by its last word, or within a word, at a hyphen."""
    if line[-1:] in _SIGNS or (line[-1:] == "." and _SPACED_CODE.search(line, max(0, len(line) - _LONGEST_SHORTENED))):
        return True
    last = line[line.rfind(" ") + 1 :]
    if last[:1].isupper() and len(last) < len(line) and (last[1:].islower() or (last[-1] == "." and len(last) > 2)):
        last = last.lower()  # `(…) Die` / `Abwärme`, `U.S.` / `481`, but no `Vitamin A`
    return last in _HANGING or (line[-1:] == "-" and line[-2:-1].isalpha())


def goes_on(line: str, after: str) -> bool:
    """Whether the next line continues a line, judged by both.

    It does if a bracket is open, if it starts with a year in brackets or an amount, or if the line has a whole sentence (in
    Chinese and Japanese, a clause) and then no end.
    """
    # `(…) R.` / `W. Burchfield`
    initial = _INITIAL.match(after) and _INITIAL_AT_END.search(line, max(0, len(line) - 4))
    holds = "(" in line or "[" in line or "（" in line or "【" in line
    noted = after[0] == "(" and not ended(line) and _CITED_IN_BRACKETS.match(after)
    if initial or noted or after[:2] in _GOES_ON or (holds and _closes_bracket(line, after)):
        return True
    if after[0] == "*" and _is_unspaced(line[-1:]):
        return "，" in line and _BOLD_WITHIN.match(after) is not None
    if _is_unspaced(line[-1:]) and _is_unspaced(after[:1]):
        return len(line) >= _LONG_WIDE and _WIDE_STOP.search(line) is not None
    if after[0].isdigit():
        if ended(line):
            return False
        cited = _CITED.match(after) and _BEFORE_CITED.search(line, max(0, len(line) - _LONG))
        return bool(cited or _AMOUNT.match(after))
    return len(line) >= _LONG and line[-1].isalnum() and _INNER_END.search(line) is not None


def _is_unspaced(sign: str) -> bool:
    """Whether a character is a letter of Chinese or Japanese."""
    return KANA[0] <= sign <= HAN[-1] and sign.isalpha()


def _closes_bracket(line: str, after: str) -> bool:
    """Whether a line leaves a bracket open that the next one closes: `(Doc. #` / `18). The motion`, `[1,` / `p. 3]`."""
    for opening, closing in _BRACKETS:
        opens = line.rfind(opening) if closing in after else -1
        if opens > line.rfind(closing) and line[opens + 1 : opens + 2].isalnum():
            return opening not in after[: after.index(closing)]
    return False


def is_cut_off(line: str, after: str, number: str | None, *, full: bool) -> bool:
    """Whether what looks like the number of an item continues the line before it: `(…) 783 n.` / `4. We`, `(1962:` / `146)`, `Corp.` / `v. Twombly`.

    `number` is that of the item that the line belongs to, None if it belongs to none: then `v.` may be the fifth. `full`: the
    number would not have fitted on the line before.
    """
    if not (after[0].isalnum() or after[0] in "(¶"):
        return False
    if (number or "0")[0] not in "iu" and after[:3] == "v. " and after[3:4].isupper():
        return True
    if number and _is_next(number, after):
        return False
    at_a_page = line.endswith(" at") and _PAGE.match(after) is not None
    if at_a_page or ((line[-1] in ".¶§" or after[:-1].isdigit()) and hangs(line)):
        return True
    return (full and _is_cited(line, after)) or goes_on(line, after)


def _is_cited(line: str, after: str) -> bool:
    """Whether a reporter or a section is broken off at the end of a full line."""
    start = max(0, len(line) - _LONGEST_SHORTENED)
    if line[-1] == ".":
        if _LETTER_AND_WORD.match(after) and _SMALL_LETTER.search(line, start):
            return True
        if _MONTH_AND_YEAR.match(after) and _DAY.search(line, start):
            return True
        return _SHORTENED.search(line, start) is not None and _NO_ITEM.match(after) is not None
    if not line[-1].isdigit():
        return False
    cited = _SUBSECTION.match(after) and _SECTION.search(line, max(0, len(line) - _LONG))
    return cited is not None or _REPORTER.match(after) is not None


def stands_within(line: str, after: str) -> bool:
    """Whether what looks like the start of a block is none, as the line before it was full and has no end."""
    if _DASH.match(after):
        return line[-1].isalnum() or line[-1] in CLOSERS
    if _NAMED.match(after):
        return _BEFORE_NAMED.search(line, max(0, len(line) - _LONGEST_SHORTENED)) is not None
    return _WITHIN.match(after) is not None


def counts_on(line: str, before: str, number: str) -> bool:
    """Whether numbers in brackets count within a sentence: `either (1) by sea or` / `(2) by land`, `it went` / `(a) by sea or (b) by land`.

    `before` is what the block has so far, `number` that of the item that it is.
    """
    match = _COUNTED.match(line)
    if match is None:
        return False
    label = match[1]
    if label in _SECOND:
        return _SECOND[label] in line
    last = f"({int(label) - 1})" if label.isdigit() else f"({chr(ord(label) - 1)})"
    return number != last and f" {last} " in before


def _is_next(number: str, line: str) -> bool:
    """Whether a line starts with the next number, in the same form: `(2)` after `(1)`."""
    own, following = _NUMBER.match(number), _NUMBER.match(line)
    if own is None or following is None or (own[1], own[3]) != (following[1], following[3]):
        return False
    return int(following[2]) == int(own[2]) + 1


def underlines(rule: str, words: str) -> bool:
    """Whether a rule makes the words above it a heading: not if they are a sentence much shorter than it, or too long."""
    wide = len(rule) > len(words) + SLACK or len(words) > LONGEST_HEADING
    return "\n" not in words and not (wide and ended(words) and words[-1] not in ":：")
