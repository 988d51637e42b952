"""A gateway before a cluster, as operators have one: it speaks TLS, asks for a name and a password, and turns requests away when it likes."""

from __future__ import annotations

import base64
import contextlib
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@contextlib.contextmanager
def gateway(cluster, *, user=None, api_key=None, context=None, refuse=lambda _path: None):
    """The port of a gateway. `refuse` gives the status with which a request for a path is turned away, or None."""
    allowed = {f"ApiKey {api_key}"} if api_key else set()
    if user:
        allowed.add("Basic " + base64.b64encode(":".join(user).encode()).decode())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self):
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status = refuse(self.path)
            if allowed and self.headers.get("authorization") not in allowed:
                status = 401
            if status is None:
                there = http.client.HTTPConnection(urlsplit(cluster).netloc)
                kind = {"content-type": self.headers.get("content-type") or "application/json"}
                there.request(self.command, self.path, body or None, kind)
                answer = there.getresponse()
                status, said = answer.status, answer.read()
                there.close()
            else:
                said = b'{"error": {"type": "gateway", "reason": "turned away"}}'
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_one  # noqa: N815  # the names are those of the library

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
