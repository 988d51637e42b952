"""Credentials for a cluster: from the environment or a file, never from an address or an option, which other users can see.

    INDEXER_OPENSEARCH_API_KEY      an API key
    INDEXER_OPENSEARCH_USER         a name, and
    INDEXER_OPENSEARCH_PASSWORD     its password
    ~/.netrc                        `machine HOST login NAME password PASSWORD`; NETRC names another file
    INDEXER_OPENSEARCH_CA           a file with trusted certificates, instead of the system's

Other ways to sign requests, as for Amazon's service, are passed to `open_cluster` as `auth`.
"""

from __future__ import annotations

import netrc
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from indexer.errors import IndexFailure
from indexer.index.opensearch.address import Address

PREFIX = "INDEXER_OPENSEARCH_"


class Credentials(NamedTuple):
    """The secrets sent with each request; hidden when printed."""

    user: tuple[str, str] | None = None
    api_key: str | None = None
    certificates: str | None = None

    def __repr__(self) -> str:
        return "Credentials(…)"


def find(address: Address, environment: Mapping[str, str] = os.environ) -> Credentials:
    """The credentials for a cluster, possibly none. Raises `IndexFailure` if they would be sent unencrypted."""
    certificates = environment.get(f"{PREFIX}CA")
    if certificates and not Path(certificates).is_file():
        raise IndexFailure(f"{PREFIX}CA does not name a file: {certificates}. Name one with certificates in PEM form.")
    key = environment.get(f"{PREFIX}API_KEY")
    user = None if key else _user(address, environment)
    if (key or user) and not address.tls and not address.is_local:
        raise IndexFailure(
            f"Nothing secret is sent to {address.text} over plain HTTP. Write opensearchs://, or unset {PREFIX}PASSWORD and {PREFIX}API_KEY."
        )
    return Credentials(user, key or None, certificates or None)


def _user(address: Address, environment: Mapping[str, str]) -> tuple[str, str] | None:
    name, password = environment.get(f"{PREFIX}USER"), environment.get(f"{PREFIX}PASSWORD")
    if name and password is None:
        raise IndexFailure(f"{PREFIX}USER is set without {PREFIX}PASSWORD. Set both, or write them to ~/.netrc.")
    if name and password is not None:
        return name, password
    path = Path(environment.get("NETRC") or Path("~/.netrc").expanduser())
    if not path.is_file():
        return None
    try:
        known = netrc.netrc(path)
    except (OSError, netrc.NetrcParseError) as error:
        reason = error.msg if isinstance(error, netrc.NetrcParseError) else error.strerror
        raise IndexFailure(
            f"{path} cannot be read for the name and password of {address.hosts[0][0]}: {reason}."
        ) from None
    found = next((known.hosts[host] for host, _ in address.hosts if host in known.hosts), None)
    return None if found is None or found[2] is None else (found[0], found[2])
