"""Messages, the form of answers with most providers and frameworks: a text, or a list of parts.

A part is read by its `type` alone, because the frameworks pass on what the providers send:

* `text`, `output_text`: a text with OpenAI's `annotations` or Anthropic's `citations`; Assistants have `{value, annotations}`
  in place of the text. Adjacent parts are one text, because Anthropic cuts it at every citation.
* `reference{reference_ids}` (Mistral, a part of its own after the words; the ids are the tool's, see `_tool_works`) and
  `tool_reference{title, url}` (Mistral's connectors) are written as markers.
* `source{sourceType, url|filename, title}`, `source-url`, `source-document` (Vercel AI SDK) name works without a place.

The author of a message is its `role`, in LangChain its `type`; LangChain also nests messages under `data` or `kwargs`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from indexer.readers.answers.anthropic import cite_block
from indexer.readers.answers.fields import JsonObject, clean, folded, inner, records, values, words
from indexer.readers.answers.openai import add_text
from indexer.readers.answers.records import Answer

_ASKED = frozenset({"user", "human", "humanmessage", "humanmessagechunk"})
_ANSWERED = frozenset(
    {"assistant", "ai", "aimessage", "aimessagechunk", "model", "chatbot", "gpt", "chatgpt", "bing", "bard"}
)
_TOOL = frozenset({"tool", "toolmessage"})


def read_messages(messages: Iterable[Any]) -> list[Answer]:
    """The answers of a conversation, each with the question before it."""
    answers = []
    question = ""
    works: dict[str, JsonObject] = {}
    for item in messages:
        if not isinstance(item, dict):
            continue
        message = unwrapped(item)
        role = role_of(message)
        if role in _ASKED:
            question = words_of(message) or question
        elif role in _TOOL:
            works |= _tool_works(message)
        elif role in _ANSWERED:
            answers.append(read_message(message, question, works))
    return [answer for answer in answers if answer.text.strip()]


def unwrapped(message: JsonObject) -> JsonObject:
    """A message out of the envelope that LangChain stores it in, or with the usual names for its role and text."""
    if "lc" in message and isinstance(message.get("kwargs"), dict):
        names = [name for name in values(message, "id") if isinstance(name, str)]
        return {"type": names[-1] if names else "", **inner(message, "kwargs")}
    if isinstance(message.get("data"), dict) and "content" in inner(message, "data"):
        return {"type": message.get("type"), **inner(message, "data")}
    if isinstance(message.get("value"), str) and isinstance(message.get("from"), str):  # ShareGPT
        return {"role": message["from"], "content": message["value"]}
    return message


def role_of(message: JsonObject) -> str:
    """The author of a message, in lower case; empty if it names none."""
    return folded(message, "role", "sender").lower() or folded(message, "type").lower()


def is_answer(message: JsonObject) -> bool:
    """Whether the author of a message is a model."""
    return role_of(message) in _ANSWERED and ("content" in message or "parts" in message or "text" in message)


def words_of(message: JsonObject) -> str:
    """The plain text of a message."""
    parts = records(message, "content", "parts", "content_blocks")
    return words(message, "content", "text") or "\n\n".join(text for part in parts if (text := words(part, "text")))


def read_message(message: JsonObject, question: str = "", works: Mapping[str, JsonObject] | None = None) -> Answer:
    """The answer in a message of a model; `works` are the results of its tools, by id."""
    answer = Answer(question)
    extras = inner(message, "additional_kwargs")
    annotations = [_flat(item) for item in records(message, "annotations") + records(extras, "annotations")]
    if text := words(message, "content"):
        add_text(answer, text, annotations)
    elif parts := records(message, "content", "parts", "content_blocks"):
        for part in parts:
            _PARTS.get(folded(part, "type"), _pause)(answer, part, works or {})
    else:
        add_text(answer, words(message, "text"), annotations)
    for address in values(extras, "citations"):
        if isinstance(address, str):
            answer.name(clean(address), url=clean(address))
    return answer


def _tool_works(message: JsonObject) -> dict[str, JsonObject]:
    """The works in the result of a tool, `{"0": {url, title}}` or an array of such; ids count from 0."""
    try:
        given = json.loads(words_of(message))
    except (ValueError, RecursionError):
        return {}
    if isinstance(given, list):
        given = dict(enumerate(given))
    works = given.items() if isinstance(given, dict) else ()
    return {str(key): work for key, work in works if isinstance(work, dict) and ("url" in work or "title" in work)}


def _flat(annotation: JsonObject) -> JsonObject:
    """An annotation out of the envelope that LangChain puts around types that it does not know."""
    return inner(annotation, "value") if annotation.get("type") == "non_standard_annotation" else annotation


def _text(answer: Answer, part: JsonObject, _: Mapping[str, JsonObject]) -> None:
    holder = inner(part, "text")
    text = words(holder, "value") or words(part, "text", "content")
    annotations = [_flat(item) for item in records(part, "annotations") + records(holder, "annotations")]
    span = add_text(answer, text, annotations)
    if text and (citations := records(part, "citations")):
        cite_block(answer, span, citations)


def _reference(answer: Answer, part: JsonObject, works: Mapping[str, JsonObject]) -> None:
    keys = []
    for identity in values(part, "reference_ids", "referenceIds"):
        work = works.get(str(identity), {})
        url, title = folded(work, "url"), folded(work, "title")
        keys.append(answer.name(url or title, title=title, url=url) if url or title else clean(str(identity)[:40]))
    if keys:
        answer.mark(keys)


def _tool_reference(answer: Answer, part: JsonObject, _: Mapping[str, JsonObject]) -> None:
    url, title = folded(part, "url"), folded(part, "title")
    if url or title:
        answer.mark([answer.name(url or title, title=title, url=url)])


def _source(answer: Answer, part: JsonObject, _: Mapping[str, JsonObject]) -> None:
    name_source(answer, part)


def name_source(answer: Answer, source: JsonObject) -> None:
    """Name a work that the answer is based on, without a place."""
    url = folded(source, "url", "uri")
    title = folded(source, "title", "filename", "name")
    if url or title:
        answer.name(url or title, title=title, url=url)


def _pause(answer: Answer, _: JsonObject, __: Mapping[str, JsonObject]) -> None:
    answer.pause()


_PARTS: dict[str, Callable[[Answer, JsonObject, Mapping[str, JsonObject]], None]] = {
    "text": _text,
    "output_text": _text,
    "": _text,
    "reference": _reference,
    "tool_reference": _tool_reference,
    "source": _source,
    "source-url": _source,
    "source-document": _source,
}
