"""Answers of Cohere: v1 has `text`, `citations` and `documents` side by side, v2 has all of them in `message`.

What is known: `start` and `end` count code points of the answer, the end exclusive, and `text` repeats the words
("19 August 2026": 55 to 69). v1 names works by `document_ids`, of `documents[]{id, title, url}`; v2 has
`sources[]{type, id, document{…}|tool_output{…}}`, and with several contents a `content_index`; citations of the types
PLAN and THINKING_CONTENT do not belong to the answer.
"""

from __future__ import annotations

from indexer.model import Span
from indexer.readers.answers.fields import JsonObject, clean, folded, inner, records, values, words
from indexer.readers.answers.offsets import CitedPlaces
from indexer.readers.answers.records import Answer

_HIDDEN = frozenset({"PLAN", "THINKING_CONTENT"})


def read_v1(response: JsonObject) -> list[Answer]:
    """The answer of a response of v1."""
    answer = Answer()
    text = words(response, "text")
    answer.add(text)
    documents = {folded(document, "id"): document for document in records(response, "documents")}
    passages = CitedPlaces(text)
    for citation in records(response, "citations"):
        ids = [clean(str(identity)) for identity in values(citation, "document_ids", "documentIds")]
        keys = [_named(answer, identity, documents.get(identity, {})) for identity in ids]
        _cite(answer, passages, 0, citation, keys)
    return [answer]


def read_v2(response: JsonObject) -> list[Answer]:
    """The answer of a response of v2."""
    message = inner(response, "message")
    contents = records(message, "content")
    texts = [words(part, "text") if part.get("type", "text") == "text" else "" for part in contents]
    if isinstance(message.get("content"), str):
        texts = [words(message, "content")]
    answer = Answer()
    places = [(CitedPlaces(text), answer.add(text)) for text in texts]
    for citation in records(message, "citations"):
        at = citation.get("content_index") or 0
        if folded(citation, "type") in _HIDDEN:
            continue
        if not isinstance(at, int) or not 0 <= at < len(places):
            answer.doubt(f"there is no content {str(at)[:20]} of the answer")
            continue
        keys = [_source(answer, source) for source in records(citation, "sources")]
        _cite(answer, *places[at], citation, keys)
    return [answer]


def _source(answer: Answer, source: JsonObject) -> str:
    document = inner(source, "document", "tool_output")
    return _named(answer, folded(source, "id") or folded(document, "id", "url", "title") or "source", document)


def _named(answer: Answer, identity: str, document: JsonObject) -> str:
    data = {**inner(document, "data"), **document}
    url = folded(data, "url", "link", "source_url")
    return answer.name(identity, title=folded(data, "title", "name", "document_name"), url=url)


def _cite(answer: Answer, passages: CitedPlaces, shift: int, citation: JsonObject, keys: list[str]) -> None:
    span, fault = passages.settle(citation.get("start"), citation.get("end"), words(citation, "text"))
    if span is not None:
        span = Span(span.start + shift, span.end + shift)
        answer.cite(span, keys)
    if fault:
        answer.doubt(fault, span)
