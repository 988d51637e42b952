"""The commands that serve an index: to browsers and programs, and to language models."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.options import common, settings_of, size, with_options
from indexer.cli.output import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

_PORT = 8000


_addressed = with_options(
    click.option("--host", default="127.0.0.1", help="Address to serve at.  [default: 127.0.0.1, this machine alone]"),
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=_PORT,
        help="Port to serve at; 0 for any that is free.  [default: 8000]",
    ),
    click.option(
        "--token",
        metavar="TOKEN",
        envvar="INDEXER_TOKEN",
        help="Answer only requests that send it; needed beyond this machine [env: INDEXER_TOKEN].",
    ),
    click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Answer to this name too; repeatable."),
)
"""Add the options for where to serve, and to whom."""


@contextmanager
def _extra(name: str) -> Iterator[None]:
    """Turn a missing package into an error that says which extra to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing == "indexer":
            raise
        raise click.ClickException(
            f"{missing} is not installed. Run: pip install 'citation-indexer[{name}]'"
        ) from error


def _check_token(context: click.Context, host: str, token: str | None) -> None:
    from indexer.hosting.guard import LOOPBACK  # noqa: PLC0415  # for servers alone

    if host not in LOOPBACK and not token:
        raise click.UsageError("Anyone who reaches this address could read the index: set a --token.", context)


@click.command()
@_addressed
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--cors", "origins", multiple=True, metavar="ORIGIN", help="Let pages of this origin use the API; repeatable."
)
@click.option(
    "--max-upload",
    metavar="SIZE",
    default="10M",
    callback=size,
    help="Accept no text larger than this.  [default: 10M]",
)
@common()
@click.pass_context
def serve(context: click.Context, /, *, show: bool, max_upload: int, **where: Any) -> None:
    """Serve the index as web pages, and to programs as an HTTP API at /api/. Nothing is written.

    Ctrl-C ends it.
    """
    from urllib.parse import urlencode  # noqa: PLC0415

    with _extra("web"):
        from indexer.hosting import server  # noqa: PLC0415  # an extra
        from indexer.web.app import make_app  # noqa: PLC0415
        from indexer.web.settings import ServerSettings  # noqa: PLC0415
        from indexer.web.snapshots import Snapshots  # noqa: PLC0415
    _check_token(context, where["host"], where["token"])
    with settings_of(context).open() as corpus, server.listen(where["host"], where.pop("port")) as bound:
        settings = ServerSettings(port=bound.getsockname()[1], max_upload=max_upload, **where)
        address = server.address_of(bound)
        tell(f"{corpus.place} is served at {address} (Ctrl-C ends it)")
        if show:
            click.launch(f"{address}/?{urlencode({'token': settings.token})}" if settings.token else address)
        server.serve(make_app(Snapshots(corpus), settings), bound)


@click.command()
@click.option("--http", is_flag=True, help="Serve over HTTP at /mcp, instead of standard input and output.")
@_addressed
@common()
@click.pass_context
def mcp(context: click.Context, /, *, http: bool, port: int, **who: Any) -> None:
    """Serve the index to language models, by the Model Context Protocol: search, claims by source, audits of drafts."""
    with _extra("mcp"):
        from indexer.hosting import server as hosting  # noqa: PLC0415  # an extra
        from indexer.hosting.guard import Access  # noqa: PLC0415
        from indexer.mcp.server import make_server  # noqa: PLC0415
        from indexer.mcp.serving import app_of  # noqa: PLC0415
    if http:
        _check_token(context, who["host"], who["token"])
    with settings_of(context).open() as corpus:
        server = make_server(corpus)
        if not http:
            server.run("stdio")
            return
        with hosting.listen(who["host"], port) as bound:
            if not port:
                tell(f"{corpus.place} is served at {hosting.address_of(bound)}/mcp (Ctrl-C ends it)")
            hosting.serve(app_of(server, Access(**who)), bound)
