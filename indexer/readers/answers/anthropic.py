"""Citations in Anthropic's Messages: a text block is a claim, and its `citations` name its sources.

What is known: `char_location` (from 0), `page_location` (from 1), `content_block_location` (from 0) count in the
source, not in the answer, and their ends are exclusive; they name it by `document_index` and `document_title`.
`search_result_location` has `{source, title, search_result_index}`, `web_search_result_location` `{url, title}`.
`cited_text` is of the source too.
"""

from __future__ import annotations

from typing import Any

from indexer.model import Span
from indexer.readers.answers.fields import JsonObject, folded, inner
from indexer.readers.answers.records import Answer


def cite_block(answer: Answer, span: Span, citations: list[JsonObject]) -> None:
    """Cite for a text block the works that its citations name."""
    for citation in citations:
        key = _named(answer, citation)
        if key is None:
            answer.doubt(f"a citation of the type {str(citation.get('type'))[:40]} names no source", span)
        else:
            answer.cite(span, [key], _locator(citation))


def _named(answer: Answer, citation: JsonObject) -> str | None:
    details = inner(citation, "details")  # in exports of conversations
    url = folded(citation, "url") or folded(details, "url")
    title = folded(citation, "title", "document_title") or folded(details, "title")
    source = folded(citation, "source")
    if url or source.startswith(("http://", "https://")):
        return answer.name(url or source, title=title, url=url or source)
    if source:
        return answer.name(source, title=f"{title} ({source})" if title and title != source else source)
    index = citation.get("document_index")
    if isinstance(index, int) and not isinstance(index, bool):
        return answer.name(f"Document {index + 1}", title=title or folded(citation, "file_id"))
    return answer.name(title, title=title) if title else None


def _locator(citation: JsonObject) -> str | None:
    """The place in the source: `p. 3`, `pp. 3-4`, `blocks 2-5`, `chars. 120-180`; the end is inclusive."""
    match citation.get("type"):
        case "page_location":
            return _range(citation.get("start_page_number"), citation.get("end_page_number"), "p. ", "pp. ")
        case "content_block_location" | "search_result_location":
            return _range(citation.get("start_block_index"), citation.get("end_block_index"), "block ", "blocks ")
        case "char_location":
            return _range(citation.get("start_char_index"), citation.get("end_char_index"), "char. ", "chars. ")
    return None


def _range(start: Any, end: Any, one: str, many: str) -> str | None:
    if isinstance(start, bool) or not isinstance(start, int) or abs(start) > 1 << 53:
        return None
    last = end - 1 if isinstance(end, int) and not isinstance(end, bool) and start < end <= 1 << 53 else start
    return f"{one}{start}" if last == start else f"{many}{start}-{last}"
