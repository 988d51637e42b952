"""Authors and years in scripts without capitals: Arabic, Hebrew, Persian, the scripts of India, Thai and their like.

Without capitals no form identifies a name, so only the names of a list are recognised. Years may be in the digits of the
script, and of another era: `۱۳۹۷`, `2561`.
"""

from __future__ import annotations

from indexer.patterns import pattern
from indexer.scripts import UNCASED
from indexer.works.names import Work
from indexer.works.words import CONNECTORS, find_more

#: A letter of such a script.
LETTER = pattern(f"[{UNCASED}]")
#: A year of any era, in any digits, with the letter that tells works of one year apart, or the sign of its era.
OWN_YEAR = r"(?<!\d)(?P<year>[1-2]\d{3}|(?:(?=[^\x00-\x7f])\d){4})(?P<letter>[a-zأبجא-ת](?!\w))?(?:\s?(?:هـ|ه|م|ق|ش|พ\.ศ\.)\.?)?"
_ENTRY = pattern(rf"[\s*•\-–]*(?P<names>[^()（）\d]{{2,200}}?)[\s.,،]*[(（]\s?(?:พ\.ศ\.\s?)?{OWN_YEAR}\s?[)）]")
_SIGNS = pattern(r"\s*[,،;؛&]\s*")
_WORD = pattern(r"\s+")
_LONGEST_INITIALS = 4  # signs
_PREFIXED = "وו"  # `and`, glued to the next name


def is_uncased(text: str) -> bool:
    """Whether the first letter of a text is of such a script."""
    first = next((sign for sign in text[:40] if sign.isalpha()), "")
    return bool(first) and LETTER.match(first) is not None


def read_uncased(entry: str) -> Work | None:
    """The authors and year of an entry with its year in brackets after them; None for any other."""
    match = _ENTRY.match(entry)
    if match is None:
        return None
    names = match["names"].strip()
    end = find_more(f"{names}.", 0, len(names) + 1)
    surnames = split_names(names[:end])
    if not surnames or len(surnames) > 20 or any(len(name) > 80 for name in surnames):
        return None
    last = surnames[0].rpartition(" ")[2]
    return Work(tuple(surnames), plain_year(match["year"]), match["letter"] or "", end <= len(names), aliases=(last,))


def split_names(names: str) -> list[str]:
    """The authors that are named together, without their initials: `حسن، أ. وعلي، م.`."""
    found: list[str] = []
    for piece in _SIGNS.split(names):
        words: list[str] = []
        for word in _WORD.split(piece.strip()):
            glued = word[:1] in _PREFIXED and len(word) > 2 and bool(words or found)
            if word in CONNECTORS or glued:
                found += [" ".join(words)] if words else []
                words = [word[1:]] if glued else []
            elif word and not _is_initial(word):
                words.append(word)
        found += [" ".join(words)] if words else []
    return found


def _is_initial(word: str) -> bool:
    return (word.endswith(".") and len(word) <= _LONGEST_INITIALS) or sum(map(str.isalpha, word)) < 2


def plain_year(year: str) -> str:
    """A year in ASCII digits."""
    return str(int(year))
