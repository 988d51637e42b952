"""The application: pages and API over one shelf, behind what keeps them safe."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from indexer.web import api, pages
from indexer.web.paths import Paths
from indexer.web.settings import Settings
from indexer.web.shelf import Shelf

_STATIC = Path(__file__).parent / "static"


def make_app(shelf: Shelf, settings: Settings) -> Starlette:
    """What serves a shelf. Requests find both in `request.app.state`."""
    app = Starlette(
        routes=[
            *api.ROUTES,
            Mount("/static", StaticFiles(directory=_STATIC, check_dir=False), name="static"),
            *pages.ROUTES,
        ],
        middleware=[Middleware(Paths)],
        max_body_size=settings.max_upload,
    )
    app.state.shelf = shelf
    app.state.settings = settings
    return app
