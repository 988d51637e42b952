"""The HTTP API: its answers are the records that the commands print, and each is held against the description."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import jsonschema
import pytest
from asked import FISH, ODD_NAMES, WATER, Api, fill

from indexer import Corpus
from indexer.index.segments import manifest
from indexer.web import percommit
from indexer.web.api import reading
from indexer.web.api.description import describe
from indexer.web.api.endpoints import ENDPOINTS
from indexer.web.api.reading import READINGS
from indexer.web.percommit import PerCommit


@pytest.fixture
def corpus():
    fill(odd=True)
    with Corpus.open("index") as found:
        yield found


@pytest.fixture
def api(corpus):
    return Api(corpus, max_upload=1 << 20)


def printed(*arguments, data=None):
    """What a command prints."""
    command = [sys.executable, "-m", "indexer", "-i", "index", *arguments]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout


LAKE = "https://a.example/lake"


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("search?q=lake", ["query", "lake"]),
        ("search?q=lake+OR+river&sort=document&limit=2&offset=1",
         ["query", "lake OR river", "--sort", "document", "--limit", "2", "--offset", "1"]),
        ("search?q=counted+(the&literal=true", ["query", "--literal", "counted (the"]),
        (f"search?q=lake&source={LAKE}&attribution=direct&document=water.md",
         ["query", "lake", "--source", LAKE, "--attribution", "direct", "--document", "water.md"]),
        ("claims?limit=1000", ["claims"]),
        (f"claims?source={LAKE}", ["claims", "--source", LAKE]),
        ("claims?source=2&document=water.md", ["claims", "--source", "2", "--document", "water.md"]),
        ("claims?attribution=none", ["claims", "--attribution", "none"]),
        ("sources", ["sources"]),
        ("sources?document=water.md&sort=title", ["sources", "--document", "water.md", "--sort", "title"]),
        ("documents", ["documents"]),
        ("stats", ["stats"]),
        ("stats?limit=1", ["stats", "--limit", "1"]),
    ],
)  # fmt: skip
def test_the_answer_is_what_the_command_prints(api, address, arguments):
    expected = json.loads(printed(*arguments, "--format", "json"))

    assert expected
    assert api.json(f"/api/{address}") == expected


@pytest.mark.parametrize(("form", "media"), [
    ("jsonl", "application/x-ndjson"), ("csv", "text/csv"), ("tsv", "text/tab-separated-values")
])  # fmt: skip
@pytest.mark.parametrize(
    ("address", "command"), [("claims", "claims"), ("sources", "sources"), ("search?q=lake", "query lake")]
)
def test_lists_come_in_each_form_by_name_and_by_accept(api, form, media, address, command):
    expected = printed(*command.split(), *["--limit", "0"] * (command == "query lake"), "--format", form)
    joint = "&" if "?" in address else "?"

    named = api.get(f"/api/{address}{joint}format={form}")
    accepted = api.get(f"/api/{address}", headers={"Accept": f"text/html;q=0.1, {media}"})

    assert named.content == accepted.content == expected
    assert named.headers["content-type"].startswith(media)
    assert named.headers["vary"] == "Accept"


def test_one_record_is_found_by_its_name(api):
    (claim, *_) = api.json("/api/claims?document=water.md")
    assert api.json(f"/api/claims/{quote(claim['id'], safe='')}") == claim
    (source,) = (each for each in api.json("/api/sources") if each["id"] == LAKE)
    for name in (LAKE, "http://www.a.example/lake/#top"):
        assert api.json(f"/api/sources/{quote(name, safe='')}") == source
    assert source["labels"] == {"fish.md": ["1"], "water.md": ["1"]}
    assert api.json("/api/sources/doi:10.1234%2Frivers")["title"] == "Doe (2019). Rivers"
    assert api.json("/api/sources/https:%2F%2Fdoi.org%2F10.1234%2Frivers")["id"] == "doi:10.1234/rivers"


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_names(api, name):
    document = api.json(f"/api/documents/{quote(name, safe='')}?include=text")
    assert (document["uri"], document["text"][:9]) == (name, "Odd names")
    (claim,) = api.json("/api/claims", params={"document": name})
    assert api.json(f"/api/claims/{quote(claim['id'], safe='')}") == claim
    assert api.json(f"/api/sources/{quote(claim['sources'][0], safe='')}")["labels"][name] == ["1"]


def test_a_name_that_is_no_utf_8_is_a_name(api, corpus):
    name = b"caf\xe9.md"
    Path(name.decode(errors="surrogateescape")).write_text(FISH, encoding="utf-8")
    corpus.ingest(name.decode(errors="surrogateescape"))

    document = api.json("/api/documents/caf%E9.md")

    assert document["uri"].encode(errors="surrogateescape") == rb"caf\xe9.md"
    assert document["claims"] == 2


def test_a_document_tells_its_parts_if_it_is_asked(api):
    whole = api.json("/api/documents/water.md?include=text,blocks,references,findings")
    plain = api.json("/api/documents/water.md")

    assert {name: value for name, value in whole.items() if name in plain} == plain
    assert whole["text"] == WATER
    spans = [(each["kind"], whole["text"][each["start"] : each["end"]]) for each in whole["blocks"]]
    assert ("heading", "Results") in spans
    assert [(each["label"], each["source"]) for each in whole["references"]] == [
        ("1", LAKE), ("2", "doi:10.1234/rivers"), ("3", "https://a.example/never")
    ]  # fmt: skip
    assert len(whole["findings"]) == whole["problems"]
    assert api.get("/api/documents/water.md?include=all").json()["parameter"] == "include"


def test_pages_lead_to_each_other_and_miss_nothing(api):
    everything = api.json("/api/claims?limit=1000")
    following = 'rel="next"'
    found, address = [], "/api/claims?limit=2"
    while address:
        answer = api.get(address)
        assert answer.headers["total-count"] == str(len(everything))
        found += answer.json()
        links = dict(reversed(each.split("; ")) for each in answer.headers.get("link", "").split(", ") if each)
        address = links.get(following) and f"/api/claims{links[following][1:-1]}"
    assert found == everything
    assert 'rel="prev"' in links
    assert api.json("/api/claims?offset=1000") == []


def test_who_has_an_answer_is_not_sent_it_again_until_a_commit(api, corpus):
    addresses = ["/api/search?q=lake", "/api/claims", "/api/sources", "/api/documents/water.md", "/api/stats"]
    tags = {address: api.get(address).headers["etag"] for address in addresses}
    assert len(set(tags.values())) == len(addresses)
    for address, tag in tags.items():
        known = api.get(address, headers={"If-None-Match": f'"other", {tag}'})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
        assert api.get(address, headers={"If-None-Match": tags["/api/claims"]}).status_code == (
            304 if address == "/api/claims" else 200
        )
    lines = api.get("/api/claims?format=jsonl", headers={"If-None-Match": tags["/api/claims"]})
    assert lines.status_code == 200

    corpus.ingest("water.md", as_format="text")

    for address, tag in tags.items():
        again = api.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["etag"] != tag) == (200, True)


def test_head_tells_the_same_without_a_body(api):
    for address in ("/api/search?q=lake", "/api/claims?format=jsonl", "/api/documents/water.md", "/api/openapi.json"):
        head, get = api("HEAD", address), api.get(address)
        assert (head.status_code, head.content) == (200, b"")
        left = {"content-length"} if "jsonl" in address else set()
        assert {**head.headers, **dict.fromkeys(left)} == {**get.headers, **dict.fromkeys(left)}


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("search", 400, "q is missing"),
        ("search?q=", 400, "q is empty"),
        ("claims?source=", 400, "source is empty"),
        ("search?q=(lake", 400, "never closed"),
        ("search?q=a&q=b", 400, "given twice"),
        ("search?q=a&limit=0", 400, "a number from 1 to 1000, not '0'"),
        ("search?q=a&limit=1001", 400, "a number from 1 to 1000"),
        ("search?q=a&limit=٣", 400, "a number from"),
        ("search?q=a&offset=-1", 400, "a number from 0"),
        ("search?q=a&sort=best", 400, "one of score, document"),
        ("search?q=a&literal=yes", 400, "one of true, false"),
        ("search?q=a&attribution=all", 400, "one of direct, inherited, none"),
        ("search?q=a&page=2", 400, "There is no parameter 'page'"),
        ("search?q=" + "a" * 2001, 400, "at most 2000"),
        ("search?q=a&format=xml", 400, "one of json, jsonl, csv, tsv"),
        ("search?q=a&format=json&format=csv", 400, "given once"),
        ("search?q=a&source=nowhere", 404, "no source 'nowhere'"),
        ("claims?document=nowhere.md", 404, "no document 'nowhere.md'"),
        ("claims/water.md", 404, "is not a claim id"),
        ("claims/water.md%23" + "9" * 5000 + "-1", 404, "is not a claim id"),
        ("claims/water.md%230-1", 404, "no claim water.md#0-1"),
        ("documents/nowhere.md", 404, "no document"),
        ("documents/../water.md", 404, "nothing at this address"),
        ("sources/nowhere", 404, "no source"),
        ("search/", 404, "nothing at this address"),
        ("", 404, "nothing at this address"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_with_what_to_do(api, address, status, words):
    answer = api.get(f"/api/{address}")

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]
    assert answer.json()["status"] == status
    assert answer.headers["cache-control"] == "no-store"


def test_a_query_that_is_none_says_where(api):
    answer = api.get('/api/search?q=lake "river').json()
    assert (answer["parameter"], answer["position"]) == ("q", 5)


@pytest.mark.parametrize(("accept", "status", "media"), [
    ("*/*", 200, "application/json"),
    ("text/html, */*;q=0.5", 200, "application/json"),
    ("application/*", 200, "application/json"),
    ("text/csv, application/json;q=0.9", 200, "text/csv"),
    ("text/csv;q=0, */*", 200, "application/json"),
    ("application/json;q=0.1, application/x-ndjson;q=0.2", 200, "application/x-ndjson"),
    ("text/html", 406, "application/problem+json"),
    ("application/json;q=0", 406, "application/problem+json"),
    ("nonsense", 406, "application/problem+json"),
    ("application/json;q=x", 200, "application/json"),
])  # fmt: skip
def test_the_form_is_the_one_that_is_most_welcome(api, accept, status, media):
    answer = api.get("/api/claims", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, media)


def test_another_method_is_refused(api):
    for method, address in (("POST", "search"), ("GET", "extract"), ("PUT", "audit"), ("DELETE", "documents/water.md")):
        answer = api(method, f"/api/{address}")
        assert answer.status_code == 405
        assert answer.headers["allow"]


DRAFT = "The hub employs 400 people [1]. It opened in 2019 [3].\n\n## Sources\n[1] The hub. https://example.org/hub\n"


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv"])
def test_a_text_that_is_sent_yields_what_extract_prints(api, form):
    expected = printed("extract", "-", "--name", "draft.md", "--format", form, data=DRAFT.encode())
    assert expected

    raw = api.post(f"/api/extract?name=draft.md&format={form}", content=DRAFT, headers={"Content-Type": "text/plain"})
    packed = api.post(f"/api/extract?format={form}", json={"text": DRAFT, "name": "draft.md", "as": "markdown"})

    assert raw.status_code == packed.status_code == 200
    assert raw.content == packed.content == expected
    assert raw.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "sarif"])
def test_a_text_that_is_sent_is_audited_as_audit_does(api, form):
    expected = printed("audit", "-", "--isolated", "--name", "draft.md", "--format", form, data=DRAFT.encode())
    answer = api.post(f"/api/audit?name=draft.md&format={form}", content=DRAFT, headers={"Content-Type": "text/plain"})

    assert b"CIT001" in expected
    assert (answer.status_code, answer.content) == (200, expected)


def test_an_audit_tells_what_is_selected(api):
    # A long paragraph without a source, a claim whose source is missing, and an entry that is not cited.
    draft = DRAFT.replace(" [1]. ", ", who came from the towns along the river" * 3 + ".\n\n")

    def codes(**parameters):
        return [each["code"] for each in api.post("/api/audit", params=parameters, json={"text": draft}).json()]

    assert codes() == ["CIT019", "CIT001", "CIT002"]
    assert codes(select="CIT001,CIT020") == ["CIT020", "CIT001"]
    assert codes(ignore="CIT001") == ["CIT019", "CIT002"]
    assert codes(severity="error") == ["CIT001"]
    assert api.post("/api/audit?select=XYZ", json={"text": DRAFT}).status_code == 400


def test_the_media_type_tells_the_format(api):
    page = (
        "<html><body><article><p>The hub employs people.<sup><a href='#n1'>1</a></sup></p>"
        "<ol><li id='n1'>The hub. <a href='https://example.org/hub'>Hub</a></li></ol></article></body></html>"
    )
    (claim,) = api.post("/api/extract", content=page, headers={"Content-Type": "text/html; charset=utf-8"}).json()
    assert claim["sources"] == ["https://example.org/hub"]
    latin = api.post(
        "/api/extract", content="Café [1].".encode("latin-1"), headers={"Content-Type": "text/plain; charset=latin-1"}
    )
    assert latin.json()[0]["statement"] == "Café."


@pytest.mark.parametrize(
    ("content", "headers", "status", "words"),
    [
        ("{", {"Content-Type": "application/json"}, 400, "not valid JSON"),
        ("[" * 100_000, {"Content-Type": "application/json"}, 400, "not valid JSON"),
        ("[]", {"Content-Type": "application/json"}, 422, "the keys"),
        ('{"text": 1}', {"Content-Type": "application/json"}, 422, "are strings"),
        ('{"text": "a", "path": "/etc/passwd"}', {"Content-Type": "application/json"}, 422, "no others"),
        ('{"text": "a", "as": "word"}', {"Content-Type": "application/json"}, 400, "as is one of"),
        ("a", {"Content-Type": "image/png"}, 415, "No text is read from image/png"),
        ("a", {"Content-Type": "text/plain; charset=klingon"}, 415, "no charset"),
        (b"\xff", {"Content-Type": "text/plain; charset=shift_jis"}, 422, "is not in shift_jis"),
        ("a", {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, 415, "Content-Encoding"),
        (b"\0\1\2\3" * 100, {"Content-Type": "text/plain"}, 422, "binary"),
        (b"%PDF-1.4 cut", {"Content-Type": "application/pdf"}, 422, "PDF"),
        ("a", {"Content-Type": "text/plain", "Accept": "text/html"}, 406, "Accept one of them"),
        ("a" * (1 << 20) + "b", {"Content-Type": "text/plain"}, 413, "larger than 1 MB"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_told(api, content, headers, status, words):
    answer = api.post("/api/extract", content=content, headers=headers)

    assert answer.status_code == status, answer.text
    assert words.lower() in answer.json()["detail"].lower()


def test_a_text_opens_no_file_that_it_names(api):
    Path("works.bib").write_text("@article{smith, title={Secret}, url={https://secret.example/}}", encoding="utf-8")
    text = "---\nbibliography: works.bib\n---\n\nA claim [@smith].\n"
    here = (
        printed("extract", "here.md", "--format", "json") if Path("here.md").write_text(text, encoding="utf-8") else b""
    )
    assert b"secret.example" in here

    for name in ("here.md", str(Path("here.md").resolve()), "../x.md"):
        answer = api.post(
            "/api/extract",
            params={"name": name, "as": "markdown"},
            content=text,
            headers={"Content-Type": "text/plain"},
        )
        assert answer.status_code == 200
        assert "secret.example" not in answer.text


def test_a_text_that_takes_too_long_is_ended(corpus):
    api = Api(corpus, seconds=0.5, max_upload=1 << 24)
    text = "".join(f"The hub {number} employs people [{number}]. It opened.\n\n" for number in range(60_000))
    started = time.monotonic()
    answer = api.post("/api/extract", content=text, headers={"Content-Type": "text/plain"})

    assert answer.status_code == 413
    assert "longer than 0.5 seconds" in answer.json()["detail"]
    assert time.monotonic() - started < 20
    assert api.json("/api/search?q=lake")


@pytest.mark.parametrize("query", ["lake~2 OR fish~2", '"the lake rose"', "lake -fish", "l* OR f*"])
def test_a_search_that_takes_too_long_is_given_up(corpus, query):
    list(corpus.query("lake")), list(corpus.query("fish"))  # the first two are answered in another way
    found = Api(corpus).json("/api/search", params={"q": query})
    answer = Api(corpus, seconds_of_search=0).get("/api/search", params={"q": query})

    assert answer.status_code == 400
    assert answer.json()["parameter"] == "q"
    assert "takes too long" in answer.json()["detail"]
    # Who asks for himself waits as long as it takes, even behind one who does not.
    assert [hit.claim.id for hit in corpus.query(query, limit=None)] == [each["id"] for each in found] != []


@pytest.mark.parametrize("size", [5_000, 20_000, 60_000])
def test_a_text_that_takes_too_much_memory_is_ended(corpus, monkeypatch, capfd, size):
    """Wherever it runs out: as the text is read, or when that is to be told. A small one may fit into what a process has free."""
    monkeypatch.setattr(reading, "_MEMORY", 1 << 20)
    monkeypatch.setattr(reading, "_TIMES", 1)
    answer = Api(corpus).post("/api/extract", json={"text": DRAFT * size})

    assert answer.status_code == 413
    assert "too much memory" in answer.json()["detail"]
    assert "Traceback" not in capfd.readouterr().err


def test_no_more_texts_are_held_than_there_are_places(corpus, monkeypatch):
    monkeypatch.setattr(reading, "_WAITING", 0)
    answer = Api(corpus).post("/api/extract", json={"text": "A."})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


def test_nothing_is_written_by_any_request(api):
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    for each in ENDPOINTS:
        path = each.path.format(id=quote(LAKE, safe=""), uri="water.md")
        api.get(path + "?q=lake" * (each.name == "search"))
    for each in READINGS:
        api.post(each.path, json={"text": WATER})
    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before


def test_an_index_that_is_damaged_or_gone_is_told(corpus):
    api = Api(corpus)
    api.json("/api/claims")
    Path("index", manifest.FILE).write_text("{}", encoding="utf-8")
    answer = api.get("/api/claims")
    assert (answer.status_code, "indexer check" in answer.json()["detail"]) == (503, True)


def test_what_is_being_counted_is_there_for_who_asks_again(corpus, monkeypatch):
    go = threading.Event()
    monkeypatch.setattr(percommit, "STATS", PerCommit(lambda found: go.wait(60) and found.stats(limit=1000)))
    api = Api(corpus)
    early = api.get("/api/stats")
    assert (early.status_code, early.headers["retry-after"]) == (503, "2")
    go.set()
    while (late := api.get("/api/stats")).status_code == 503:  # another process may have what counts wait
        pass
    assert late.json()["claims"] == corpus.stats().claims


def test_each_request_reads_one_commit_while_others_write(api, corpus):
    done = threading.Event()

    def write():
        for number in range(40):
            Path("fish.md").write_text(FISH * (1 + number % 2), encoding="utf-8")
            corpus.ingest("fish.md")
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        answer = api.get("/api/claims?document=fish.md&limit=1000")
        assert int(answer.headers["total-count"]) == len(answer.json())
    writer.join()


def test_the_description_is_openapi(api):
    told = api.json("/api/openapi.json")
    assert told["openapi"] == "3.1.0"
    assert set(told["paths"]) == {each.path for each in (*ENDPOINTS, *READINGS)} | {"/api/openapi.json"}
    for schema in told["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["description"]
    assert told == json.loads(json.dumps(describe()))


def test_a_line_lets_the_next_one_in_after_a_failure(corpus):
    api = Api(corpus)
    for _ in range(5):
        assert (
            api.post("/api/extract", content=b"%PDF-1.4", headers={"Content-Type": "application/pdf"}).status_code
            == 422
        )
    assert api.post("/api/extract", json={"text": "A."}).status_code == 200
