"""Opens, makes and checks indexes on a cluster."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opensearchpy import exceptions

from indexer.errors import IndexFailure, IndexNotFound, IndexVersion
from indexer.index.opensearch import mapping
from indexer.index.opensearch.address import Address, parse
from indexer.index.opensearch.checking import damage
from indexer.index.opensearch.cluster import ClusterIndex
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.credentials import find
from indexer.index.opensearch.failures import missing
from indexer.index.opensearch.head import Head
from indexer.index.opensearch.heads import Heads

if TYPE_CHECKING:
    from indexer.reports import Damage


@dataclass(frozen=True, slots=True)
class Connect:
    """Makes connections, in other processes too; it contains no password."""

    address: Address
    auth: Any = None

    def __call__(self) -> Connection:
        """A new connection."""
        return Connection(self.address, find(self.address), self.auth)


def open_cluster(text: str, *, create: bool = False, auth: Any = None) -> ClusterIndex:
    """The index at an address (see `address`); a new one if there is none and `create` is set.

    `auth` signs requests, as `opensearchpy.AWSV4SignerAuth` does; without it, see `credentials`. Raises `IndexNotFound`,
    `IndexVersion`, and `IndexFailure` if the cluster does not answer or refuses.
    """
    connect = Connect(parse(text), auth)
    connection = connect()
    try:
        _prepare(connection, create=create)
    except BaseException:  # whatever ends it, an interrupt too: nobody else has the connection to close it
        connection.close()
        raise
    return ClusterIndex(connection, connect)


def damage_of(text: str) -> Iterator[Damage]:
    """The parts of an index that are incomplete. Raises as `open_cluster` does."""
    connection = Connect(parse(text))()
    try:
        _prepare(connection, create=False)
        yield from damage(connection)
    finally:
        connection.close()


def no_rebuilding(text: str) -> IndexFailure:
    """The error for an attempt to rebuild an index on a cluster."""
    return IndexFailure(
        f"{text} is on a cluster, which repairs its shards itself from their replicas. If `indexer check` finds something, ingest the texts "
        "again under another name, or restore a snapshot of the cluster."
    )


def _prepare(connection: Connection, *, create: bool) -> None:
    found = connection.ask("GET", "/_mapping", missing=True)
    if found is None:
        if not create:
            raise missing(connection.address)
        _create(connection)
        return
    ours = [index["mappings"].get("_meta", {}).get(mapping.NAME) for index in found.values()]
    text = connection.address.text
    if len(ours) != 1 or ours[0] is None:
        raise IndexNotFound(
            f"{text} is an index of another program. Name one that is new: `indexer ingest --index {text}-claims PATH…`."
        )
    if ours[0].get("schema") != mapping.SCHEMA:
        raise IndexVersion(
            f"The index {text} was made by another version of indexer (schema {ours[0].get('schema')}; this one reads schema {mapping.SCHEMA}). "
            "Ingest the texts again under another name, or `indexer copy` it with the version that made it."
        )
    if create and not Heads(connection).exists():
        _create_head(connection)  # who made the index has not come so far


def _create(connection: Connection) -> None:
    def attempt() -> None:
        try:
            connection.perform("PUT", f"/{connection.address.name}", mapping.body(connection.address))
        except exceptions.RequestError as error:
            if error.error != "resource_already_exists_exception":  # another was faster, or the answer was lost
                raise

    connection.retry(attempt)
    _create_head(connection)


def _create_head(connection: Connection) -> None:
    Heads(connection).create(Head(secrets.token_hex(4)))
