"""The scripts that rules tell apart, as ranges of characters for classes in patterns.

Two tables are kept elsewhere, since they follow Unicode's own: which words an index cuts into characters (`index.analysis`),
and which characters take two columns of a terminal (`render.view`).
"""

from __future__ import annotations

KATAKANA = "\u30a0-\u30ff"
KANA = "\u3040-\u30ff"
HAN = "\u3400-\u9fff"
HANGUL = "\uac00-\ud7a3"
#: The letters of Chinese, Japanese and Korean.
CJK = f"{KANA}{HAN}{HANGUL}\uf900-\ufaff"
#: What stands between, before and behind those of Chinese and Japanese.
CJK_SIGNS = "\u3001-\u303f\uff01-\uff60"
#: All scripts whose words no spaces divide, with their signs, and Hangul; and for `sign > LAST_NARROW` what is before them.
LAST_NARROW = "\u2e7f"
WIDE = "\u2e80-\uffff"
GREEK = "\u0370-\u03ff\u1f00-\u1fff"
#: Thai and Lao, whose sentences end with a space.
THAI = "\u0e00-\u0eff"
#: Scripts without capitals whose words are divided by spaces, Arabic, Hebrew and those of India, and Thai and its like.
UNCASED = "\u0590-\u08ff\u0900-\u0eff\u1000-\u137f\u1780-\u17ff"
