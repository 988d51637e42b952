"""Answers of providers: shapes that the golden articles do not show, what is refused, and what hostile files do."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from indexer import Extraction, ReadError, extract
from indexer.claims import extract_claims
from indexer.errors import UnknownFormat
from indexer.readers import format_of, is_text, read_document

A, B = "https://example.org/a", "https://example.org/b"
LINK_A = f"([Ferry]({A}))"

Row = tuple[str, tuple[str, ...], tuple[str, ...], str]


def extraction(data: bytes | str | Any, name: str = "u.json") -> Extraction:
    if not isinstance(data, (bytes, str)):
        data = json.dumps(data)
    data = data.encode() if isinstance(data, str) else data
    return extract_claims(read_document(data, uri="u", name=name, as_format="answers"))


def rows(data: Any) -> list[Row]:
    return [(claim.statement, claim.labels, claim.source_ids, claim.attribution) for claim in extraction(data).claims]


def codes(data: Any) -> list[str]:
    return [problem.code for problem in extraction(data).problems]


def chat(content: Any, **more: Any) -> dict[str, Any]:
    return {"choices": [{"message": {"role": "assistant", "content": content}}], **more}


def gemini(parts: list[dict[str, Any]], **metadata: Any) -> dict[str, Any]:
    return {"candidates": [{"content": {"parts": parts}, "groundingMetadata": metadata}]}


def annotated(text: str, *annotations: dict[str, Any]) -> dict[str, Any]:
    return {
        "output": [{"type": "message", "content": [{"type": "output_text", "text": text, "annotations": annotations}]}]
    }


def url_citation(start: Any, end: Any, url: str = A) -> dict[str, Any]:
    return {"type": "url_citation", "start_index": start, "end_index": end, "url": url, "title": "A"}


ONE = [("The ferry sails.", ("1",), (A,), "direct"), ("It is late.", (), (), "none")]
MARKED = "The ferry sails [1]. It is late."
WORKS = {"citations": [A]}

# Each is another way to say the same: the first sentence rests on A, the second on nothing.
SAME: dict[str, Any] = {
    "Perplexity": chat(MARKED, **WORKS),
    "Perplexity, only search_results": chat(MARKED, search_results=[{"title": "Ferry", "url": A}]),
    "in an array": [chat(MARKED, **WORKS)],
    "in a batch": {"custom_id": "", "response": {"status_code": 200, "body": chat(MARKED, **WORKS)}},
    "xAI's SDK": {
        "content": f"The ferry sails [[1]]({A}). It is late.",
        "citations": [A],
        "inline_citations": [{"id": "1", "start_index": 16, "end_index": 16 + len(f"[[1]]({A})"), "web_citation": {"url": A}}],
    },
    "generateText": {"text": f"The ferry sails [1]({A}). It is late.", "sources": [{"sourceType": "url", "url": A}]},
    "generateText, content": {
        "role": "assistant",
        "content": [
            {"type": "text", "text": f"The ferry sails {LINK_A}. It is late."},
            {"type": "source", "sourceType": "url", "id": "0", "url": A, "title": "Ferry"},
        ],
    },
    "LangChain, dumped": {
        "lc": 1,
        "type": "constructor",
        "id": ["langchain", "schema", "messages", "AIMessage"],
        "kwargs": {
            "content": [
                {
                    "type": "text",
                    "text": "The ferry sails. It is late.",
                    "annotations": [{"type": "citation", "url": A, "start_index": 0, "end_index": 15}],
                }
            ]
        },
    },
    "LangChain, state": {"messages": [{"type": "human", "content": "?"}, {"type": "ai", "content": MARKED, "additional_kwargs": {"citations": [A]}}]},
    "Anthropic": {"role": "assistant", "content": [
        {"type": "text", "text": "The ferry sails", "citations": [{"type": "web_search_result_location", "url": A, "title": "Ferry"}]},
        {"type": "text", "text": ". It is late."},
    ]},
    "Anthropic, in a batch": {"custom_id": "", "result": {"type": "succeeded", "message": {"type": "message", "role": "assistant", "content": [
        {"type": "text", "text": "The ferry sails.", "citations": [{"type": "search_result_location", "source": A, "title": "Ferry"}]},
        {"type": "text", "text": " It is late."},
    ]}}},
    "an export of Claude": [{"name": "Ferry", "chat_messages": [
        {"sender": "human", "text": "When?"},
        {"sender": "assistant", "content": [
            {"type": "text", "text": "The ferry sails.", "citations": [{"details": {"type": "web_search_citation", "url": A}}]},
            {"type": "text", "text": " It is late."},
        ]},
    ]}],
    "Mistral's conversations": {"outputs": [{"type": "tool.execution"}, {"type": "message.output", "content": [
        {"type": "text", "text": "The ferry sails"},
        {"type": "tool_reference", "url": A, "title": "Ferry"},
        {"type": "text", "text": ". It is late."},
    ]}]},
    "Gemini": gemini(
        [{"text": "thinking", "thought": True}, {"text": "The ferry sails. It is late."}],
        groundingChunks=[{"web": {"uri": A, "title": "Ferry"}}],
        groundingSupports=[{"segment": {"partIndex": 1, "endIndex": 16, "text": "The ferry sails."}, "groundingChunkIndices": [0]}],
    ),
    "Gemini, of Python": {"candidates": [{"content": {"parts": [{"text": "The ferry sails. It is late."}]}, "grounding_metadata": {
        "grounding_chunks": [{"retrieved_context": {"uri": A}}],
        "grounding_supports": [{"segment": {"start_index": 0, "end_index": 16}, "grounding_chunk_indices": [0]}],
    }}]},
    "Gemini, old": {"candidates": [{"content": {"parts": [{"text": "The ferry sails. It is late."}]}, "citationMetadata": {
        "citationSources": [{"endIndex": 15, "uri": A}]}}]},
    "Gemini, streamed": [
        {"candidates": [{"content": {"parts": [{"text": "The ferry "}]}}]},
        {"candidates": [{"content": {"parts": [{"text": "sails. It is late."}]}, "finishReason": "STOP", "groundingMetadata": {
            "groundingChunks": [{"web": {"uri": A}}],
            "groundingSupports": [{"segment": {"endIndex": 16}, "groundingChunkIndices": [0]}]}}]},
    ],
    "Cohere v1": {"text": "The ferry sails. It is late.", "citations": [{"start": 4, "end": 9, "text": "ferry", "document_ids": ["d"]}],
        "documents": [{"id": "d", "url": A}]},
    "Cohere v2": {"message": {"content": [{"type": "text", "text": "The ferry sails. It is late."}], "citations": [
        {"start": 4, "end": 9, "text": "ferry", "sources": [{"type": "document", "document": {"id": "d", "url": A}}]}]}},
    "OpenAI, a link": annotated(f"The ferry sails {LINK_A}. It is late.", url_citation(16, 16 + len(LINK_A))),
    "OpenAI, an inclusive end": annotated(f"The ferry sails {LINK_A}. It is late.", url_citation(16, 15 + len(LINK_A))),
    "OpenAI, a link within the round brackets": annotated(f"The ferry sails {LINK_A}. It is late.", url_citation(17, 15 + len(LINK_A))),
    "OpenAI, words and a link": annotated(f"The ferry sails {LINK_A}. It is late.", url_citation(0, 16 + len(LINK_A))),
    "OpenAI, words alone": annotated("The ferry sails. It is late.", url_citation(0, 15)),
    "OpenAI, streamed to its end": 'event: x\ndata: {"type": "response.output_text.delta", "delta": "The"}\n\ndata: '
    + json.dumps({"type": "response.completed", "response": annotated("The ferry sails. It is late.", url_citation(0, 15))})
    + "\n\ndata: [DONE]\n",
    "Azure": annotated(
        "The ferry sails【3:0†source】. It is late.",
        {"type": "url_citation", "text": "【3:0†source】", "start_index": 15, "end_index": 27, "url_citation": {"url": A}},
    ),
    "Azure, on data of one's own": {"choices": [{"message": {"role": "assistant", "content": "The ferry sails [doc1]. It is late.",
        "context": {"citations": [{"title": "Ferry", "url": A, "filepath": "ferry.pdf"}]}}}]},
    "Qwen": {"output": {"text": MARKED, "search_info": {"search_results": [{"index": 1, "title": "Ferry", "url": A}]}}, "request_id": "x"},
    "GLM": chat("The ferry sails [ref_1]. It is late.", web_search=[{"refer": "ref_1", "title": "Ferry", "link": A}]),
    "ShareGPT": [{"id": "x", "conversations": [
        {"from": "human", "value": "When?"}, {"from": "gpt", "value": f"{MARKED}\n\nSources:\n[1] Ferry. {A}"}]}],
    "an export of DeepSeek": [{"id": "x", "title": "Ferry", "mapping": {
        "root": {"id": "root", "parent": None, "message": None},
        "1": {"id": "1", "parent": "root", "message": {"fragments": [{"type": "REQUEST", "content": "When?"}]}},
        "2": {"id": "2", "parent": "1", "message": {"fragments": [
            {"type": "SEARCH", "results": [{"url": A, "title": "Ferry", "cite_index": 1}]},
            {"type": "THINK", "content": "Ferries sail [citation:1]."},
            {"type": "RESPONSE", "content": "The ferry sails[citation:1]. It is late."}]}}}}],
    "a pipeline": {"question": "When?", "answer": MARKED, "sources": [A]},
    "a pipeline, objects": {"query": "When?", "response": MARKED, "references": [{"id": 1, "title": "Ferry", "link": A}]},
    "a pipeline, a list of its own": {"id": 7, "prompt": "When?", "article": f"{MARKED}\n\n## References\n[1] Ferry. {A}"},
    "LangChain, documents": {"query": "When?", "result": MARKED,
        "source_documents": [{"page_content": "…", "metadata": {"source": A, "title": "Ferry"}}]},
    "LlamaIndex": {"response": MARKED, "source_nodes": [{"node": {"id_": "n", "metadata": {"url": A, "file_name": "ferry.pdf"}}, "score": 0.5}]},
}  # fmt: skip
LABELS = {"Azure": "3:0", "Azure, on data of one's own": "doc1", "GLM": "ref_1"}


@pytest.mark.parametrize("name", SAME)
def test_shapes(name: str) -> None:
    label = LABELS.get(name, "1")
    assert rows(SAME[name]) == [("The ferry sails.", (label,), (A,), "direct"), ("It is late.", (), (), "none")]
    assert codes(SAME[name]) == []


@pytest.mark.parametrize("name", SAME)
def test_every_shape_is_told_by_its_first_bytes(name: str) -> None:
    data = SAME[name] if isinstance(SAME[name], str) else json.dumps(SAME[name])
    suffix = "jsonl" if isinstance(SAME[name], str) else "json"
    assert format_of(f"u.{suffix}", data.encode()) == "answers"


@pytest.mark.parametrize(
    "record",
    [
        {"question": "When?", "sources": [A]},
        {"answer": 42, "question": "When?"},
        {"title": "Ferry", "content": "It sails."},
        {"text": "It sails.", "documents": ["a", "b"]},
        {"mapping": {"1": {"message": {"fragments": [{"type": "REQUEST", "content": "When?"}]}}}},
    ],
)
def test_records_that_hold_no_answer(record: Any) -> None:
    with pytest.raises(ReadError, match="holds no answer"):
        extraction(record)


def test_works_that_a_text_does_not_name_have_no_place() -> None:
    found = extraction(
        {"query": "When?", "answer": "The ferry sails.", "results": [{"title": "Ferry", "url": A}, 7, "x"]}
    )
    assert [(claim.attribution, claim.source_ids) for claim in found.claims] == [("none", ())]
    assert [(reference.title, reference.url) for reference in found.document.references] == [("Ferry", A)]


def test_works_keep_their_numbers() -> None:
    works = [{"index": 3, "title": "Ferry", "url": A}, {"index": 1, "title": "Boat", "url": B}]
    found = rows({"query": "When?", "answer": "The ferry sails [3]. It is late [1].", "search_results": works})
    assert [row[1:3] for row in found] == [(("3",), (A,)), (("1",), (B,))]


def test_works_that_are_nothing_keep_the_place_of_the_others() -> None:
    found = rows({"query": "When?", "answer": "The ferry sails [2].", "sources": [{"score": 1}, A]})
    assert found[0][1:3] == (("2",), (A,))


# --- offsets -----------------------------------------------------------------------------------------------------


def test_utf_16_offsets_of_a_link() -> None:
    text = f"🚢🚢 The ferry sails {LINK_A}. It is late."
    assert rows(annotated(text, url_citation(21, 21 + len(LINK_A))))[0][1:3] == (("1",), (A,))
    assert codes(annotated(text, url_citation(21, 21 + len(LINK_A)))) == []


@pytest.mark.parametrize(
    ("start", "end"), [(900, 940), (-5, 3), (9, 9), (9, 4), ("4", "9"), (None, 3), (1.5, 3), (True, 3), (10**40, 3)]
)
def test_offsets_that_are_none_give_way_to_the_link(start: Any, end: Any) -> None:
    answer = annotated(f"The ferry sails {LINK_A}. It is late.", url_citation(start, end))
    assert rows(answer) == ONE
    assert codes(answer) == ["TXT004"]


@pytest.mark.parametrize(("start", "end"), [(900, 940), (-5, 3), (9, 9), ("4", "9"), (10**40, 3)])
def test_offsets_that_are_none_and_no_link_are_reported(start: Any, end: Any) -> None:
    answer = annotated("The ferry sails. It is late.", url_citation(start, end))
    assert [row[3] for row in rows(answer)] == ["none", "none"]
    assert sorted(codes(answer)) == ["CIT002", "TXT004"]


def test_words_count_where_offsets_disagree() -> None:
    answer = {"text": "The ferry sails. It is late.", "citations": [{"start": 0, "end": 3, "text": "late", "document_ids": ["d"]}], "documents": [{"id": "d", "url": A}]}  # fmt: skip
    assert rows(answer) == [("The ferry sails.", ("1",), (A,), "inherited"), ("It is late.", ("1",), (A,), "direct")]
    assert codes(answer) == ["TXT004"]


@pytest.mark.parametrize(
    ("index", "expected"), [(15, "The ferry sails[1]."), (16, "The ferry sails.[1]"), (28, "It is late.[1]")]
)
def test_the_index_of_a_file_is_where_its_marker_goes(index: int, expected: str) -> None:
    file = {"type": "file_citation", "index": index, "file_id": "f", "filename": "ferry.pdf"}
    found = extraction(annotated("The ferry sails. It is late.", file))
    assert [claim.text for claim in found.claims if claim.markers] == [expected]
    assert [reference.title for reference in found.document.references] == ["ferry.pdf"]


@pytest.mark.parametrize("index", [0, 2, 17, 99, -1, None, "3", True])
def test_an_index_within_a_word_has_no_place(index: Any) -> None:
    file = {"type": "file_citation", "index": index, "file_id": "f", "filename": "ferry.pdf"}
    answer = annotated("The ferry sails. It is late.", file)
    assert extraction(answer).document.text.startswith("The ferry sails. It is late.")
    assert "TXT004" in codes(answer)


def test_markers_that_are_put_in_move_the_other_offsets() -> None:
    text = "The ferry sails. It is late."
    file = {"type": "file_citation", "index": 15, "file_id": "f"}
    found = extraction(annotated(text, file, {**url_citation(17, 27), "url": B}))
    assert [claim.labels for claim in found.claims] == [("1",), ("2",)]
    (marker,) = found.claims[1].markers
    assert found.document.text[marker.span.start : marker.span.end] == "It is late"


def test_each_part_has_its_own_offsets() -> None:
    answer = gemini(
        [{"text": "Ålesund is far. "}, {"text": "Ørsta is near."}],
        groundingChunks=[{"web": {"uri": A}}],
        groundingSupports=[{"segment": {"partIndex": 1, "endIndex": 15}, "groundingChunkIndices": [0]}],
    )
    assert [row[3] for row in rows(answer)] == ["inherited", "direct"]


@pytest.mark.parametrize("index", [5, -1, "0", None, True])
def test_chunks_and_parts_that_are_not_there_are_reported(index: Any) -> None:
    support = {"segment": {"endIndex": 15, "text": "The ferry sails"}, "groundingChunkIndices": [index]}
    assert "TXT004" in codes(
        gemini([{"text": "The ferry sails."}], groundingChunks=[{"web": {"uri": A}}], groundingSupports=[support])
    )


# --- references ----------------------------------------------------------------------------------------------------


def test_works_are_listed_below_their_answer() -> None:
    found = extraction(chat("The ferry sails [2].", citations=[A, B], search_results=[{"url": B, "title": "Port."}]))
    assert found.document.text == f"The ferry sails [2].\n\n[1] {A}\n[2] Port. {B}"
    assert [(r.label, r.title, r.url, r.source_id) for r in found.document.references] == [
        ("1", None, A, A),
        ("2", "Port.", B, B),
    ]
    assert [found.document.text[r.span.start : r.span.end] for r in found.document.references] == [
        f"[1] {A}",
        f"[2] Port. {B}",
    ]
    assert [problem.code for problem in found.problems] == ["CIT002"]


@pytest.mark.parametrize(
    "listed",
    [
        f"## Sources\n\n[1] Ferry. {A}\n[2] {B}",
        f"Sources:\n\n1. [Ferry]({A})\n2. [Port]({B})",
        f"[^1]: {A}\n\n[^2]: {B}",
    ],
)
def test_a_list_in_the_text_is_not_doubled(listed: str) -> None:
    marker = "[^2]" if "[^" in listed else "[2]"
    found = extraction(chat(f"The ferry sails {marker}.\n\n{listed}", citations=[A, B]))
    assert found.document.text.count(B) == 1
    assert [(claim.statement, claim.source_ids) for claim in found.claims] == [("The ferry sails.", (B,))]
    assert all(
        found.document.text[r.span.start : r.span.end].count("example.org") == 1 for r in found.document.references
    )


def test_labels_mean_something_in_their_own_answer_only() -> None:
    found = rows([chat(MARKED, citations=[A]), chat(MARKED, citations=[B]), chat(MARKED)])
    assert [row[2] for row in found] == [(A,), (), (B,), (), ("u[1]",), ()]


def test_an_answer_with_a_list_of_its_own_beside_one_with_works() -> None:
    listed = f"The port is old [1].\n\n## Sources\n\n[1] Port. {B}"
    assert [row[:3] for row in rows([chat("The ferry sails [1].", citations=[A]), chat(listed)])] == [
        ("The ferry sails.", ("1",), (A,)),
        ("The port is old.", ("1",), (B,)),
    ]


def test_a_question_is_a_heading_and_no_claim() -> None:
    found = extraction({"messages": [
        {"role": "user", "content": "When does\nthe ferry sail?"}, {"role": "assistant", "content": "# Ferry\n\nIt sails at nine."},
        {"role": "user", "content": [{"type": "text", "text": "And back?"}]}, {"role": "assistant", "content": "At ten it is back."},
        {"role": "assistant", "content": "That is late."}]})  # fmt: skip
    assert [(claim.heading, claim.statement) for claim in found.claims] == [
        (("When does", "Ferry"), "It sails at nine."),
        (("And back?",), "At ten it is back."),
        (("And back?",), "That is late."),
    ]


def test_one_question_is_the_title() -> None:
    found = extraction(
        [{"role": "user", "content": "Is the ferry late?"}, {"role": "assistant", "content": "It is late."}]
    )
    assert (found.document.title, found.document.text) == ("Is the ferry late?", "It is late.")


def test_messages_line_by_line_are_one_conversation() -> None:
    lines = [{"role": "user", "content": "Is the ferry late?"}, {"role": "assistant", "content": "It is late."}]
    assert extraction("\n".join(map(json.dumps, lines))).document.title == "Is the ferry late?"


@pytest.mark.parametrize(
    ("citation", "locator"),
    [
        ({"type": "page_location", "start_page_number": 3, "end_page_number": 4}, "p. 3"),
        ({"type": "page_location", "start_page_number": 3, "end_page_number": 5}, "pp. 3-4"),
        ({"type": "content_block_location", "start_block_index": 0, "end_block_index": 1}, "block 0"),
        ({"type": "char_location", "start_char_index": 0, "end_char_index": 20}, "chars. 0-19"),
        ({"type": "page_location", "start_page_number": "3"}, None),
        ({"type": "some_new_location"}, None),
    ],
)
def test_places_in_a_source_are_locators(citation: dict[str, Any], locator: str | None) -> None:
    block = {
        "type": "text",
        "text": "It is late.",
        "citations": [{"document_index": 0, "document_title": "Log", **citation}],
    }
    found = extraction({"role": "assistant", "content": [block]})
    assert [marker.locator for marker in found.claims[0].markers] == [locator]
    assert [reference.title for reference in found.document.references] == ["Log"]


# --- what is refused, and what is broken -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {"name": "halvora", "version": "1.0.0", "scripts": {"test": "x"}, "dependencies": {"a": "1"}},
        {"compilerOptions": {"strict": True}},
        {"mappings": "AAAA", "sources": ["a.js"], "version": 3},
        {"annotations": [{"id": 1, "bbox": [1, 2]}], "images": []},
        {"choices": ["a", "b"], "type": "select"},
        {"type": "FeatureCollection", "features": []},
        [1, 2, 3],
        "text",
        None,
    ],
)
def test_other_json_is_refused(data: Any) -> None:
    with pytest.raises(ReadError, match=r"Gemini \(candidates\)"):
        extraction(json.dumps(data))
    head = json.dumps(data).encode()
    assert not is_text("package.json", head)
    with pytest.raises(UnknownFormat, match="--as answers says why"):
        format_of("package.json", head)


def test_other_json_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "halvora"}')
    (tmp_path / "answer.json").write_text(json.dumps(chat(MARKED, citations=[A])))
    found = list(extract(tmp_path))
    assert [item.document.uri.rpartition("/")[2] for item in found if isinstance(item, Extraction)] == ["answer.json"]
    assert len(found) == 1


def test_broken_json_is_refused_with_its_place() -> None:
    with pytest.raises(ReadError, match="line 3, column 3"):
        extraction('{\n "choices": [\n  oh\n ]\n}')


@pytest.mark.parametrize("cut", range(1, 90, 7))
def test_a_file_that_breaks_off(cut: int) -> None:
    with pytest.raises(ReadError, match="line 1, column"):
        extraction(json.dumps(chat(MARKED))[:cut])


def test_good_lines_are_read_beside_broken_ones() -> None:
    good = json.dumps(chat("The ferry sails."))
    found = extraction(f'{good}\n{{"choices": [\n\n{good[:-5]}\n{good}\n{{"other": 1}}\n')
    assert [claim.statement for claim in found.claims] == ["The ferry sails."] * 2
    messages = [problem.message for problem in found.problems if problem.code == "TXT006"]
    assert [message.split(":")[0] for message in messages] == [
        "line 2, column 14",
        "line 4, column 59",
        "record 3 holds no answer that is read; it is passed over",
    ]


@pytest.mark.parametrize(
    "event",
    [
        {"object": "chat.completion.chunk", "choices": [{"delta": {"content": "The"}}]},
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "The"}},
        {"type": "response.output_text.delta", "delta": "The"},
    ],
)
def test_a_stream_in_pieces_is_refused(event: dict[str, Any]) -> None:
    with pytest.raises(ReadError, match="save the finished response"):
        extraction(f"data: {json.dumps(event)}\n\ndata: [DONE]\n")


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"choices":'])
def test_deep_nesting_is_refused(opening: str) -> None:
    with pytest.raises(ReadError):
        extraction(opening * 100_000)


def test_a_deep_line_among_good_ones_is_passed_over() -> None:
    good = json.dumps(chat("The ferry sails."))
    assert "TXT006" in codes(f"{good}\n{'[' * 100_000}{']' * 100_000}\n{good}")


@pytest.mark.parametrize("number", ["1" * 5000, "-" + "9" * 400, "1e999", "NaN", "Infinity", "-0", "1.0"])
def test_strange_numbers(number: str) -> None:
    answer = json.dumps(annotated("The ferry sails.", url_citation("S", 9))).replace('"S"', number)
    assert len(extraction(answer).claims) == 1


def test_of_equal_keys_the_last_one_counts() -> None:
    assert rows('{"choices": [], "choices": [{"message": {"content": "It is late."}}]}')[0][0] == "It is late."


def test_halves_of_surrogate_pairs_are_replaced() -> None:
    found = extraction('{"choices": [{"message": {"content": "The \\ud800ferry \\ud83d\\ude80 is late."}}]}')
    assert [claim.statement for claim in found.claims] == ["The \ufffdferry 🚀 is late."]


def test_newlines_of_other_systems_keep_the_offsets() -> None:
    answer = {"text": "The ferry sails.\r\nIt is late.", "citations": [{"start": 18, "end": 28, "text": "It is late", "document_ids": ["d"]}]}  # fmt: skip
    assert codes(answer) == []
    assert "\r" not in extraction(answer).document.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings(encoding: str) -> None:
    data = json.dumps(chat("Ålesund is far."), ensure_ascii=False).encode(encoding)
    assert [claim.statement for claim in extraction(data).claims] == ["Ålesund is far."]


def test_bytes_that_are_no_text() -> None:
    for data in (b"%PDF-1.7 \xff\xfe", b"PK\x03\x04\xff\xff", bytes(range(256)) * 9, b"<html><body>\xff"):
        with pytest.raises(ReadError, match=r"^u: "):
            extraction(data)


def test_an_empty_file_is_an_empty_document() -> None:
    assert codes(b" \n") == ["TXT003"]


def test_unknown_private_signs_leave_the_statement() -> None:
    node = {
        "message": {
            "author": {"role": "assistant"},
            "content": {"parts": ["It is \ue200oh\ue202x\ue201late \ue203now\ue201."]},
        }
    }
    found = extraction({"mapping": {"a": node}})
    assert [claim.statement for claim in found.claims] == ["It is late now."]
    assert [problem.code for problem in found.problems] == ["TXT004"] * 3


def test_a_tree_in_a_circle_ends() -> None:
    message = {"author": {"role": "assistant"}, "content": {"parts": ["It is late."]}}
    tree = {
        "mapping": {"a": {"message": message, "parent": "b"}, "b": {"message": message, "parent": "a"}},
        "current_node": "a",
    }
    assert len(extraction(tree).claims) == 2


@pytest.mark.parametrize("name", ["notes.md", "notes.txt", "page.xml"])
def test_texts_about_answers_are_texts(name: str) -> None:
    text = f"How to read an answer:\n\n```json\n{json.dumps(chat(MARKED, citations=[A]))}\n```\n"
    with pytest.raises(UnknownFormat) if name == "page.xml" else nullcontext():
        assert format_of(name, text.encode()) != "answers"
    assert format_of("-", json.dumps(chat(MARKED)).encode()) == "answers"


@pytest.mark.parametrize(
    "answer",
    [
        {"role": "assistant", "content": [{"type": "text", "text": "It is late.", "citations": [{"document_index": 0}]}]},
        {"text": "It is late.", "citations": [{"start": 0, "end": 5, "document_ids": ["doc_0"]}]},
        gemini([{"text": "It is late."}], groundingChunks=[{}], groundingSupports=[{"segment": {"endIndex": 5}, "groundingChunkIndices": [0]}]),
    ],
)  # fmt: skip
def test_works_without_a_name_are_not_the_same_in_another_answer(answer: dict[str, Any]) -> None:
    other = json.loads(json.dumps(answer).replace("late", "soon"))
    (one,), (again,), (two,) = (extraction(data).claims for data in (answer, answer, other))
    assert one.source_ids == again.source_ids != two.source_ids
    assert one.source_ids[0].startswith("ref:")


def test_a_list_of_all_that_was_seen_is_no_list_of_references() -> None:
    found = extraction(chat(f"It is late [[3]]({B}).", citations=[A, B, "https://example.org/c"]))
    assert [(r.label, r.url) for r in found.document.references] == [("3", B)]
    assert found.problems == ()


def test_an_annotation_without_offsets_means_its_link() -> None:
    without = {"type": "url_citation", "url": A, "title": "Ferry"}
    assert rows(annotated(f"The ferry sails {LINK_A}. It is late.", without)) == ONE
    found = extraction(annotated("The ferry sails.", without))
    assert [claim.attribution for claim in found.claims] == ["none"]
    assert [reference.url for reference in found.document.references] == [A]


def test_words_far_from_the_link_to_their_source_are_the_words() -> None:
    text = f"The ferry sails to Sund. It is late. See the log {LINK_A}."
    found = extraction(annotated(text, url_citation(0, 24)))
    assert found.claims[0].source_ids == (A,)
    assert [marker.style for marker in found.claims[0].markers] == ["passage"]
    assert [problem.code for problem in found.problems] == []


def test_markers_that_overlap_are_words() -> None:
    text = f"The ferry sails {LINK_A}. It is late."
    whole = {
        "type": "file_citation",
        "text": LINK_A,
        "start_index": 16,
        "end_index": 16 + len(LINK_A),
        "file_citation": {"file_id": "f"},
    }
    part = {
        **whole,
        "text": LINK_A[1:-1],
        "start_index": 17,
        "end_index": 15 + len(LINK_A),
        "file_citation": {"file_id": "g"},
    }
    assert "TXT004" in codes(annotated(text, whole, part))
    assert rows(annotated(text, whole, part))[0][0] == "The ferry sails."


def test_more_works_than_any_reader_wants_are_told() -> None:
    many = [{"type": "url_citation", "start_index": 0, "end_index": 9 + n % 7, "url": f"{A}{n}"} for n in range(150)]
    found = extraction(annotated("The ferry sails. It is late.", *many))
    assert 0 < len(found.claims[0].labels) <= 100
    assert "TXT004" in [problem.code for problem in found.problems]


def exported(text: str, **metadata: Any) -> dict[str, Any]:
    message = {"author": {"role": "assistant"}, "content": {"parts": [text]}, "metadata": metadata}
    return {"mapping": {"a": {"message": message}}}


def test_a_reference_of_an_export_that_is_written_in_words() -> None:
    items = [{"url": A, "title": "Ferry"}]
    reference = {"matched_text": "【2†L1-L3】", "start_idx": 15, "end_idx": 24, "type": "webpage", "items": items}
    assert rows(exported("The ferry sails【2†L1-L3】. It is late.", content_references=[reference]))[0][1:] == (
        ("2",),
        (A,),
        "direct",
    )
    link = {"matched_text": LINK_A, "type": "webpage", "items": items}
    assert rows(exported(f"The ferry sails {LINK_A}. It is late.", content_references=[link])) == ONE
    missing = {"matched_text": "elsewhere", "items": items}
    assert rows(exported("It is late.", content_references=[missing])) == [("It is late.", (), (), "none")]


def test_a_run_of_an_export_with_addresses_alone() -> None:
    run = "\ue200cite\ue202turn0view1\ue201"
    reference = {"matched_text": run, "safe_urls": [A, 7, B]}
    assert rows(exported(f"It is late. {run}", content_references=[reference]))[0][1:3] == (("1", "2"), (A, B))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('["a","Sund"]', "Sund"),
        ('["Sund"]', "Sund"),
        ("Sund", "Sund"),
        ('{"a": 1}', ""),
        ('["city","Sund","x"]', "Sund"),
    ],
)
def test_names_in_an_export(content: str, name: str) -> None:
    (row,) = rows(exported(f"The ferry to \ue200entity\ue202{content}\ue201 is late."))
    assert row[0] == " ".join(f"The ferry to {name} is late.".split())


@pytest.mark.parametrize("citation", [{"start_ix": 0, "end_ix": 5}, {"start_ix": 900, "end_ix": 901}, {}])
def test_a_citation_of_an_older_export_where_no_marker_is(citation: dict[str, Any]) -> None:
    found = codes(exported("The ferry sails【2†a】.", citations=[{**citation, "metadata": {"url": A}}]))
    assert "TXT004" in found
    assert codes(exported("The ferry sails.", citations=[{**citation, "metadata": {}}])) == []


def test_a_document_of_an_application_is_known_by_its_name() -> None:
    citation = {"type": "search_result_location", "source": "kb/ferry.md", "title": "Ferry"}
    found = extraction(
        {"role": "assistant", "content": [{"type": "text", "text": "It is late.", "citations": [citation]}]}
    )
    assert [(r.title, r.url) for r in found.document.references] == [("Ferry (kb/ferry.md)", None)]


def test_contents_of_cohere_that_are_not_there() -> None:
    citations = [{"start": 0, "end": 5, "content_index": 4, "sources": []}]
    assert codes({"message": {"content": "It is late.", "citations": citations}}) == ["TXT004"]


def test_several_answers_of_gemini_in_an_array() -> None:
    one, two = (gemini([{"text": text}]) for text in ("It is late.", "It is soon."))
    one["candidates"][0]["finishReason"] = two["candidates"][0]["finishReason"] = "STOP"
    assert [row[0] for row in rows([one, two])] == ["It is late.", "It is soon."]


@pytest.mark.parametrize("given", ["no JSON", "3", '{"0": 5}', '[{"url": "https://example.org/b"}]'])
def test_what_a_tool_gave(given: str) -> None:
    answer = {
        "role": "assistant",
        "content": [
            {"type": "text", "text": "It is late"},
            {"type": "reference", "reference_ids": [0]},
            {"type": "text", "text": "."},
        ],
    }
    (row,) = rows([{"role": "user", "content": "?"}, {"role": "tool", "content": given}, answer])
    assert row[:3] == (("It is late.", ("1",), (B,)) if "url" in given else ("It is late.", ("0",), ("u[0]",)))


def test_a_bracketed_address_and_a_bare_number_are_markers() -> None:
    text = f"The ferry sails ({A}). It is late [7]."
    number = {
        "type": "file_citation",
        "text": "[7]",
        "start_index": text.index("[7]"),
        "end_index": len(text) - 1,
        "file_citation": {"file_id": "f"},
    }
    found = extraction(annotated(text, url_citation(16, 18 + len(A)), number))
    assert [(claim.statement, claim.labels) for claim in found.claims] == [
        ("The ferry sails.", ("1",)),
        ("It is late.", ("7",)),
    ]
