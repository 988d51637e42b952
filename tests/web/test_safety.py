"""What pages of strangers, programs without the token and odd requests try, over the wire, and what comes of it."""

import asyncio
import socket
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from asked import fill
from serving import ask, exchange, parsed, received, served
from starlette.testclient import TestClient

from indexer import Corpus
from indexer.hosting import server as hosting
from indexer.hosting.guard import Access, Guard, same
from indexer.web.app import make_app
from indexer.web.safety import HEADERS
from indexer.web.settings import ServerSettings
from indexer.web.snapshots import Snapshots

TOKEN = "sesam-öffne-dich"  # noqa: S105  # of the servers here alone
BEARER = "Bearer " + TOKEN.encode().decode("latin-1")
EVIL = "http://evil.example"
DRAFT = b'{"text": "A claim [1]."}'
JSON = {"Content_Type": "application/json"}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with an index, for servers of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("served"))
        patch.delenv("INDEXER_TOKEN", raising=False)
        fill(odd=True)
        yield Path("index").resolve()


@pytest.fixture(scope="module")
def port(place):
    with served(index=place) as (_, found):
        yield found


@pytest.fixture(scope="module")
def guarded(place):
    """A server with a token, another name, and a site whose pages may ask."""
    options = ("--token", TOKEN, "--allow-host", "index.example", "--cors", "https://good.example")
    with served(*options, index=place) as (_, found):
        yield found


ADDRESSES = [
    "/",
    "/documents/water.md",
    "/nowhere",
    "/static/nowhere",
    "/api/claims",
    "/api/nowhere",
    "/api/openapi.json",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_tells_browsers_to_be_strict(port, address):
    status, headers, _ = ask(port, f"GET {address} HTTP/1.1")
    kept = "no-cache" if address == "/api/openapi.json" else "private, no-cache"

    assert status == (404 if "nowhere" in address else 200)
    assert HEADERS.items() <= headers.items()
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == ("no-store" if status == 404 else kept)
    assert not {"server", "access-control-allow-origin", "set-cookie"} & headers.keys()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("127.0.0.1:1", 200), ("localhost:8000", 200), ("LOCALHOST", 200), ("[::1]:8000", 200),
        ("evil.example", 421), ("evil.example:8000", 421), ("127.0.0.1.evil.example", 421), ("localhost.evil.example", 421),
        ("127.0.0.1@evil.example", 421), ("evil.example#127.0.0.1", 421), ("192.168.0.1", 421), ("0.0.0.0", 421),  # noqa: S104
        ("127.1", 421), ("2130706433", 421), ("[::]", 421), ("", 421), (None, 400),
    ],
)  # fmt: skip
def test_only_who_calls_the_server_by_its_name_is_answered(port, host, status):
    got, _, body = ask(port, "GET /api/claims HTTP/1.1", Host=host)
    assert got == status
    assert (b"Nobody counted" in body) == (status == 200)


def test_two_names_are_none(port):
    request = b"GET /api/claims HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert parsed(exchange(port, request))[0] == 400
    absolute = b"GET http://evil.example/api/claims HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert parsed(exchange(port, absolute))[0] == 421


def test_another_name_is_its_name_if_it_is_told(guarded):
    headers = {"Authorization": BEARER}
    assert ask(guarded, "GET /api/claims HTTP/1.1", Host="index.example:443", **headers)[0] == 200
    assert ask(guarded, "GET /api/claims HTTP/1.1", Host="other.example", **headers)[0] == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1:{port}", "Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "none"}, 200),
        ({"Origin": EVIL}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "http://127.0.0.1:{port}.evil.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Origin": "http://127.0.0.1:{port}", "Sec_Fetch_Site": "cross-site"}, 403),
    ],
)
def test_no_page_of_another_site_sends_anything(port, headers, status):
    headers = {name: value.format(port=port) for name, value in headers.items()}
    assert ask(port, "POST /api/extract HTTP/1.1", DRAFT, **JSON, **headers)[0] == status


def test_a_form_of_another_site_is_no_text(port):
    for media in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert ask(port, "POST /api/extract HTTP/1.1", b"text=a", Content_Type=media)[0] == 415


def test_no_other_site_may_read_unless_it_is_told(port, guarded):
    for site, allowed in ((EVIL, False), ("https://good.example", True), ("https://good.example.evil.example", False)):
        preflight = {
            "Origin": site,
            "Access-Control-Request-Method": "POST",
            "Access_Control_Request_Headers": "authorization",
        }
        for served_at in (port, guarded):
            _, headers, _ = ask(served_at, "OPTIONS /api/extract HTTP/1.1", **preflight)
            assert ("access-control-allow-origin" in headers) == (allowed and served_at == guarded)
            assert "access-control-allow-credentials" not in headers
        status, headers, _ = ask(guarded, "GET /api/claims HTTP/1.1", Origin=site, Authorization=BEARER)
        assert (status, headers.get("access-control-allow-origin")) == (200, site if allowed else None)
        status, *_ = ask(guarded, "POST /api/extract HTTP/1.1", DRAFT, **JSON, Origin=site, Authorization=BEARER)
        assert status == (200 if allowed else 403)


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_the_token_nothing_is_told(guarded, address):
    given = BEARER.removeprefix("Bearer ")
    for authorization in (
        None,
        "Bearer",
        "Bearer wrong",
        f"Basic {given}",
        f"Bearer {given}x",
        given,
        "Bearer " + "x" * 5000,
    ):
        status, headers, body = ask(guarded, f"GET {address} HTTP/1.1", Authorization=authorization)
        assert (status, headers["www-authenticate"]) == (401, "Bearer")
        assert b"Nobody" not in body
        assert TOKEN.encode() not in body
    for query in ("token=", "token=wrong", f"token={quote(TOKEN)}x", f"Token={quote(TOKEN)}"):
        assert ask(guarded, f"GET {address}?{query} HTTP/1.1")[0] == 401
    assert ask(guarded, f"POST {address}?token={quote(TOKEN)} HTTP/1.1", DRAFT, **JSON)[0] == 401
    for cookie in (
        "indexer=1",
        f"indexer-{guarded}={given}",
        f"indexer-{guarded}=",
        "=;;;",
        f"indexer-{guarded}=" + "0" * 64,
    ):
        assert ask(guarded, f"GET {address} HTTP/1.1", Cookie=cookie)[0] == 401
    # A parser of HTTP may refuse it before it is looked at.
    assert ask(guarded, f"GET {address} HTTP/1.1", Cookie="=;;;\x01")[0] in {400, 401}


def test_programs_send_the_token_with_each_request(guarded):
    for scheme in ("Bearer", "bearer"):
        status, headers, body = ask(guarded, "GET /api/claims HTTP/1.1", Authorization=BEARER.replace("Bearer", scheme))
        assert (status, b"Nobody counted" in body, "set-cookie" in headers) == (200, True, False)


def test_a_browser_brings_the_token_once_and_then_a_cookie(guarded):
    status, headers, _ = ask(guarded, f"GET /?q=lake&token={quote(TOKEN)}&page=2 HTTP/1.1")
    assert (status, headers["location"], headers["cache-control"]) == (303, "/?q=lake&page=2", "no-store")
    cookie, *attributes = headers["set-cookie"].split("; ")
    assert attributes == ["HttpOnly", "SameSite=Strict", "Path=/"]
    assert TOKEN not in cookie

    status, _, body = ask(guarded, "GET /api/claims HTTP/1.1", Cookie=f"other=1; {cookie}")
    assert (status, b"Nobody counted" in body) == (200, True)
    again, headers, _ = ask(guarded, f"GET /overview?token={quote(TOKEN)} HTTP/1.1", Cookie=cookie)
    assert (again, headers["location"]) == (303, "/overview")  # it stays in no address
    origin = f"http://127.0.0.1:{guarded}"
    assert ask(guarded, "POST /api/extract HTTP/1.1", DRAFT, **JSON, Cookie=cookie, Origin=origin)[0] == 200
    assert ask(guarded, "POST /api/extract HTTP/1.1", DRAFT, **JSON, Cookie=cookie, Origin=EVIL)[0] == 403
    assert (
        ask(guarded, "POST /api/extract HTTP/1.1", DRAFT, **JSON, Cookie=cookie, Sec_Fetch_Site="cross-site")[0] == 403
    )


def test_a_link_on_another_site_leads_in_too(guarded):
    status, headers, body = ask(guarded, f"GET /?token={quote(TOKEN)} HTTP/1.1", Sec_Fetch_Site="cross-site")
    assert (status, headers["refresh"], "location" in headers) == (200, "0; url=/", False)
    assert "set-cookie" in headers
    assert TOKEN.encode() not in body


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "/%2F%2Fevil.example", "/%0d%0aSet-Cookie:%20a=b", "/\\evil.example", "/%5Cevil.example"],
)
def test_who_comes_in_is_led_nowhere_else(guarded, path):
    status, headers, _ = ask(guarded, f"GET {path}?token={quote(TOKEN)}&a=%0d%0aX-Odd:%201 HTTP/1.1")
    assert status == 303
    assert headers["location"][0] == "/"
    assert headers["location"][1] not in "/\\"
    assert "x-odd" not in headers
    assert headers["set-cookie"].startswith("indexer-")


def test_the_token_is_logged_nowhere(place):
    with served("--token", TOKEN, index=place) as (process, port):
        ask(port, f"GET /?token={quote(TOKEN)} HTTP/1.1")
        ask(port, f"GET /api/search?q=(&token={quote(TOKEN)} HTTP/1.1", Authorization=BEARER)
        exchange(port, f"GET /?token={quote(TOKEN)} NONSENSE\r\n\r\n".encode())
        process.terminate()
        said = process.stderr.read()
    assert TOKEN not in said
    assert quote(TOKEN) not in said


def test_secrets_are_compared_in_constant_time(monkeypatch):
    compared = []
    monkeypatch.setattr(
        "indexer.hosting.guard.hmac.compare_digest", lambda *pair: compared.append(pair) or pair[0] == pair[1]
    )
    assert same("a", "a")
    assert not same("a" * 1000, "a")
    assert [len(each) for pair in compared for each in pair] == [32] * 4


def test_no_websocket_is_opened(port):
    request = (
        f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request.encode())
        assert not connection.recv(1 << 16).startswith(b"HTTP/1.1 101")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /api/claims HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\r\n b\r\nConnection: close\r\n\r\n",
        b"GET /api/claims HTTP/9.9\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /api/cla\0ims HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100 + b"\r\n\r\n",
        b"POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    ],
    ids=["folded", "version", "nul", "tls", "negative", "two-lengths", "long"],
)  # fmt: skip
def test_odd_requests_end_in_one_answer(port, request_bytes):
    answer = exchange(port, request_bytes)
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert b"Traceback" not in answer
    assert not answer.startswith(b"HTTP/1.1 5")
    assert ask(port, "GET /api/claims?limit=1 HTTP/1.1")[0] == 200


@pytest.mark.parametrize(
    "path", ["%", "%zz", "%00", "%ff", "%c0%af", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "a%0d%0aX-Odd:1"]
)
def test_odd_addresses_lead_nowhere(port, path):
    for folder in ("/static/", "/api/documents/", "/api/claims/", "/api/sources/", "/documents/", "/sources/", "/"):
        status, headers, body = ask(port, f"GET {folder}{path} HTTP/1.1")
        assert status == 404, (folder, status)
        assert b"root:" not in body
        assert "x-odd" not in headers


def test_an_upload_that_is_too_large_is_refused_while_it_comes(port):
    head = f"POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/plain\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"{head}Content-Length: {1 << 40}\r\n\r\nabc".encode())
        assert parsed(received(connection))[0] == 413
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        sent = 0
        try:
            while sent < 1 << 30:
                connection.sendall(b"10000\r\n" + b"a" * (1 << 16) + b"\r\n")
                sent += 1 << 16
        except OSError:
            pass
        assert sent < 1 << 26


@pytest.fixture
def impatient(monkeypatch):
    """A server in a thread of this process that waits a second at most."""
    monkeypatch.setattr(hosting, "PATIENCE", 0.5)
    fill()
    with Corpus.open("index") as corpus, hosting.listen("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
        app = make_app(Snapshots(corpus), ServerSettings(port=port, seconds=1))
        running = hosting.server_of(app)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
        thread.start()
        yield port
        running.should_exit = True
        thread.join()


@pytest.mark.parametrize("begun", [b"", b"GET / HTT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_who_sends_no_request_is_hung_up_on(impatient, begun):
    with socket.create_connection(("127.0.0.1", impatient), timeout=30) as connection:
        connection.sendall(begun)
        started = time.monotonic()
        assert received(connection) == b""
        assert time.monotonic() - started < 10


def test_who_sends_a_byte_now_and_then_is_hung_up_on(impatient):
    with socket.create_connection(("127.0.0.1", impatient), timeout=30) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        for _ in range(200):
            try:
                connection.sendall(b"a")
            except OSError:
                return
            time.sleep(0.1)
    pytest.fail("it is still listened to")


def test_a_text_that_arrives_too_slowly_is_given_up(impatient):
    head = f"POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1:{impatient}\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n"
    with socket.create_connection(("127.0.0.1", impatient), timeout=30) as connection:
        connection.sendall(head.encode() + b"a")
        status, headers, _ = parsed(received(connection))
    assert (status, headers["content-type"]) == (408, "application/problem+json")


def test_who_takes_no_answer_is_hung_up_on(impatient):
    Path("long.md").write_text(
        "".join(f"Hub {each} {'people ' * 700} [1].\n\n" for each in range(1000)), encoding="utf-8"
    )
    with Corpus.open("index") as corpus:
        corpus.ingest("long.md")
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(30)
        connection.connect(("127.0.0.1", impatient))
        connection.sendall(f"GET /api/claims?format=jsonl HTTP/1.1\r\nHost: 127.0.0.1:{impatient}\r\n\r\n".encode())
        time.sleep(3)
        answer = received(connection)
    assert answer.startswith(b"HTTP/1.1 200")
    assert not answer.endswith(b"0\r\n\r\n")  # it was cut
    assert ask(impatient, "GET /api/claims?limit=1 HTTP/1.1")[0] == 200


@pytest.mark.parametrize(
    ("bound_to", "name", "allowed"),
    [
        ("0.0.0.0", "192.168.0.7:8000", True),  # noqa: S104
        ("0.0.0.0", "evil.example", False),  # noqa: S104
        ("::", "[fe80::1]:8000", True),
        ("192.168.0.7", "192.168.0.7", True),
        ("192.168.0.7", "192.168.0.8", False),
        ("192.168.0.7", "localhost", False),
    ],
)
def test_an_address_of_many_answers_to_addresses_and_to_no_name(place, bound_to, name, allowed):
    with Corpus.open(place) as corpus:
        app = make_app(Snapshots(corpus), ServerSettings(host=bound_to))
        answer = TestClient(app).get("/api/claims", headers={"Host": name})
    assert (answer.status_code == 200) == allowed


def test_a_guard_passes_on_what_is_no_request():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    async def send(message):
        seen.append(message["type"])

    async def receive():
        raise AssertionError

    guard = Guard(app, Access("127.0.0.1"))
    for kind in ("lifespan", "websocket"):
        asyncio.run(guard({"type": kind}, receive, send))
    assert seen == ["lifespan", "websocket.close"]
