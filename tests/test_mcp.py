"""The server for language models, asked by the SDK's own client: in this process, over standard input and output, over HTTP."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from indexer import Corpus
from indexer.cli.application import application
from indexer.mcp.server import MOST, make_server

REPORT = """# Water

## Results

The lake rose by 5 metres [1]. Nobody counted the fish. The river fell [2].

## Sources
[1] Lake survey. https://a.example/lake
[2] Doe (2019). Rivers. doi:10.1234/rivers
"""


@pytest.fixture
def corpus():
    Path("water.md").write_text(REPORT, encoding="utf-8")
    Path("fish.md").write_text("Fish swam in the lake [1].\n\n[1]: https://www.a.example/lake/\n", encoding="utf-8")
    with Corpus.open("index", create=True) as found:
        found.ingest(["water.md", "fish.md"])
        yield found


def asked(server, *calls):
    """The results of some calls of tools."""

    async def ask():
        async with Client(server) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(ask)


def answer(corpus, name, **arguments):
    (result,) = asked(make_server(corpus), (name, arguments))
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def failure(corpus, name, **arguments):
    (result,) = asked(make_server(corpus), (name, arguments))
    assert result.is_error
    return result.content[0].text


def test_tools_have_typed_answers(corpus):
    async def ask():
        async with Client(make_server(corpus)) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in anyio.run(ask)}
    assert set(tools) == {"search_claims", "claims_by_source", "sources", "show_claim", "audit_text"}
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        assert all("description" in each or "anyOf" in each for each in tool.input_schema["properties"].values())


def test_search(corpus):
    found = answer(corpus, "search_claims", query="lake")
    assert [each["statement"] for each in found["claims"]] == ["Fish swam in the lake.", "The lake rose by 5 metres."]
    assert found["more"] is False
    assert found["claims"][1] == {
        "id": "water.md#21-51",
        "statement": "The lake rose by 5 metres.",
        "attribution": "direct",
        "labels": ["1"],
        "sources": [
            {"id": "https://a.example/lake", "title": "Lake survey", "url": "https://a.example/lake", "doi": None}
        ],
        "document": "water.md",
        "title": "Water",
        "heading": ["Water", "Results"],
        "line": 5,
        "score": found["claims"][1]["score"],
    }
    assert answer(corpus, "search_claims", query="lake", limit=1)["more"] is True
    assert len(answer(corpus, "search_claims", query="lake", limit=1, offset=1)["claims"]) == 1
    assert len(answer(corpus, "search_claims", query="lake", document="fish.md")["claims"]) == 1
    assert answer(corpus, "search_claims", query="fish", attribution="none")["claims"] == []
    assert len(answer(corpus, "search_claims", query="fish", attribution="inherited")["claims"]) == 1


def test_claims_by_source(corpus):
    for name in ("https://a.example/lake", "http://www.a.example/lake#top"):
        found = answer(corpus, "claims_by_source", source=name)
        assert [each["document"] for each in found["claims"]] == ["fish.md", "water.md"]
    assert len(answer(corpus, "claims_by_source", source="2", document="water.md")["claims"]) == 2
    assert answer(corpus, "claims_by_source", source="https://a.example/lake", limit=1)["more"] is True


def test_sources(corpus):
    found = answer(corpus, "sources")
    assert [(each["id"], each["claims"]) for each in found["sources"]] == [
        ("https://a.example/lake", 2),
        ("doi:10.1234/rivers", 1),
    ]
    assert len(answer(corpus, "sources", document="fish.md")["sources"]) == 1


def test_show_claim(corpus):
    found = answer(corpus, "show_claim", id="water.md#21-51", context=1)
    assert found["text"] == "The lake rose by 5 metres [1]."
    assert (found["before"], found["after"]) == ([], ["Nobody counted the fish."])


def test_audit_text(corpus):
    found = answer(
        corpus,
        "audit_text",
        text="Silt rose [1]. Sand fell [3].\n\n## Sources\n[1] Silt. https://a.example/1\n\nIt ends.\n",
    )
    assert (found["claims"], found["direct"], found["none"]) == (3, 2, 1)
    assert [(each["code"], each["line"]) for each in found["problems"]] == [("CIT001", 1)]
    assert found["unsourced"] == ["It ends."]


def test_what_goes_wrong_is_told_with_what_to_do(corpus):
    assert "The quote at column 1 is never closed. Close it" in failure(corpus, "search_claims", query='"lake')
    assert "indexer sources" in failure(corpus, "claims_by_source", source="https://nowhere.example")
    assert "nowhere.md" in failure(corpus, "sources", document="nowhere.md")
    assert "no claim water.md#0-1" in failure(corpus, "show_claim", id="water.md#0-1")
    assert "no format is called" in failure(corpus, "audit_text", text="a", as_format="nothing")
    assert "less than or equal to 100" in failure(corpus, "search_claims", query="lake", limit=MOST + 1)
    assert "query\n  Field required" in failure(corpus, "search_claims")


def test_the_command_over_standard_input_and_output(corpus):
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "indexer", "-i", "index", "mcp"], cwd=str(Path.cwd())
    )
    results = asked(command, ("search_claims", {"query": "lake"}), ("sources", {}))
    assert [result.is_error for result in results] == [False, False]
    assert results[0].structured_content == answer(corpus, "search_claims", query="lake")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def status(port, **headers):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"}).encode()
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/mcp", body, {**usual, **headers})
    try:
        return urllib.request.urlopen(request, timeout=10).status  # noqa: S310
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def served(corpus):  # noqa: ARG001  # it is asked by another process
    """The port of a server over HTTP that wants a token."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "indexer",
        "-i",
        "index",
        "mcp",
        "--http",
        "--port",
        str(port),
        "--token",
        "secret",
    ]
    with subprocess.Popen(command) as process:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
        process.terminate()


def test_the_command_over_http(served):
    assert status(served) == 401
    assert status(served, Authorization="Bearer wrong") == 401
    assert status(served, Authorization="Bearer secret", Host="evil.example") == 421
    assert status(served, Authorization="Bearer secret", Origin="http://evil.example") == 403
    assert status(served, Authorization="Bearer secret") not in {401, 403, 421}


@pytest.mark.usefixtures("corpus")
def test_beyond_this_machine_a_token_is_wanted():
    command = [sys.executable, "-m", "indexer", "-i", "index", "mcp", "--http", "--host", "0.0.0.0"]  # noqa: S104
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "set a --token" in done.stderr


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    for name in ("indexer.mcp.server", "indexer.mcp.serving"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    result = CliRunner().invoke(application, ["mcp"])
    assert result.exit_code == 2
    assert "pip install 'citation-indexer[mcp]'" in result.stderr
