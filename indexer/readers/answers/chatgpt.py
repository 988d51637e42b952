"""Conversations as ChatGPT exports them: a tree of messages, `mapping`, of which `current_node` is the last one shown.

What is known: a citation is written with characters of the private use area, U+E200 `cite` U+E202
`turn0search3` U+E201, with more names after further U+E202; `metadata.content_references[]{matched_text, start_idx,
end_idx, type, items[]{title, url, supporting_websites[]}}` explains it; offsets are code points, the end
exclusive. Older ones write `【11†source】`, with `metadata.citations[]{start_ix, end_ix, metadata{title, url}}`. Such runs
also contain things other than citations: names (`entity`), pictures, suggestions, lists of links.

A run of citations becomes a marker with the labels of its works, a name stays a name, and the others are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from indexer.patterns import pattern
from indexer.readers.answers.fields import JsonObject, clean, folded, inner, records, values, words
from indexer.readers.answers.marks import style_of, written_label
from indexer.readers.answers.offsets import CitedPlaces
from indexer.readers.answers.records import Answer

_RUN = pattern("[ \t]?\ue200([a-zA-Z_]{1,40})(?:\ue202([^\ue200\ue201]{0,4000}))?\ue201|[ \t]?[\ue200-\ue206]")
_NAMES = frozenset({"entity", "alt_text"})
_CITATIONS = frozenset({"cite", "filecite", "citation", "source", "url"})
_SILENT = frozenset({"i", "image_group", "navlist", "video", "map", "genui", "products", "product", "followup"})


def read_conversation(conversation: JsonObject) -> list[Answer]:
    """The answers of the branch that is shown, each with the question before it."""
    answers = []
    series = folded(conversation, "title")
    question = ""
    for message in _branch(conversation):
        text = "\n\n".join(clean(part) for part in values(inner(message, "content"), "parts") if isinstance(part, str))
        role = folded(inner(message, "author"), "role")
        if not text.strip() or inner(message, "content").get("content_type", "text") not in ("text", "multimodal_text"):
            continue
        if role == "user":
            question = text
        elif role == "assistant" and message.get("recipient", "all") == "all":
            answers.append(_answer(Answer(question, series), text, inner(message, "metadata")))
    return answers


def _branch(conversation: JsonObject) -> list[JsonObject]:
    """The messages from the first to `current_node`; without that, all messages in the order of the file."""
    mapping = inner(conversation, "mapping")
    node = conversation.get("current_node")
    if not isinstance(node, str) or node not in mapping:
        return [inner(item, "message") for item in mapping.values() if isinstance(item, dict)]
    found: list[JsonObject] = []
    seen: set[str] = set()
    while isinstance(node, str) and node not in seen and isinstance(mapping.get(node), dict):
        seen.add(node)
        found.append(inner(mapping[node], "message"))
        node = mapping[node].get("parent")
    return found[::-1]


def _answer(answer: Answer, text: str, metadata: JsonObject) -> Answer:
    known = {words(item, "matched_text").strip(): item for item in records(metadata, "content_references")}
    position = 0
    for run in _RUN.finditer(text):
        answer.add(text[position : run.start()])
        position = run.end()
        _write(answer, run, known)
        if run.group()[0] in " \t" and text[position : position + 1].isalnum():
            answer.add(" ")
    answer.add(text[position:])
    original, passages = CitedPlaces(text), CitedPlaces(answer.text)
    for item in records(metadata, "content_references"):
        matched = words(item, "matched_text").strip()
        if matched and "\ue200" not in matched and (works := list(_works(item))):
            _cite_words(answer, passages, matched, item, works)
    for citation in records(metadata, "citations"):
        _cite_dagger(answer, original, passages, citation)
    return answer


def _write(answer: Answer, run: re.Match[str], known: Mapping[str, JsonObject]) -> None:
    """The text that replaces a run of private-use characters."""
    kind, content = run.group(1), run.group(2) or ""
    if kind in _NAMES:
        answer.add(" " * run.group().startswith(" ") + _name(content))
    elif kind in _CITATIONS or (kind and run.group().strip() in known and list(_works(known[run.group().strip()]))):
        works = list(_works(known.get(run.group().strip(), {})))
        keys = [answer.name(url or title, title=title, url=url) for title, url in works]
        answer.mark(keys or [name for name in content.split("\ue202") if name] or [kind])
    elif kind not in _SILENT:
        signs = run.group().strip().encode("unicode_escape").decode()
        answer.doubt(f"the private signs {signs[:60]} have no known meaning: they are left out")


def _name(content: str) -> str:
    """The name in `["turn0business0","Halvøra Quay"]` or `["city","Halvøra","a port town"]`; else the text itself."""
    try:
        parts = json.loads(content)
    except (ValueError, RecursionError):
        return content
    named = [clean(part) for part in parts if isinstance(part, str)] if isinstance(parts, list) else []
    return named[1] if len(named) > 1 else "".join(named)


def _works(item: JsonObject) -> Iterator[tuple[str, str]]:
    """The title and address of each work of a content reference."""
    seen: set[str] = set()
    entries = records(item, "items")
    entries = [site for entry in entries for site in (entry, *records(entry, "supporting_websites"))] or [item]
    for entry in entries:
        url = folded(entry, "url", "cloud_doc_url")
        title = folded(entry, "title", "name")
        if (url or title) and (url or title) not in seen:
            seen.add(url or title)
            yield title, url
    for address in values(item, "safe_urls") if not seen else ():
        if isinstance(address, str):
            yield "", clean(address)


def _cite_words(
    answer: Answer, passages: CitedPlaces, matched: str, item: JsonObject, works: list[tuple[str, str]]
) -> None:
    """A citation that the answer writes in words or as a link: its place is where these are."""
    near = item.get("start_idx")
    span = passages.find(matched, near if isinstance(near, int) and 0 <= near <= len(passages.text) else 0)
    if span is None or item.get("type") in ("sources_footnote", "hidden"):
        return
    label, locator = written_label(matched)
    keys = [answer.name(url or title, title=title, url=url, label=label) for title, url in works]
    answer.cite(span, keys, locator, style_of(matched))


def _cite_dagger(answer: Answer, original: CitedPlaces, passages: CitedPlaces, citation: JsonObject) -> None:
    """A citation of an older export, by its offsets in the original text."""
    source = inner(citation, "metadata")
    url, title = folded(source, "url"), folded(source, "title", "name")
    span = original.span(citation.get("start_ix"), citation.get("end_ix"))
    held = original.text[span.start : span.end] if span else ""
    label, locator = written_label(held)
    if not (url or title):
        return
    key = answer.name(url or title, title=title, url=url, label=label)
    found = passages.find(held, span.start) if span and label else None
    if found:
        answer.cite(found, [key], locator, "dagger")
    else:
        answer.doubt(f"{title or url}: there is no marker at the offsets of the citation")
