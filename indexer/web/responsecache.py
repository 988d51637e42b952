"""A cache of answers: a request that is repeated before the next commit is answered from memory."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from indexer.errors import IndexerError
from indexer.hosting.guard import App, Message, Receive, Send
from indexer.web.snapshots import Snapshots

MOST = 32 << 20
"""Bytes of all answers that are remembered, at most."""
LARGEST = 1 << 18
"""Bytes of an answer that is remembered, at most."""
_ASIDE = 1 << 10  # bytes of memory that an answer takes besides its body

Key = tuple[bytes, bytes, bytes]


class _Answer(NamedTuple):
    start: Message
    body: bytes


class ResponseCache:
    """An ASGI application that remembers the answers of another to GET requests. Those with an ETag change only with a commit.

    Requests with `If-None-Match` are passed on, because the other application handles tags.
    """

    def __init__(self, app: App, snapshots: Snapshots, most: int = MOST) -> None:
        self._app = app
        self._snapshots = snapshots
        self._most = most
        self._lock = Lock()
        self._commit = ""
        self._answers: OrderedDict[Key, _Answer] = OrderedDict()
        self.size = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer."""
        key = self._key(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        commit = self._now()
        known = self._known(key, commit)
        if known is not None:
            await send(_copy(known.start))
            await send({"type": "http.response.body", "body": known.body})
            return
        heard = _Recorder(send)
        await self._app(scope, receive, heard)
        if heard.answer is not None:
            self._keep(key, commit, heard.answer)

    @staticmethod
    def _key(scope: Message) -> Key | None:
        """What distinguishes requests; None if the answer is not remembered."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope.get("raw_path"):
            return None
        accept = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                accept += value + b","
            elif name == b"if-none-match":
                return None
        return scope["raw_path"], scope["query_string"], accept

    def _now(self) -> str:
        try:
            return self._snapshots.latest().commit
        except IndexerError:
            return ""  # and nothing is known of it

    def _known(self, key: Key, commit: str) -> _Answer | None:
        with self._lock:
            if commit != self._commit:
                self._answers.clear()
                self._commit, self.size = commit, 0
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def _keep(self, key: Key, commit: str, answer: _Answer) -> None:
        with self._lock:
            if commit != self._commit or key in self._answers:
                return
            self._answers[key] = answer
            self.size += _size(key, answer)
            while self.size > self._most:
                self.size -= _size(*self._answers.popitem(last=False))


class _Recorder:
    """Passes an answer on, and keeps it if it is to be remembered: in one part, small, and with a tag."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self.answer: _Answer | None = None

    async def __call__(self, message: Message) -> None:
        """Pass a part on."""
        if message["type"] == "http.response.start":
            if message["status"] == 200 and any(name == b"etag" for name, _ in message["headers"]):
                self._start = _copy(message)
        elif self._start is not None and message["type"] == "http.response.body":
            body = message.get("body", b"")
            if not message.get("more_body") and len(body) <= LARGEST:
                self.answer = _Answer(self._start, body)
            self._start = None
        await self._send(message)


def _copy(start: Message) -> Message:
    """A copy of the head of an answer with its own list of headers: outer layers may add headers for one client."""
    return {**start, "headers": list(start["headers"])}


def _size(key: Key, answer: _Answer) -> int:
    return len(answer.body) + sum(map(len, key)) + _ASIDE
