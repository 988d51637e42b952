"""The command that serves an index to language-model tools."""

from __future__ import annotations

import click

from indexer.cli.options import common, settings_of


@click.command()
@click.option("--http", is_flag=True, help="Serve over HTTP at /mcp, instead of standard input and output.")
@click.option("--host", default="127.0.0.1", help="Address to serve at.  [default: 127.0.0.1, this machine alone]")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="[default: 8000]")
@click.option(
    "--token",
    metavar="TOKEN",
    envvar="INDEXER_TOKEN",
    help="Answer only who sends it; wanted beyond this machine [env: INDEXER_TOKEN].",
)
@common()
@click.pass_context
def mcp(context: click.Context, /, *, http: bool, host: str, port: int, token: str | None) -> None:
    """Serve the index to language models, by the Model Context Protocol: search, claims by source, audits of drafts."""
    try:
        from indexer.mcp.server import make_server  # noqa: PLC0415  # an extra
        from indexer.mcp.serving import LOOPBACK, serve  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"{error.name} is not installed. Run: pip install 'citation-indexer[mcp]'"
        ) from error
    if http and host not in LOOPBACK and not token:
        raise click.UsageError("Whoever reaches this address could read the index: set a --token.", context)
    with settings_of(context).open() as corpus:
        server = make_server(corpus)
        if http:
            serve(server, host, port, token)
        else:
            server.run("stdio")
