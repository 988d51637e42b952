"""Texts that clients send: the request is checked, and the text is read in a process that is ended if it takes too long.

Few texts are read at a time; the others wait in line.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.message import Message as Headers
from functools import cache
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from indexer.audit import AuditSettings
from indexer.audit.settings import ALL
from indexer.errors import ReadError
from indexer.files import STDIN
from indexer.problems import KINDS
from indexer.readers import READERS
from indexer.web.api.answering import checked
from indexer.web.api.child import DONE, Sent, work
from indexer.web.api.forms import FORMS, OF_FINDINGS, form_of
from indexer.web.asking import Parameter, listed
from indexer.web.settings import MEBIBYTE, ServerSettings

_AT_ONCE = 2
_WAITING = 16
_MEMORY = 1024 * MEBIBYTE  # bytes that a process may take, besides those for the text
_TIMES = 40  # bytes that it may take for each byte of the text
ENVELOPE = "application/json"
MEDIA_TYPES: dict[str, str | None] = {
    ENVELOPE: None,
    "text/plain": None,
    "application/octet-stream": None,
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/epub+zip": "epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/xml": None,
    "application/xml": None,
    "text/x-rst": "rst",
    "application/x-latex": "latex",
    "application/x-ndjson": "answers",
}
"""The format of each accepted media type; None if the name or the first bytes decide. JSON contains both text and format."""


@dataclass(frozen=True, slots=True)
class ReadingRoute:
    """An address that takes a text: the forms of its answer, and a function for the settings of an audit, or None."""

    path: str
    name: str
    means: str
    parameters: tuple[Parameter, ...]
    forms: Mapping[str, str]
    settings: Callable[[Mapping[str, Any]], AuditSettings | None]


_AS = Parameter(
    "as", "The format of the text, whatever its name and first bytes say.", {"type": "string", "enum": [*READERS]}
)
_NAME = Parameter("name", "The uri of the text.")
_BEGINNINGS = dict.fromkeys(code[:size] for size in range(1, 7) for code in KINDS)
_CODES = {
    **listed(ALL, *_BEGINNINGS),
    "description": "codes of problems or beginnings of codes, with commas between, or ALL",
}
_SEVERITIES = {"type": "string", "enum": ["error", "warning", "info"], "default": "info"}


def _audit(values: Mapping[str, Any]) -> AuditSettings:
    select, ignore = (tuple(filter(None, values.get(name, "").split(","))) for name in ("select", "ignore"))
    return AuditSettings(select=select, ignore=ignore, severity=values.get("severity", "info"))


READINGS: tuple[ReadingRoute, ...] = (
    ReadingRoute("/api/extract", "extract", "The claims of a text that is sent.", (_AS, _NAME), FORMS, lambda _: None),
    ReadingRoute(
        "/api/audit",
        "audit",
        "What is wrong with the citations of a text that is sent.",
        (
            _AS,
            _NAME,
            Parameter("select", "Look for these alone.", _CODES),
            Parameter("ignore", "Do not report these.", _CODES),
            Parameter("severity", "Report only what is at least this severe.", _SEVERITIES),
        ),
        OF_FINDINGS,
        _audit,
    ),
)


def endpoint_of(asked: ReadingRoute) -> Callable[[Request], Any]:
    """The function that answers requests for a row of the table."""

    async def endpoint(request: Request) -> Response:
        values = checked(request, asked.parameters)
        form = form_of(request, asked.forms)
        settings: ServerSettings = request.app.state.settings
        audit = asked.settings(values)
        queue: Queue = request.app.state.queue
        async with queue.place():
            data, told = _opened(request, await _body(request, settings))
            told |= {name: values[name] for name in ("as", "name") if name in values}
            sent = Sent(data, told.get("name") or STDIN, told.get("as"), form, audit)
            await queue.begin(settings.seconds)
            try:
                content = await queue.read(sent, settings.seconds)
            except BaseException:  # cancelled by a client that hangs up: the next text must be read all the same
                queue.end()
                raise
        return _Answer(content, queue, asked.forms[form])

    return endpoint


class Queue:
    """Limits how many texts are held at a time, however many clients send some: a few are read, others arrive or wait.

    A text counts as being read until its answer is sent.
    """

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(_WAITING)
        self._reading = asyncio.Semaphore(_AT_ONCE)
        self._threads = CapacityLimiter(_AT_ONCE)  # their own, so that searches do not wait for texts to be read

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place for a text. Raises `HTTPException` 503 if there is none."""
        if self._places.locked():
            raise _busy()
        async with self._places:
            yield

    async def begin(self, seconds: float) -> None:
        """Wait until another text may be read. Raises `HTTPException` 503 if that takes too long."""
        try:
            await asyncio.wait_for(self._reading.acquire(), seconds)
        except asyncio.TimeoutError:
            raise _busy() from None

    async def read(self, sent: Sent, seconds: float) -> bytes:
        """Read a text in a thread. Raises as the function `read` does."""
        return await to_thread.run_sync(read, sent, seconds, limiter=self._threads)

    def end(self) -> None:
        """Let the next one be read."""
        self._reading.release()


def _busy() -> HTTPException:
    return HTTPException(503, "Too many texts wait to be read. Try again soon.", {"retry-after": "10"})


class _Answer(Response):
    """An answer that lets the next text be read when it is sent."""

    def __init__(self, content: bytes, queue: Queue, media_type: str) -> None:
        super().__init__(content, headers={"cache-control": "no-store", "vary": "Accept"}, media_type=media_type)
        self._queue = queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._queue.end()


async def _body(request: Request, settings: ServerSettings) -> bytes:
    """The bytes of a request. Raises `HTTPException` 413 as soon as there are too many, and 408 if they take too long."""
    closing = {"connection": "close"}  # so that the rest is not waited for
    too_large = f"The text is larger than {settings.max_upload / MEBIBYTE:g} MB; --max-upload takes larger ones."
    if int(request.headers.get("content-length", 0)) > settings.max_upload:
        raise HTTPException(413, too_large, closing)
    try:
        return await asyncio.wait_for(_at_most(request, settings.max_upload), settings.seconds)
    except asyncio.TimeoutError:
        raise HTTPException(408, f"The text has not arrived within {settings.seconds:g} seconds.", closing) from None
    except OverflowError:
        raise HTTPException(413, too_large, closing) from None


async def _at_most(request: Request, most: int) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise OverflowError
    return bytes(body)


def _opened(request: Request, body: bytes) -> tuple[bytes, dict[str, Any]]:
    """The bytes of the text, and its format and name as far as the request gives them besides its parameters."""
    headers = Headers()
    headers["content-type"] = request.headers.get("content-type", "application/octet-stream")
    media = headers.get_content_type()
    if request.headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(415, "Send the text as it is, without a Content-Encoding.")
    if media not in MEDIA_TYPES:
        raise HTTPException(415, f"No text is read from {media}. Send {', '.join(MEDIA_TYPES)}; `as` tells the format.")
    if media == ENVELOPE:
        return _unpacked(body)
    form = MEDIA_TYPES[media]
    return _in_utf8(body, headers.get_content_charset()), {"as": form} if form else {}


def _in_utf8(body: bytes, charset: str | None) -> bytes:
    if charset is None or charset in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return body
    try:
        return body.decode(charset).encode("utf-8", "replace")
    except LookupError:
        raise HTTPException(415, f"There is no charset {charset[:50]!r}. Send UTF-8.") from None
    except UnicodeError:
        raise HTTPException(422, f"The text is not in {charset}, as it says. Send UTF-8.") from None


def _unpacked(body: bytes) -> tuple[bytes, dict[str, Any]]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(
            400, 'This is not valid JSON. Send {"text": "…"}, or the text itself with its media type.'
        ) from None
    known = {"text", "as", "name"}
    if not isinstance(found, dict) or "text" not in found or not found.keys() <= known:
        raise HTTPException(422, 'JSON has the keys "text" and, if wanted, "as" and "name", and no others.')
    if not all(isinstance(value, str) for value in found.values()):
        raise HTTPException(422, "The values of text, as and name are strings.")
    told = {each.name: each.parse(found[each.name]) for each in (_AS, _NAME) if found.get(each.name)}
    return found["text"].encode("utf-8", "replace"), told


def read(sent: Sent, seconds: float) -> bytes:
    """The answer for a text, made by a process of its own. Raises `ReadError`, and `HTTPException` 413 for too much time or memory."""
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    memory = _MEMORY + _TIMES * len(sent.data)
    process = context.Process(target=work, args=(theirs, sent, memory, int(seconds) + 1), daemon=True)  # type: ignore[attr-defined]  # every context has it
    with ours:
        process.start()
        theirs.close()
        try:
            if not ours.poll(seconds):
                raise HTTPException(413, f"The text takes longer than {seconds:g} seconds to read. Send it in parts.")
            found = ours.recv_bytes()
        except EOFError:
            raise HTTPException(413, "The text takes too much memory to read. Send it in parts.") from None
        finally:
            _end(process)
    if not found.startswith(DONE):
        raise ReadError(found[1:].decode())
    return found[1:]


def _end(process: BaseProcess) -> None:
    """End a process and all processes that it has started."""
    if process.is_alive() and process.pid is not None:
        with suppress(AttributeError, OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    process.join()
    process.close()


@cache
def _context() -> BaseContext:
    """How processes are started: forked from one that has only loaded the rules, if the system supports that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["indexer.web.api.warm"])
    return context
