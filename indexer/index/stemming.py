"""English stems: the Porter2 algorithm, exactly as `whoosh.lang.porter2` has it, several times as fast.

After Porter, "The English (Porter2) stemming algorithm" (snowballstem.org/algorithms/english), whose step 0 is left out,
since words have no apostrophes here. Each step looks only at the suffixes that end as the word does. A test compares
it with Whoosh's over a great many words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from indexer.patterns import pattern

_REGION = pattern(r"[^aeiouy]*[aeiouy]+[^aeiouy]")
_SHORT_END = pattern(r".*[^aeiouy][aeiouy][^aeiouywxY]\Z|[aeiouy][^aeiouy]\Z")
_VOWEL = pattern(r"[aeiouy]")
_VOWEL_BEFORE_LAST = pattern(r"[aeiouy].")
_CONSONANT_Y = pattern(r"([aeiouy])y")
_VOWELS = frozenset("aeiouy")
_DOUBLES = frozenset(letter * 2 for letter in "bdfgmnprt")

_WHOLE = {
    "skis": "ski",
    "skies": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "idly": "idl",
    "gently": "gentl",
    "ugly": "ugli",
    "early": "earli",
    "only": "onli",
    "singly": "singl",
} | {word: word for word in ("sky", "news", "howe", "atlas", "cosmos", "bias", "andes")}
_DONE_AFTER_1A = frozenset(("inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"))


class _Rule(NamedTuple):
    """What becomes of a suffix. `after` are the letters before it of which one is needed, `r2` where it must stand."""

    suffix: str
    instead: str
    after: str = ""
    r2: bool = False


def _by_end(rules: Iterable[_Rule]) -> dict[str, list[_Rule]]:
    found: dict[str, list[_Rule]] = {}
    for rule in rules:
        found.setdefault(rule.suffix[-2:], []).append(rule)
    return found


# Of several suffixes that fit, the first in the table decides.
_STEP_2 = _by_end(
    [
        *(_Rule(suffix, instead) for suffix, _, instead in (pair.partition(">") for pair in (
            "ization>ize ational>ate fulness>ful ousness>ous iveness>ive tional>tion biliti>ble lessli>less entli>ent "
            "ation>ate alism>al aliti>al ousli>ous iviti>ive fulli>ful enci>ence anci>ance abli>able izer>ize ator>ate "
            "alli>al bli>ble"
        ).split())),
        _Rule("ogi", "og", after="l"),
        _Rule("li", "", after="cdeghkmnrt"),
    ]
)  # fmt: skip
_STEP_3 = _by_end(
    [
        _Rule("ational", "ate"),
        _Rule("tional", "tion"),
        _Rule("alize", "al"),
        _Rule("icate", "ic"),
        _Rule("iciti", "ic"),
        _Rule("ative", "", r2=True),
        _Rule("ical", "ic"),
        _Rule("ness", ""),
        _Rule("ful", ""),
    ]
)
_STEP_4 = _by_end(
    _Rule(suffix, "", r2=True)
    for suffix in "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize".split()
)
_DERIVED = frozenset((*_STEP_2, *_STEP_3, *_STEP_4, "on"))
"""The ends of words with a suffix of steps 2 to 4; words that end in `e` and `l` are looked at in step 5."""


def stem(word: str) -> str:
    """The stem of a word of at least three lower-case letters from a to z."""
    whole = _WHOLE.get(word)
    if whole is not None:
        return whole
    if "y" in word:
        # A y that is a consonant: at the beginning and after a vowel.
        word = _CONSONANT_Y.sub(r"\1Y", "Y" + word[1:] if word[0] == "y" else word)
    bare = _plural(word) if word[-1] in "ds" else word
    if bare in _DONE_AFTER_1A:
        return bare
    if bare[-1] in "dgy":
        bare = _verb(bare, word)
    if bare[-1] in "yY" and len(bare) > 2 and bare[-2] not in _VOWELS:
        bare = bare[:-1] + "i"
    if bare[-2:] in _DERIVED or bare[-1:] in ("e", "l"):
        bare = _derived(bare, word)
    return bare.replace("Y", "y")


def _derived(bare: str, word: str) -> str:
    """Steps 2 to 5, in the regions of the whole word."""
    r1 = _first_region(word)
    region = _REGION.match(word, r1)
    r2 = region.end() if region else len(word)
    bare = _replaced(bare, _STEP_2, r1, r2)
    bare = _replaced(bare, _STEP_3, r1, r2)
    bare = _deleted(bare, r2)
    return _last(bare, r1, r2)


def _first_region(word: str) -> int:
    """Where R1 begins: after the first consonant that follows a vowel."""
    if word.startswith(("gener", "arsen")):
        return 5
    if word.startswith("commun"):
        return 6
    region = _REGION.match(word)
    return region.end() if region else len(word)


def _ends_short(word: str) -> bool:
    return _SHORT_END.match(word) is not None


def _plural(word: str) -> str:
    """Step 1a."""
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word[-1] == "s" and word[-2:] not in {"us", "ss"} and _VOWEL_BEFORE_LAST.search(word, 0, len(word) - 1):
        return word[:-1]
    return word


def _verb(bare: str, word: str) -> str:
    """Step 1b; `bare` is what step 1a left of the word."""
    if bare.endswith("eedly"):
        return bare[:-3] if len(bare) - 5 >= _first_region(word) else bare
    if bare.endswith("eed"):
        return bare[:-1] if len(bare) - 3 >= _first_region(word) else bare
    for suffix in ("ed", "edly", "ing", "ingly"):
        if bare.endswith(suffix):
            verb = bare[: -len(suffix)]
            return _mended(verb) if _VOWEL.search(verb) else bare
    return bare


def _mended(word: str) -> str:
    """What is left of a verb without its ending, as it would be written."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if word[-2:] in _DOUBLES:
        return word[:-1]
    return word + "e" if _ends_short(word) and _first_region(word) == len(word) else word


def _replaced(word: str, rules: dict[str, list[_Rule]], r1: int, r2: int) -> str:
    """Steps 2 and 3."""
    for suffix, instead, after, needs_r2 in rules.get(word[-2:], ()):
        if word.endswith(suffix):
            start = len(word) - len(suffix)
            fits = start >= r1 and (not after or word[start - 1] in after) and (not needs_r2 or start >= r2)
            return word[:start] + instead if fits else word
    return word


def _deleted(word: str, r2: int) -> str:
    """Step 4."""
    for rule in _STEP_4.get(word[-2:], ()):
        if word.endswith(rule.suffix):
            start = len(word) - len(rule.suffix)
            return word[:start] if start >= r2 else word
    if word.endswith(("sion", "tion")) and len(word) - 3 >= r2:
        return word[:-3]
    return word


def _last(word: str, r1: int, r2: int) -> str:
    """Step 5."""
    if word[-1:] == "l":
        return word[:-1] if len(word) - 1 >= r2 and word[-2] == "l" else word
    if word[-1:] == "e":
        start = len(word) - 1
        if start >= r2 or (start >= r1 and not _ends_short(word[:-1])):
            return word[:-1]
    return word
