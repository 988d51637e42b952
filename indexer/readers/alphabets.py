"""The encoding of a text in Latin letters, judged by the letters of its language.

A few bytes above ASCII say little about an encoding, so detectors mistake French for Polish. But in the right encoding
all of these letters belong to one language.
"""

from __future__ import annotations

import string
from collections import Counter

# Languages with the same bytes for the same letters are in order of frequency.
_ALPHABETS = (
    ("cp1252", "àâæçéèêëîïôœùûüÿ"),  # French, Dutch, English
    ("cp1252", "äöüßéèàç"),  # German
    ("cp1252", "áéíóúüñçªº"),  # Spanish
    ("cp1252", "áâãàçéêíóôõúü"),  # Portuguese
    ("cp1252", "àèéìíîòóùú"),  # Italian, Catalan
    ("cp1252", "åäöæøéèüà"),  # Swedish, Danish, Norwegian, Finnish
    ("cp1250", "ąćęłńóśźż"),  # Polish
    ("cp1250", "áčďéěíňóřšťúůýžľĺŕôä"),  # Czech, Slovak
    ("cp1250", "áéíóöőúüű"),  # Hungarian
    ("cp1250", "ăâîşţ"),  # Romanian
    ("cp1250", "čćđšž"),  # Croatian, Slovene
    ("cp1254", "çğıöşüâîûİ"),  # Turkish
    ("cp1252", "áðéíóúýþæö"),  # Icelandic
)
_SIGNS = frozenset("“”‘’„‚«»‹›–—…•·°§€£©®™±×½¼²³¿¡ ´")
_ASCII = bytes(range(128))
_LETTERS = string.ascii_letters.encode()
_SURE = 0.95
"""The share of a text's letters above ASCII that are of its language, if it has foreign names."""


def latin_encoding(data: bytes) -> str | None:
    """The encoding in which nearly all non-ASCII letters belong to one language; None if there is none, or most letters are not ASCII."""
    others = data.translate(None, _LETTERS)  # all but ASCII letters
    if len(others.translate(None, _ASCII)) * 2 > len(data) - len(others):
        return None
    best, found = _SURE, None
    for encoding, letters in _ALPHABETS:
        share = _share(data, encoding, letters)
        if share > best or (share == best and found is None):
            best, found = share, encoding
    return found


def _share(data: bytes, encoding: str, letters: str) -> float:
    """The share of non-ASCII characters, punctuation aside, that are letters of an alphabet."""
    try:
        counts = Counter(sign for sign in data.decode(encoding) if not sign.isascii())
    except UnicodeDecodeError:
        return 0.0
    total = sum(count for sign, count in counts.items() if sign not in _SIGNS)
    own = sum(count for sign, count in counts.items() if sign.lower() in letters or sign in letters)
    return own / total if total else 1.0
