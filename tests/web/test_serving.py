"""`indexer serve` as a command: where it listens, what it says, how it ends."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from asked import fill
from click.testing import CliRunner
from serving import ask, served

from indexer import Corpus
from indexer.cli.application import application


@pytest.fixture(autouse=True)
def _filled():
    fill()


def run(*options, command="serve", **arguments):
    """A command that ends by itself."""
    line = [sys.executable, "-m", "indexer", "-i", "index", command, *options]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=60, **arguments)


def test_it_serves_pages_and_the_api_to_this_machine_alone():
    with served() as (_, port):
        assert json.loads(ask(port, "GET /api/documents HTTP/1.1")[2])[0]["uri"] == "fish.md"
        status, headers, _ = ask(port, "GET / HTTP/1.1")
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        with socket.socket() as probe:
            others = [each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
            for address in set(others) - {"127.0.0.1", "127.0.1.1"}:
                assert probe.connect_ex((address, port)) != 0


@pytest.mark.parametrize("command", ["serve", "mcp"])
def test_a_port_that_is_taken_is_told_in_one_line(command):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = run("--port", str(port), *(["--http"] if command == "mcp" else []), command=command)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"indexer: Nothing can be served at 127.0.0.1 port {port}: Address already in use. Choose another --port or --host.\n"
    )


def test_an_address_that_is_none_is_told():
    for host in ("no.such.host.invalid", "256.1.1.1", "a" * 100):
        done = run("--host", host, "--token", "x")
        assert done.returncode == 2
        assert done.stderr.startswith(f"indexer: Nothing can be served at {host}")
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104  # that it is not done is tested
def test_beyond_this_machine_a_token_is_wanted(host):
    done = run("--host", host)
    assert done.returncode == 2
    assert "set a --token" in done.stderr


def test_the_environment_may_hold_the_token():
    with served("--host", "0.0.0.0", environment={**os.environ, "INDEXER_TOKEN": "secret"}) as (_, port):  # noqa: S104
        assert ask(port, "GET /api/stats HTTP/1.1")[0] == 401
        assert ask(port, "GET /api/stats HTTP/1.1", Authorization="Bearer secret")[0] == 200


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_it_listens_at_an_address_of_version_6():
    with served("--host", "::1") as (_, port):
        connection = http.client.HTTPConnection("::1", port, timeout=30)
        connection.request("GET", "/api/stats")
        assert connection.getresponse().status == 200
        connection.close()


@pytest.mark.parametrize("with_request", [False, True])
def test_ctrl_c_ends_it_quietly_with_what_is_under_way(with_request):
    with served() as (process, port):
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        if with_request:
            head = f"POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n"
            connection.sendall(head.encode())
            time.sleep(0.5)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert time.monotonic() - started < 10
        assert process.stderr.read().strip() == ""
        connection.close()
    with socket.socket() as again:  # and its port is free
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_no_reader_of_texts_outlives_the_server():
    with served() as (process, port):
        assert (
            ask(port, "POST /api/extract HTTP/1.1", b'{"text": "A claim."}', Content_Type="application/json")[0] == 200
        )
        group = [int(each) for each in children(process.pid)]
        assert group
        process.send_signal(signal.SIGINT)
        process.wait(30)
    until = time.monotonic() + 20
    while any(map(is_running, group)):
        assert time.monotonic() < until
        time.sleep(0.1)


def children(pid):
    """The processes that a process has started."""
    return [each for task in Path(f"/proc/{pid}/task").iterdir() for each in (task / "children").read_text().split()]


def is_running(pid):
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def test_open_shows_the_page_in_the_browser(tmp_path):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {tmp_path}/shown\n', encoding="utf-8")
    browser.chmod(0o755)
    (tmp_path / "xdg-open").symlink_to(browser)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "BROWSER": str(browser)}
    with served("--open", environment=environment) as (_, port):
        until = time.monotonic() + 20
        while not (tmp_path / "shown").exists() and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.2)
    assert (tmp_path / "shown").read_text(encoding="utf-8") == f"http://127.0.0.1:{port}"


def test_a_commit_is_seen_by_the_next_request():
    with served() as (_, port):
        before = json.loads(ask(port, "GET /api/documents HTTP/1.1")[2])
        Path("more.md").write_text("More is known [1].\n\n[1] https://a.example/more\n", encoding="utf-8")
        with Corpus.open("index") as corpus:
            corpus.ingest("more.md")
        after = json.loads(ask(port, "GET /api/documents HTTP/1.1")[2])
    assert [each["uri"] for each in after] == sorted([*(each["uri"] for each in before), "more.md"])


def test_many_ask_at_once_and_each_gets_its_answer():
    with served() as (_, port):
        answers = {}

        def asking(number):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            for _ in range(20):
                connection.request("GET", f"/api/claims?limit=1&offset={number % 6}")
                answers.setdefault(number % 6, set()).add(connection.getresponse().read())
            connection.close()

        threads = [threading.Thread(target=asking, args=(number,)) for number in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [len(each) for each in answers.values()] == [1] * 6
    assert len(set.union(*answers.values())) == 6


@pytest.mark.parametrize("missing", ["starlette", "jinja2", "uvicorn"])
def test_without_the_extra_it_says_what_to_install(missing):
    script = f"import sys; sys.modules[{missing!r}] = None; sys.argv = ['indexer', 'serve']; from indexer.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"indexer: {missing} is not installed. Run: pip install 'citation-indexer[web]'\n"


def test_without_an_index_it_says_how_to_make_one():
    result = CliRunner().invoke(application, ["-i", "nowhere", "serve", "--port", "0"])
    assert result.exit_code == 2
    assert "`indexer ingest PATH…` makes one" in result.stderr
