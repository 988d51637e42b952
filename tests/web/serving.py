"""A server in a process of its own, and requests to it as they go over the wire."""

import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

PATIENCE = 60


@contextmanager
def served(*options, index="index", environment=None):
    """The process, and the port that it serves an index at, as it says on standard error."""
    command = [sys.executable, "-m", "indexer", "-i", index, "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            line = process.stderr.readline()
            found = re.search(r" is served at http://\S+:(\d+) ", line)
            assert found, line + process.stderr.read()
            yield process, int(found[1])
        finally:
            process.kill()


def exchange(port, request, *, host="127.0.0.1", pause=0.0):
    """All that a server answers to these bytes, sent in two parts with a pause between, until it hangs up."""
    with socket.create_connection((host, port), timeout=PATIENCE) as connection:
        if pause:
            connection.sendall(request[:20])
            time.sleep(pause)
            request = request[20:]
        with suppress(OSError):  # it may have hung up already; what it said before can be read
            connection.sendall(request)
        return received(connection)


def received(connection):
    """All that comes until the other end hangs up."""
    parts = []
    with suppress(ConnectionError):
        while part := connection.recv(1 << 16):
            parts.append(part)
    return b"".join(parts)


def ask(port, line="GET / HTTP/1.1", body=b"", **headers):
    """The status, the headers and the body of the answer to one request; names of headers have `_` for `-`."""
    said = {"Host": f"127.0.0.1:{port}", "Connection": "close", **({"Content-Length": str(len(body))} if body else {})}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [line, *(f"{name}: {value}" for name, value in said.items() if value is not None)]
    return parsed(exchange(port, "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body))


def parsed(answer):
    """An answer in its parts."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in lines)}
    return int(status.split()[1]) if status else None, headers, body
