"""Lines joined to paragraphs: hyphenated words become whole again, and real hyphens stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from indexer.dates import RECENT_YEAR
from indexer.patterns import pattern
from indexer.readers.pdf.lines import Line, is_written_in

_CUT = pattern(r"[^\W\d_][-‐]\Z")
_LAST = pattern(r"(?:[^\W\d_]+-)*([^\W\d_]+)[-‐]\Z")
_FIRST = pattern(r"[^\W\d_]+")
_WORD = pattern(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_KEPT_PREFIXES = frozenset(
    "self well non cross half high low long short two three four five six first second third full".split()
)
_WHOLE = 4  # letters that make a word of its own, not a syllable
_LONGEST = 60  # letters in a word
_ADDRESS_END = pattern(r"(?:https?://|www\.|doi\.org/|\b10\.\d{4,9}/)\S{0,300}\Z", re.IGNORECASE)
_DOI_END = pattern(r"\b10\.\d{4,9}/\S{0,200}[a-z]\.\Z", re.IGNORECASE)
_SCHEME_END = pattern(r"\bhttps?:/?\Z", re.IGNORECASE)
_DOI_PART = pattern(rf"{RECENT_YEAR}\.\d")  # `10.1016/j.neuron.` / `2013.12.025`
_ADDRESS_PART = pattern(r"(?:[\w~%.-]*[/=?&#_%]\S*|[\w-]+\.(?:html?|pdf|php|aspx?|org|com|net)\b\S*)")
# Lines of these are joined without a space. Radicals are among them, which some files have in place of characters.
_WIDE = pattern(r"[\u2e80-\u9fff\uac00-\ud7a3\uff00-\uffef]")


def vocabulary(lines: Iterable[Line]) -> frozenset[str]:
    """The words of a text that are not hyphenated, in lower case."""
    words: set[str] = set()
    cut = False
    for line in lines:
        found = [match[0].casefold() for match in _WORD.finditer(line.text)]
        ends_cut = line.text[-1:] in ("-", "‐")
        words.update(found[int(cut) : len(found) - ends_cut])
        cut = ends_cut
    return frozenset(words)


def joints(lines: Sequence[Line], known: frozenset[str]) -> Iterator[tuple[Line, int, str]]:
    """Each line of a paragraph with the length of it to keep, and what to put between it and the next."""
    goes_on = False  # whether an address continues from the line before
    for at, line in enumerate(lines):
        if at + 1 == len(lines):
            yield line, len(line.text), ""
            continue
        after = lines[at + 1].text
        if _is_cut_link(line, lines[at + 1]):
            goes_on = True
            yield line, len(line.text), ""
            continue
        address = _ADDRESS_END.search(line.text[-400:]) is not None or (goes_on and " " not in line.text)
        goes_on = is_cut_address(line.text, after) or (address and _address_goes_on(line.text, after))
        if not address and _CUT.search(line.text[-2:]) and (drop := _is_cut(line.text, after, known)) is not None:
            yield line, len(line.text) - drop, ""
        else:
            wide = _WIDE.match(after) and _WIDE.match(line.text[-1:])
            yield line, len(line.text), "" if wide or goes_on else " "


def _is_cut_link(line: Line, after: Line) -> bool:
    """Whether a link runs over the end of a line, and its address has the words on either side as one."""
    last, first = line.anchors[-1:], after.anchors[:1]
    if not last or not first or last[0].url != first[0].url or last[0].end < len(line.text) or first[0].start:
        return False
    return is_written_in(last[0].url, line.text[last[0].start :], after.text[: first[0].end])


def _is_cut(line: str, after: str, known: frozenset[str]) -> int | None:
    """How many characters of the hyphen at the end of a line to drop, 0 or 1; None if the words on either side do not join."""
    first, last = _FIRST.match(after), _LAST.search(line[-_LONGEST:])
    if first is None or last is None:
        return 0 if after[:1].isdigit() else None
    one, two = last.group(1), first.group()
    if f"{one}-{two}".casefold() in known:
        return 0
    if f"{one}{two}".casefold() in known:
        return 1
    if not two[0].islower():
        return 0
    both = min(len(one), len(two)) >= _WHOLE and one.casefold() in known and two.casefold() in known
    if both or one.casefold() in _KEPT_PREFIXES or "-" in last.group()[:-1]:
        return 0
    return 1


def _address_goes_on(line: str, after: str) -> bool:
    """Whether an address at the end of a line continues on the next: after a slash or the like, or with what only addresses have."""
    if line[-1] in "/-_=?&%" and after[:1].isalnum():
        return True
    return is_cut_address(line, after) or (line[-1] not in ".,;)" and _ADDRESS_PART.match(after) is not None)


def is_cut_address(line: str, after: str) -> bool:
    """Whether a line ends within a DOI, at the stop before its date, or within the `https://` of an address."""
    if after[:1] == "/" and _SCHEME_END.search(line[-8:]):
        return True
    return _DOI_END.search(line[-400:]) is not None and _DOI_PART.match(after) is not None
