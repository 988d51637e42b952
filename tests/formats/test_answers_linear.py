"""Time grows with the size of a file and not with its square, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from timing import assert_linear

from indexer.claims import extract_claims
from indexer.readers import read_document

A = "https://example.org/"


def chat(text: str, annotations: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    return {"choices": [{"message": {"role": "assistant", "content": text, "annotations": annotations or []}}], **more}


def cohere(text: str, citations: list[tuple[int, int, str]]) -> dict[str, Any]:
    found = [
        {"start": s, "end": e, "text": w, "document_ids": [f"d{n % 999}"]} for n, (s, e, w) in enumerate(citations)
    ]
    return {"text": text, "citations": found, "generation_id": "g"}


def links(count: int, shift: int, name: Callable[[int], str]) -> dict[str, Any]:
    pieces, annotations, length = [], [], 0
    for number in range(count):
        url = A + name(number)
        annotations.append(
            {
                "type": "url_citation",
                "start_index": length + 9 + shift,
                "end_index": length + 16 + len(url) + shift,
                "url": url,
            }
        )
        pieces.append(f"So it is ([a]({url})). ")
        length += len(pieces[-1])
    return chat("".join(pieces), annotations)


def conversation(text: str, references: list[dict[str, Any]]) -> dict[str, Any]:
    message = {
        "author": {"role": "assistant"},
        "content": {"parts": [text]},
        "metadata": {"content_references": references},
    }
    return {"mapping": {"a": {"message": message}}}


RUN = "\ue200cite\ue202turn0search{}\ue201"
MAKES: dict[str, Callable[[int], Any]] = {
    "one line": lambda size: chat("So it is. " * (size // 10)),
    "links": lambda size: links(size // 60, 0, str),
    "links beside their offsets": lambda size: links(size // 60, 3, str),
    "links far from their offsets": lambda size: links(size // 60, 10**9, str),
    "links to one address": lambda size: links(size // 60, 10**9, lambda _: "same"),
    "annotations without a text": lambda size: chat("So.", [{"type": "url_citation", "start_index": 0, "end_index": 3, "url": f"{A}{n}"} for n in range(size // 80)]),
    "files at one point": lambda size: chat("So it is.", [{"type": "file_citation", "index": 8, "file_id": f"f{n}"} for n in range(size // 60)]),
    "files at every word": lambda size: chat("So it is. " * (size // 60), [{"type": "file_citation", "index": 10 * n + 8, "file_id": "f"} for n in range(size // 60)]),
    "words in their place": lambda size: cohere("So it is. " * (size // 60), [(10 * n, 10 * n + 8, "So it is") for n in range(size // 60)]),
    "words that are not there": lambda size: cohere("So it is. " * (size // 60), [(10 * n, 10 * n + 8, f"no {n}") for n in range(size // 60)]),
    "words with other spaces": lambda size: cohere("So  it is. " * (size // 60), [(0, 9, "it  is. So") for n in range(size // 60)]),
    "long words that are not there": lambda size: cohere("a" * size, [(0, 9, "a" * (size // 90) + "b") for _ in range(90)]),
    "citations of all": lambda size: cohere("So it is. " * (size // 60), [(0, size // 6, "") for n in range(size // 60)]),
    "citations within citations": lambda size: cohere("So it is. " * (size // 60), [(n, size // 6 - n, "") for n in range(size // 60)]),
    "a long citation over short ones": lambda size: cohere("So it is. " * (size // 60), [(0, size // 6, ""), *((10 * n, 10 * n + 8, "") for n in range(size // 60))]),
    "citations in one claim": lambda size: cohere("so [1] " * (size // 60), [(7 * n, 7 * n + 2, "so") for n in range(size // 60)]),
    "works without a name": lambda size: {"role": "assistant", "content": [{"type": "text", "text": "So it is. ", "citations": [{"document_index": n}]} for n in range(size // 90)]},
    "listed works": lambda size: chat("So it is [1]. " * (size // 90), citations=[f"{A}{n}" for n in range(size // 60)]),
    "works that the text lists": lambda size: chat("So [1].\n\n" + "".join(f"[{n}] {A}{n}\n" for n in range(size // 70)), citations=[f"{A}{n}" for n in range(size // 70)]),
    "linked works": lambda size: chat("".join(f"So [[{n % 999}]]({A}{n}). " for n in range(size // 80)), citations=[f"{A}{n}" for n in range(size // 80)]),
    "openers of links": lambda size: chat("([" * (size // 2), citations=[A]),
    "blocks": lambda size: {"role": "assistant", "content": [{"type": "text", "text": "So it is. ", "citations": [{"url": f"{A}{n}"}]} for n in range(size // 80)]},
    "references": lambda size: {"role": "assistant", "content": [{"type": t, "text": "So it is. ", "reference_ids": [n]} for n in range(size // 120) for t in ("text", "reference")]},
    "segments": lambda size: {"candidates": [{"content": {"parts": [{"text": "Æ er so. " * (size // 60)}]}, "groundingMetadata": {
        "groundingChunks": [{"web": {"uri": f"{A}{n}"}} for n in range(9)],
        "groundingSupports": [{"segment": {"startIndex": 10 * n, "endIndex": 10 * n + 9, "text": "Æ er so."}, "groundingChunkIndices": [n % 9]} for n in range(size // 60)]}}]},
    "parts": lambda size: {"candidates": [{"content": {"parts": [{"text": "Æ er so. "}] * (size // 30)}}]},
    "answers": lambda size: [chat("So it is [1].", citations=[f"{A}{n}"]) for n in range(size // 90)],
    "answers with lists": lambda size: [chat(f"So it is [1].\n\n## Sources\n\n[1] {A}{n}") for n in range(size // 90)],
    "answers of both kinds": lambda size: [chat(f"So it is [1].\n\n## Sources\n\n[1] {A}{n}", citations=[A] * (n % 2)) for n in range(size // 90)],
    "runs": lambda size: conversation("".join(f"So it is. {RUN.format(n)} " for n in range(size // 60)), [{"matched_text": RUN.format(n), "items": [{"url": f"{A}{n}"}]} for n in range(size // 60)]),
    "openers of runs": lambda size: conversation("\ue200cite\ue202" * (size // 6), []),
    "references in words": lambda size: conversation("So it is. " * (size // 60), [{"matched_text": f"it is. So {n}", "items": [{"url": A}]} for n in range(size // 60)]),
    "envelopes": lambda size: [{"response": {"body": {"data": []}}}] * (size // 40) + [chat("So.")],
}  # fmt: skip


def read(text: str) -> object:
    return extract_claims(read_document(text.encode(), uri="u", name="u.json", as_format="answers"))


@pytest.mark.parametrize("name", MAKES)
def test_time_of_answers(name: str) -> None:
    def make(size: int) -> str:
        return json.dumps(MAKES[name](size))

    assert_linear(name, read, make, 256_000)


def test_time_of_lines() -> None:
    line = json.dumps(chat("So it is [1].", citations=[A]))

    def make(size: int) -> str:
        return f"{line}\n{line[:-9]}\n\n" * (size // 200)

    assert_linear("lines", read, make, 256_000)


def test_time_of_claims() -> None:
    claim = {
        "type": "claim",
        "document": "a",
        "text": "So it is [1].",
        "statement": "So it is.",
        "block": "paragraph",
        "start": 0,
    }
    claim |= {"attribution": "direct", "labels": ["1"], "sources": [A], "heading": ["A"], "markers": [{"start": 9, "end": 12, "labels": ["1"], "sources": [A]}]}  # fmt: skip

    def make(size: int) -> str:
        return "\n".join(
            json.dumps({**claim, "document": f"d{n // 3}", "heading": [str(n // 2)]}) for n in range(size // 300)
        )

    assert_linear("claims", read, make, 256_000)


def test_a_line_of_five_megabytes() -> None:
    text = json.dumps(chat(("So it is with all of the water " * 16 + "[1]. ") * 10_000, citations=[A]))
    assert len(text) > 5_000_000
    found = extract_claims(read_document(text.encode(), uri="u", name="u.json"))
    assert len(found.claims) == 10_000
