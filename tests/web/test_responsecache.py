"""Answers that are remembered: which, until when, and how many."""

from pathlib import Path

import pytest
from asked import ADDRESS, FISH, fill
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from indexer import Corpus
from indexer.web.caching import tag_of
from indexer.web.responsecache import LARGEST, ResponseCache
from indexer.web.snapshots import Snapshots


@pytest.fixture
def corpus():
    fill()
    with Corpus.open("index") as found:
        yield found


class NotReady:
    """An application that counts what it is asked; `size` is how long its answers are, `tagged` whether they have a tag."""

    def __init__(self, snapshots):
        self.asked = 0
        self.snapshots = snapshots

    def answer(self, request):
        self.asked += 1
        given = request.query_params
        headers = {} if "untagged" in given else {"etag": tag_of(request, self.snapshots.latest())}
        body = f"{self.asked} {request.headers.get('accept')} {'x' * int(given.get('size', 0))}"
        return Response(body, int(given.get("status", 200)), headers)


@pytest.fixture
def remembered(corpus):
    snapshots = Snapshots(corpus)
    counting = NotReady(snapshots)
    remembering = ResponseCache(Starlette(routes=[Route("/{path:path}", counting.answer)]), snapshots, most=1 << 20)
    return counting, remembering, TestClient(remembering, base_url=ADDRESS)


def test_what_is_asked_again_is_answered_the_same(remembered):
    counting, _, client = remembered
    first, again = client.get("/a?b=1"), client.get("/a?b=1")
    assert counting.asked == 1
    assert (again.text, again.headers) == (first.text, first.headers)


def test_a_commit_ends_it(remembered, corpus):
    counting, remembering, client = remembered
    client.get("/a")
    Path("more.md").write_text(FISH, encoding="utf-8")
    corpus.ingest("more.md")
    assert client.get("/a").text.startswith("2 ")
    assert client.get("/a").text.startswith("2 ")
    assert remembering.size < 2000
    assert counting.asked == 2


def test_questions_are_told_apart(remembered):
    counting, _, client = remembered
    for address in ("/a", "/a?", "/b", "/a?b=1", "/a?b=2", "/%E9", "/%E8", "/A"):
        client.get(address)
    assert counting.asked == 7  # a question mark alone asks for nothing else
    client.get("/a", headers={"Accept": "text/csv"})
    assert client.get("/a", headers={"Accept": "text/csv"}).text.split()[1] == "text/csv"
    assert client.get("/a").text.split()[1] == "*/*"


@pytest.mark.parametrize("query", ["untagged=1", "status=404", "status=500", f"size={LARGEST}"])
def test_what_may_change_is_wrong_or_large_is_not_remembered(remembered, query):
    counting, remembering, client = remembered
    for _ in range(3):
        client.get(f"/a?{query}")
    assert (counting.asked, remembering.size) == (3, 0)


def test_other_methods_and_those_who_have_it_are_passed_on(remembered):
    counting, _, client = remembered
    client.get("/a")
    client.head("/a")
    client.post("/a")
    client.get("/a", headers={"If-None-Match": '"x"'})
    assert counting.asked == 3  # POST is none of its methods


def test_what_is_added_for_one_client_is_told_to_no_other(remembered):
    _, remembering, _ = remembered

    def app_for(name):
        async def app(scope, receive, send):
            async def send_more(message):
                if message["type"] == "http.response.start":
                    message["headers"].append((b"x-for", name.encode()))
                await send(message)

            await remembering(scope, receive, send_more)

        return TestClient(app, base_url=ADDRESS)

    for name in ("one", "two", "three"):
        assert app_for(name).get("/a").headers.get_list("x-for") == [name]


def test_no_more_is_held_than_may_be(remembered):
    counting, remembering, client = remembered
    for number in range(100):
        client.get(f"/{number}?size=100000")
        client.get("/kept?size=1")
    assert remembering.size <= 1 << 20
    assert remembering.size > 1 << 19
    before = counting.asked
    client.get("/kept?size=1")  # for it was asked for last
    client.get("/99?size=100000")
    assert counting.asked == before
    client.get("/1?size=100000")
    assert counting.asked == before + 1


def test_an_index_that_is_gone_is_answered_by_the_application(remembered):
    counting, _, client = remembered
    client.get("/a?untagged=1")
    Path("index", "manifest.json").unlink()
    assert client.get("/a?untagged=1").status_code == 200
    assert counting.asked == 2
