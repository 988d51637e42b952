"""The application: pages and API for one corpus, behind the layers that keep them safe."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from indexer.errors import IndexerError
from indexer.hosting.guard import Access, App, Guard
from indexer.web import api, pages
from indexer.web.api.reading import Queue
from indexer.web.failing import fail, refuse
from indexer.web.paths import Paths
from indexer.web.percommit import NotReady
from indexer.web.responsecache import ResponseCache
from indexer.web.safety import QueryTimeLimit, SecurityHeaders
from indexer.web.settings import ServerSettings
from indexer.web.snapshots import Snapshots

THREADS = 4
"""Requests that are worked on at a time."""
_STATIC = Path(__file__).parent / "static"


@asynccontextmanager
async def _few_threads(_app: Starlette) -> AsyncIterator[None]:
    """Limit the number of threads: more than there are processors would not be faster, but each holds what it finds."""
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def make_app(snapshots: Snapshots, settings: ServerSettings) -> App:
    """The ASGI application that serves a corpus. Requests find its snapshots and the settings in `request.app.state`."""
    static = Mount("/static", StaticFiles(directory=_STATIC), name="static")
    inner = Starlette(
        routes=[*api.ROUTES, static, *pages.ROUTES],
        middleware=[Middleware(QueryTimeLimit, seconds=settings.seconds_of_search), Middleware(Paths)],
        lifespan=_few_threads,
        exception_handlers={Exception: fail, IndexerError: fail, HTTPException: fail, NotReady: fail},
    )
    inner.state.snapshots = snapshots
    inner.state.settings = settings
    inner.state.queue = Queue()
    inner.router.redirect_slashes = False  # each address is written in one way only
    app: App = Guard(ResponseCache(inner, snapshots), _access_of(settings), refuse)
    if settings.origins:  # outside the guard: browsers send preflight requests without a token
        app = CORSMiddleware(
            app,
            allow_origins=settings.origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Link", "Total-Count"],
        )
    return SecurityHeaders(app)


def _access_of(settings: ServerSettings) -> Access:
    """Whom an application with these settings answers."""
    cookie = (
        f"indexer-{settings.port}"  # all ports of a host share its cookies, so two servers would overwrite each other's
    )
    return Access(settings.host, settings.token, settings.hosts, settings.origins, cookie)
