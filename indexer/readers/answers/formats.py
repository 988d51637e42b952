"""The formats of answers, recognised by their keys: one table, and the envelopes in which answers are stored.

Values of no known format are opened if they may contain one: lines of a batch, arrays, pages of a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from indexer.late import dataclass
from indexer.readers.answers.chatgpt import read_conversation
from indexer.readers.answers.cohere import read_v1, read_v2
from indexer.readers.answers.deepseek import has_fragments, read_fragments
from indexer.readers.answers.fields import JsonObject, folded, inner, records, values, words
from indexer.readers.answers.gemini import joined, read_candidates
from indexer.readers.answers.marks import cite_links
from indexer.readers.answers.messages import is_answer, name_source, read_message, read_messages, role_of, unwrapped
from indexer.readers.answers.records import Answer
from indexer.readers.answers.retrieved import ANSWERS, found_works, is_retrieved, labels_for

_DEEPEST = 8  # envelopes inside one another
_ENVELOPES = (
    "response",
    "result",
    "message",
    "body",
    "data",
    "conversation",
    "conversations",
    "answer",
    "responses",
    "steps",
    "chat",
    "output",
)
_QUESTIONS = ("custom_id", "question", "query", "prompt", "title", "name")
_STREAMED = frozenset(
    "message_start message_delta message_stop content_block_start content_block_delta content_block_stop ping"
    " text-start text-delta text-end start finish start-step finish-step".split()
)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in messages, how it is recognised by its keys, and how it is read."""

    name: str
    test: Callable[[JsonObject], bool]
    read: Callable[[JsonObject], list[Answer]]


def _chat(response: JsonObject) -> list[Answer]:
    """Chat Completions of OpenAI, Perplexity, Mistral, xAI and the many compatible services.

    Perplexity adds `citations[]`, addresses in the order of `[1]` in the text, and `search_results[]{title, url, date}` in
    the same order; xAI adds `citations[]` of everything it saw, and writes `[[1]](url)`.
    """
    answers = []
    for choice in records(response, "choices"):
        message = inner(choice, "message")
        answer = read_message({"content": choice.get("text"), **message})
        found = values(response, "search_results")
        listed = values(response, "citations") or values(message, "citations") or found
        if listed:
            _name_listed(answer, listed, found)
        else:
            _name_found(answer, found_works(message) or found_works(response))
        answers.append(answer)
    return answers


def _name_found(answer: Answer, works: list[JsonObject | None]) -> None:
    """Name the works that were retrieved before the answer, with the labels that its text uses for them, if any."""
    labels = labels_for(answer.text, works)
    if labels is None:
        for work in works:
            name_source(answer, work or {})
    else:
        _name_listed(answer, [work or {} for work in works], [], labels)


def _name_listed(answer: Answer, listed: list[Any], results: list[Any], labels: Sequence[str] = ()) -> None:
    """Name the works of a list beside the text.

    `[n]` is an index in the list, or each work has its label. If the text links works by numbers of its own, the list is of everything
    that the model saw, and the other works are left out.
    """
    before = set(answer.works)
    titles = {folded(work, "url"): folded(work, "title") for work in results if isinstance(work, dict)}
    keys: list[str | None] = []
    for item in listed:
        work = item if isinstance(item, dict) else {"url": item}
        url = folded(inner(work, "url_citation") or work, "url")
        title = folded(work, "title") or titles.get(url, "")
        keys.append(answer.name(url or title, title=title, url=url) if url or title else None)
    if not keys:
        return
    linked = cite_links(answer)
    cited = {key for place in answer.cited for key in place.keys}
    for number, key in enumerate(keys, 1):
        if key is not None and not linked:
            answer.name(key, label=labels[number - 1] if labels else str(number))
        elif key is not None and key not in cited and key not in before:
            answer.works.pop(key, None)


def _responses(response: JsonObject) -> list[Answer]:
    """OpenAI's Responses, and the `outputs` of Mistral's conversations: all messages in one are one answer."""
    parts: list[JsonObject] = []
    for item in records(response, "output", "outputs"):
        content = item.get("content")
        if item.get("type") in ("message", "message.output") and folded(item, "role") in ("", "assistant"):
            parts += [
                {"type": "pause"},
                *([{"type": "text", "text": content}] if isinstance(content, str) else records(item, "content")),
            ]
        else:
            parts.append({"type": "pause"})
    answer = read_message({"content": parts})
    if not answer.text:
        answer.add(words(response, "output_text"))
    _name_listed(answer, values(response, "citations"), [])
    return [answer]


def _grok(response: JsonObject) -> list[Answer]:
    """The SDK of xAI: `inline_citations[]{id, start_index, end_index, web_citation|x_citation{url}}`, the end exclusive."""
    annotations = []
    for citation in records(response, "inline_citations"):
        source = inner(citation, "web_citation", "x_citation", "collections_citation")
        annotations.append(
            {**citation, "type": "url_citation", "url_citation": {**source, "title": folded(citation, "id")}}
        )
    answer = read_message({"content": response.get("content"), "annotations": annotations})
    _name_listed(answer, values(response, "citations"), [])
    return [answer]


def _generated(response: JsonObject) -> list[Answer]:
    """The result of `generateText` in the Vercel AI SDK: `text` and `sources[]{sourceType, url, title}`, without places."""
    answer = read_message({"content": response.get("text")})
    for source in records(response, "sources"):
        name_source(answer, source)
    return [answer]


def _retrieved(record: JsonObject) -> list[Answer]:
    """A record of a pipeline or a data set, `{question, answer, sources[]}`."""
    answer = read_message({"content": words(record, *ANSWERS)})
    _name_found(answer, found_works(record))
    return [answer]


def _message(message: JsonObject) -> list[Answer]:
    return [read_message(unwrapped(message))]


def _conversation(record: JsonObject) -> list[Answer]:
    messages = records(record, "messages", "chat_messages", "chat_history")
    answers = read_messages(messages)
    title = folded(record, "title", "name")
    for answer in answers:
        answer.series = title
    return answers


def _is_messages(items: list[Any]) -> bool:
    return any(isinstance(item, dict) and is_answer(unwrapped(item)) for item in items) and all(
        isinstance(item, dict) and role_of(unwrapped(item)) for item in items
    )


def _has_citations(record: JsonObject, name: str) -> bool:
    return any(name in citation for citation in records(record, "citations"))


FORMATS: tuple[Format, ...] = (
    Format("DeepSeek export (mapping, fragments)", has_fragments, read_fragments),
    Format("ChatGPT export (mapping)", lambda r: isinstance(r.get("mapping"), dict), read_conversation),
    Format("Gemini (candidates)", lambda r: bool(records(r, "candidates")), read_candidates),
    Format("Chat Completions (choices)", lambda r: bool(records(r, "choices")), _chat),
    Format("OpenAI Responses (output)", lambda r: bool(records(r, "output")) and "content" not in r, _responses),
    Format("Mistral conversations (outputs)", lambda r: bool(records(r, "outputs")), _responses),
    Format("Cohere v2 (message.citations)", lambda r: "citations" in inner(r, "message"), read_v2),
    Format(
        "Cohere v1 (text, citations)",
        lambda r: isinstance(r.get("text"), str) and ("generation_id" in r or _has_citations(r, "document_ids")),
        read_v1,
    ),
    Format("Vercel AI SDK (text, sources)", lambda r: isinstance(r.get("text"), str) and "sources" in r, _generated),
    Format(
        "xAI SDK (content, citations)",
        lambda r: isinstance(r.get("content"), str) and ("inline_citations" in r or "citations" in r),
        _grok,
    ),
    Format(
        "messages (messages, chat_messages)",
        lambda r: _is_messages(records(r, "messages", "chat_messages", "chat_history")),
        _conversation,
    ),
    Format(
        "Anthropic, Assistants, LangChain and Vercel messages (role or type, content)",
        lambda r: is_answer(unwrapped(r)),
        _message,
    ),
    Format("pipelines (answer; question or sources)", is_retrieved, _retrieved),
)
NAMES = ", ".join((*(form.name for form in FORMATS), "our own claims (type: claim)"))


def answers_in(value: Any) -> Iterator[Answer]:
    """The answers in a value, in order, without empty ones."""
    waiting: list[tuple[Any, str, int]] = [(value, "", 0)]
    while waiting:
        item, title, depth = waiting.pop()
        if isinstance(item, list):
            waiting += [(part, title, depth + 1) for part in reversed(gathered(item))] if depth < _DEEPEST else []
        elif isinstance(item, dict):
            form = next((form for form in FORMATS if form.test(item)), None)
            own = next((name for key in _QUESTIONS if (name := folded(item, key))), title)
            if form is None and depth < _DEEPEST:
                inside = [item[key] for key in _ENVELOPES if isinstance(item.get(key), (dict, list))]
                waiting += [(part, own, depth + 1) for part in inside[:1]]
            for answer in form.read(item) if form else ():
                answer.title = answer.title or title or folded(item, "custom_id", "question")
                if answer.text.strip():
                    yield answer


def gathered(items: list[Any]) -> list[Any]:
    """The items of an array; but messages become one conversation (Assistants list the newest first), and chunks one answer."""
    if _is_messages(items):
        times = [item.get("created_at") for item in items]
        newest_first = all(isinstance(time, (int, float)) for time in times) and times == sorted(times, reverse=True)
        return [{"messages": items[::-1] if newest_first else items}]
    chunks = [item for item in items if isinstance(item, dict) and records(item, "candidates")]
    if len(chunks) == len(items) > 1 and (whole := joined(chunks)):
        return [whole]
    return items


def is_event(value: Any) -> bool:
    """Whether a value is an event of a stream, with a piece of an answer."""
    if not isinstance(value, dict):
        return False
    kind = folded(value, "type")
    return (
        kind.startswith("response.") or kind in _STREAMED or value.get("object") == "chat.completion.chunk"
    ) and not any(True for _ in answers_in(value))
