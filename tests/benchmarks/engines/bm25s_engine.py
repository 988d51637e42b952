"""bm25s: BM25 of all words and claims computed beforehand, in NumPy. It knows bags of words, no other query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bm25s
import Stemmer
from bm25s.tokenization import Tokenizer

from engines import BEST

if TYPE_CHECKING:
    from pathlib import Path

    from claims import Claims


def tokenizer() -> Tokenizer:
    """Every engine indexes every word, so there are no stop words."""
    return Tokenizer(stemmer=Stemmer.Stemmer("english"), stopwords=None)


class Bm25s:
    def build(self, claims: Claims, folder: Path) -> None:
        rows = [row._asdict() for row in claims.rows()]
        words = tokenizer()
        ids = words.tokenize([row["text"] for row in rows], show_progress=False)
        index = bm25s.BM25()
        index.index(ids, show_progress=False)
        index.save(str(folder), corpus=rows, show_progress=False)
        words.save_vocab(str(folder))

    def open(self, folder: Path) -> None:
        self.index = bm25s.BM25.load(str(folder), load_corpus=True, mmap=True)
        self.words = tokenizer()
        self.words.load_vocab(str(folder))

    def ask(self, shape: str, words: list[str]) -> list[Any]:  # noqa: ARG002  # all its shapes are asked alike
        found, _ = self.index.retrieve(self._ids(words), k=BEST, show_progress=False)
        return [(row["id"], row["text"]) for row in found[0]]

    def count(self, shape: str, words: list[str]) -> int:  # noqa: ARG002  # likewise
        return int((self.index.get_scores(list(self._ids(words)[0])) > 0).sum())

    def _ids(self, words: list[str]) -> list[list[int]]:
        ids: list[list[int]] = self.words.tokenize([" ".join(words)], update_vocab=False, show_progress=False)
        return ids


ENGINE = Bm25s
