"""Answers of Gemini: `candidates[].content.parts[]`, with `groundingMetadata` next to the content.

What is known: `groundingSupports[].segment{partIndex, startIndex, endIndex, text}` counts bytes of UTF-8 within
the part, the end exclusive, and 0 is left out as JSON from protocol buffers does; `groundingChunkIndices` count
from 0 in `groundingChunks[]{web|retrievedContext|maps{uri, title}}`. `citationMetadata` has `{startIndex, endIndex, uri}`
in the same unit. The SDK for Python writes all names with underscores.
"""

from __future__ import annotations

from typing import Any

from indexer.model import Span
from indexer.readers.answers.fields import JsonObject, folded, inner, records, values, words
from indexer.readers.answers.offsets import CitedPlaces
from indexer.readers.answers.records import Answer


def read_candidates(response: JsonObject) -> list[Answer]:
    """An answer for each candidate."""
    return [_candidate(candidate) for candidate in records(response, "candidates")]


def joined(chunks: list[JsonObject]) -> JsonObject | None:
    """One response from the pieces of an answer that was streamed as an array; None if they are separate answers."""
    parts: list[JsonObject] = []
    metadata: JsonObject = {}
    for chunk in chunks:
        candidate = next(iter(records(chunk, "candidates")), {})
        if chunk is not chunks[-1] and words(candidate, "finishReason", "finish_reason"):
            return None
        parts += records(inner(candidate, "content"), "parts")
        metadata = inner(candidate, "groundingMetadata", "grounding_metadata") or metadata
    text = "".join(words(part, "text") for part in parts if part.get("thought") is not True)
    return {"candidates": [{"content": {"parts": [{"text": text}]}, "groundingMetadata": metadata}]}


def _candidate(candidate: JsonObject) -> Answer:
    answer = Answer()
    places: list[tuple[CitedPlaces, int]] = []
    for part in records(inner(candidate, "content"), "parts"):
        text = "" if part.get("thought") is True else words(part, "text")
        places.append((CitedPlaces(text, "bytes"), answer.add(text)))
    metadata = inner(candidate, "groundingMetadata", "grounding_metadata")
    keys = [
        _chunk(answer, at, chunk) for at, chunk in enumerate(values(metadata, "groundingChunks", "grounding_chunks"))
    ]
    for support in records(metadata, "groundingSupports", "grounding_supports"):
        segment = inner(support, "segment")
        if span := _settled(answer, places, segment, words(segment, "text")):
            answer.cite(span, _keys(answer, support, keys, span))
    sources = inner(candidate, "citationMetadata", "citation_metadata")
    for citation in records(sources, "citationSources", "citations", "citation_sources"):
        if (uri := folded(citation, "uri")) and (span := _settled(answer, places, citation, "")):
            answer.cite(span, [answer.name(uri, title=folded(citation, "title"), url=uri)])
    return answer


def _chunk(answer: Answer, at: int, chunk: Any) -> str:
    source = inner(chunk, "web", "retrievedContext", "retrieved_context", "maps") if isinstance(chunk, dict) else {}
    uri, title = folded(source, "uri"), folded(source, "title")
    return answer.name(uri or title or f"Chunk {at}", title=title, url=uri)


def _keys(answer: Answer, support: JsonObject, keys: list[str], span: Span) -> list[str]:
    found = []
    for index in values(support, "groundingChunkIndices", "grounding_chunk_indices"):
        if isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(keys):
            found.append(keys[index])
        else:
            answer.doubt(f"there is no grounding chunk {str(index)[:20]}", span)
    return found


def _settled(answer: Answer, places: list[tuple[CitedPlaces, int]], segment: JsonObject, held: str) -> Span | None:
    """The span of a segment in the answer."""
    index = _number(segment, "partIndex", "part_index")
    if not isinstance(index, int) or not 0 <= index < len(places):
        answer.doubt(f"there is no part {str(index)[:20]} of the answer")
        return None
    passages, shift = places[index]
    end = segment.get("endIndex", segment.get("end_index"))
    start = _number(segment, "startIndex", "start_index") if end is not None or not held else None
    span, fault = passages.settle(start, end, held)
    if span is not None:
        span = Span(span.start + shift, span.end + shift)
    if fault:
        answer.doubt(fault, span)
    return span


def _number(record: JsonObject, *names: str) -> Any:
    """A number that the format leaves out if it is 0."""
    return next((value for name in names if (value := record.get(name)) is not None), 0)
