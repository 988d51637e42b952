"""Translates errors of a cluster to those of this package. No message contains a user name, a password or a key."""

from __future__ import annotations

from typing import Any

from opensearchpy import exceptions

from indexer.errors import IndexerError, IndexFailure, IndexNotFound, QueryError
from indexer.index.opensearch.address import Address

PASSING = frozenset({429, 502, 503, 504})
"""HTTP statuses of failures that may pass."""
# The types of error, with status 500, about a node that has just gone, until the cluster has noticed.
_GONE = ("node_not_connected", "node_disconnected", "node_closed", "connect_transport", "receive_timeout_transport")
_FULL = ("read-only-allow-delete", "flood-stage", "read-only / allow delete")


def is_passing(error: exceptions.OpenSearchException) -> bool:
    """Whether the same request may succeed later."""
    if isinstance(error, exceptions.SSLError):
        return False
    if isinstance(error, exceptions.ConnectionError):
        return True
    return isinstance(error, exceptions.TransportError) and is_passing_answer(error.status_code, str(error.info))


def is_passing_answer(status: int | str, said: str) -> bool:
    """The same for an answer, by its status and type of error."""
    return status in PASSING or _is_full(said) or any(name in said for name in _GONE)


def _is_full(reason: str) -> bool:
    """Whether the cluster refuses to write because a disk is nearly full."""
    return any(words in reason for words in _FULL)


def translated(error: exceptions.OpenSearchException, address: Address, health: str | None) -> IndexerError:
    """The error for the user. `health` is the state of the index, if the cluster still answers."""
    reason = _reason_of(error)
    if isinstance(error, exceptions.SSLError):
        return IndexFailure(
            f"The cluster of {address.text} cannot be trusted: {_first_line(str(error.info))}. Name the file with its certificates in "
            "INDEXER_OPENSEARCH_CA; opensearch+http:// is for one that speaks plain HTTP."
        )
    if isinstance(error, exceptions.ConnectionError) and health != "red":
        return IndexFailure(
            f"The cluster of {address.text} does not answer: {_first_line(str(error.info or error.error))}. "
            f"Check the host and port, that it runs, and that it speaks {'TLS' if address.tls else 'plain HTTP'}."
        )
    if isinstance(error, exceptions.TransportError):
        return _by_status(error.status_code, reason, address, health)
    return IndexFailure(
        f"The cluster of {address.text} gives an answer that cannot be read: {_first_line(str(error))}. Check that it is OpenSearch."
    )


def _by_status(status: int | str, reason: str, address: Address, health: str | None) -> IndexerError:
    if status == 404 and "index_not_found" in reason:
        return missing(address)
    if "too_many" in reason and "clause" in reason:
        return QueryError("The query has too many words for the cluster. Use fewer.")
    return IndexFailure(_message(status, reason, address, health))


def _message(status: int | str, reason: str, address: Address, health: str | None) -> str:
    cluster, own = f"The cluster of {address.text}", "what was committed before is unharmed"
    if _is_full(reason):
        advice = "Free space on it or add a node, and run this again"
        return f"{cluster} writes nothing more: a disk is nearly full (flood stage). {advice}; {own}."
    if status == 401:
        return (
            f"{cluster} does not know who is asking (401). Set INDEXER_OPENSEARCH_USER and INDEXER_OPENSEARCH_PASSWORD, or "
            "INDEXER_OPENSEARCH_API_KEY, or write name and password to ~/.netrc; if these are set already, they are wrong."
        )
    if status == 403:
        return f"{cluster} forbids this (403: {reason}). Ask for the rights to the index {address.name}."
    if health == "red":
        return (
            f"The index {address.text} is red: parts of it are on no node that runs ({reason}). Start the nodes that are down; "
            "GET _cluster/allocation/explain says what is missing."
        )
    if status in PASSING:
        return f"{cluster} is too busy or not whole ({status}: {reason}). Try again later; {own}."
    return f"{cluster} refuses a request ({status}: {reason}). It must be OpenSearch 2.4 or newer."


def missing(address: Address) -> IndexNotFound:
    """The error for an index that does not exist."""
    return IndexNotFound(f"There is no index at {address.text}. `indexer ingest PATH…` makes one.")


def _reason_of(error: exceptions.OpenSearchException) -> str:
    """The type and reason in an answer, with those of its deepest cause."""
    if not isinstance(error, exceptions.TransportError) or isinstance(error, exceptions.ConnectionError):
        return _first_line(str(error))
    found: Any = error.info
    try:
        found = found["error"]
        said = [f"{found['type']}: {found['reason']}"]
        causes = found.get("root_cause") or found.get("failed_shards") or []
        said += [
            f"{cause['type']}: {cause['reason']}"
            for each in causes[:1]
            for cause in [each.get("reason", each)]
            if isinstance(cause, dict) and "type" in cause
        ]
        return _first_line("; ".join(dict.fromkeys(said)))
    except (TypeError, KeyError):
        return _first_line(str(error.error))


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:300]
