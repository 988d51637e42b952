"""How a file is called that is a source: `handbook.pdf`, `Annual report 2024.docx`."""

from __future__ import annotations

import re

from indexer.patterns import pattern

KINDS = (
    "pdf|docx?|odt|rtf|md|mdx|txt|html?|xlsx?|ods|csv|tsv|pptx?|odp|epub|xml|jsonl?|ya?ml|eml|msg|tex|rst|adoc|ipynb"
    "|py|tsx?|jsx?|java|go|rs|rb|php|cs|c|h|cpp|kt|swift|sql|sh|toml|css|vue"
)
_SIGN = r"[^\s,;:#|`\"“”()\[\]]"
FILE = rf"[`*_\"“]{{0,3}}(?P<name>{_SIGN}{{1,100}}(?:\s{_SIGN}{{1,60}}){{0,12}}?\.(?:{KINDS}))(?![\w.])[`*_\"”]{{0,3}}"
"""A name with the signs around it, for a pattern that ignores case."""
_ENTRY = pattern(rf"{FILE}(?:\s?[,:(|–—-]|\s?\Z)", re.IGNORECASE)
_LONGEST = 300  # characters


def file_of(words: str) -> str | None:
    """The name of the file that an entry of a list begins with, where nothing but a place or a remark stands behind it."""
    match = _ENTRY.match(words) if "." in words and len(words) <= _LONGEST else None
    return match["name"] if match else None
