"""Works retrieved before the answer, as pipelines, data sets and search services list them beside it.

What is known: LangChain `source_documents[]{page_content, metadata{source, title}}`, LlamaIndex `source_nodes[]{node{metadata{file_name}}}`,
Azure `context.citations[]{title, url, filepath}`, which the text cites as `[doc1]`, Qwen and Hunyuan `search_info.search_results[]{index, title, url}`,
GLM `web_search[]{refer, title, link}`, and `sources`, `citations`, `references` or `results` of many others, of objects or addresses.
"""

from __future__ import annotations

import re
from typing import Any

from indexer.filenames import file_of
from indexer.patterns import pattern
from indexer.readers.answers.fields import JsonObject, clean, folded, inner, values, words

ANSWERS = (
    "answer",
    "response",
    "result",
    "report",
    "final_report",
    "article",
    "generated_answer",
    "output",
    "completion",
    "text",
)
"""What the answer of a record is called."""
_QUESTIONS = ("question", "query", "prompt", "instruction", "topic", "input", "user_input")
_LISTS = (
    "citations",
    "sources",
    "references",
    "source_documents",
    "source_nodes",
    "search_results",
    "web_search",
    "results",
    "retrieved_documents",
    "documents",
    "docs",
    "context",
    "contexts",
    "urls",
)
_NUMBERS = ("cite_index", "index", "number", "citation_number", "citation_id", "ref_id", "refer", "id")
_DOCUMENTS = pattern(r"\[[Dd]oc\d{1,3}[\],;]")
_MARKED = pattern(r"\[(?:\^|\[|[Dd]oc|ref_|citation:\s?|source:?\s)?\d{1,3}[\],;^]|【\d", re.IGNORECASE)
_MOST = 500  # works of one answer


def is_retrieved(record: JsonObject) -> bool:
    """Whether a record is such an answer: its text, with the question or the works beside it."""
    if not words(record, *ANSWERS):
        return False
    return bool(words(record, *_QUESTIONS)) or any(found_works(record))


def found_works(record: JsonObject) -> list[JsonObject | None]:
    """The works beside an answer as `{url, title, label}`, in order; None for what has neither address nor title."""
    for holder in (record, inner(record, "search_info"), inner(record, "context")):
        for name in _LISTS:
            works = [_work(item) for item in values(holder, name)[:_MOST]]
            if any(works):
                return works
    return []


def labels_for(text: str, works: list[JsonObject | None]) -> list[str] | None:
    """The labels by which a text cites its works: their own numbers if all have one, else 1, 2, …; None if it cites none."""
    if _MARKED.search(text) is None:
        return None
    if _DOCUMENTS.search(text):
        return [f"doc{number}" for number in range(1, len(works) + 1)]
    own = [work["label"] if work else "" for work in works]
    given = [label for label in own if label]
    if len(given) == len(set(given)) == sum(work is not None for work in works):
        return own
    return [str(number) for number in range(1, len(works) + 1)]


def _work(item: Any) -> JsonObject | None:
    """A work from an item of a list: an address, the name of a file, an object, or one nested in another."""
    if isinstance(item, str):
        name = " ".join(clean(item).split())
        if name.startswith(("http://", "https://")):
            return {"url": name, "title": "", "label": ""}
        return {"url": "", "title": name, "label": ""} if file_of(name) else None
    if not isinstance(item, dict):
        return None
    holder = inner(item, "node", "document", "source", "url_citation") or item
    metadata = inner(holder, "metadata", "meta")
    url = next((found for each in (holder, item, metadata) if (found := _address(each))), "")
    title = next(
        (
            found
            for each in (holder, metadata, item)
            if (found := folded(each, "title", "name", "file_name", "filename", "filepath", "source"))
        ),
        "",
    )
    if not (url or title):
        return None
    return {"url": url, "title": "" if title == url else title, "label": _number(item)}


def _address(record: JsonObject) -> str:
    fields = (folded(record, name) for name in ("url", "link", "uri", "href", "source_url", "source"))
    return next((found for found in fields if found.startswith(("http://", "https://"))), "")


def _number(item: JsonObject) -> str:
    """The number of a work, which may be a name with a number, `ref_1`."""
    for name in _NUMBERS:
        found = item.get(name)
        if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= _MOST:
            return str(found)
        if isinstance(found, str) and re.fullmatch(r"(?:ref_)?\d{1,3}", found):
            return found
    return ""
