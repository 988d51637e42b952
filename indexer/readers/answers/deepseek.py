"""Conversations exported from DeepSeek: a tree like ChatGPT's, `mapping`, whose messages are `fragments[]{type, content}`.

What is known: `REQUEST` is the question, `RESPONSE` the answer, `THINK` the reasoning before it; `SEARCH` has
`results[]{url, title, cite_index}`, which the answer cites as `[citation:1]` or `[reference:1]`.
"""

from __future__ import annotations

from indexer.readers.answers.fields import JsonObject, folded, inner, records, words
from indexer.readers.answers.records import Answer


def has_fragments(conversation: JsonObject) -> bool:
    """Whether a conversation is in this format."""
    nodes = inner(conversation, "mapping").values()
    return any(isinstance(node, dict) and records(inner(node, "message"), "fragments") for node in nodes)


def read_fragments(conversation: JsonObject) -> list[Answer]:
    """The answers of a conversation, each with the question before it."""
    answers = []
    question = ""
    for node in inner(conversation, "mapping").values():
        fragments = records(inner(node, "message"), "fragments") if isinstance(node, dict) else []
        answer = Answer(question, folded(conversation, "title"))
        for fragment in fragments:
            kind = folded(fragment, "type")
            if kind == "REQUEST":
                question = words(fragment, "content")
            elif kind == "RESPONSE":
                answer.pause()
                answer.add(words(fragment, "content"))
            for work in records(fragment, "results"):
                url, number = folded(work, "url"), work.get("cite_index")
                if url:
                    answer.name(
                        url, title=folded(work, "title"), url=url, label=str(number) if isinstance(number, int) else ""
                    )
        if answer.text.strip():
            answers.append(answer)
    return answers
