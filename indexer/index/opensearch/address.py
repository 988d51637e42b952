"""Addresses of indexes on a cluster. Standard library only: every command asks whether its index is one.

    opensearch://host:9200/name         TLS, with certificates verified; plain HTTP where host is this machine
    opensearchs://host:9200/name        TLS in any case
    opensearch+http://host:9200/name    plain HTTP in any case
    opensearch://a,b:9201,c/name        a cluster by several of its hosts: one that is down is skipped
    …/name?shards=4&replicas=2          the settings of a new index

A user name and password in it are refused: other users of the machine see the arguments of every process.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from indexer.errors import IndexFailure

if TYPE_CHECKING:
    from indexer.index import Folder

SCHEMES = ("opensearch", "opensearchs", "opensearch+http")
PORT = 9200
_NOT_IN_NAMES = frozenset('\\/*?"<>|, #:')
_LOOPBACK = ("localhost", "127.", "::1")
_LARGEST = {"shards": 1024, "replicas": 64}


class Address(NamedTuple):
    """The address of an index. `text` is how the user wrote it; `replicas` None means one, if there are nodes for it."""

    text: str
    hosts: tuple[tuple[str, int], ...]
    tls: bool
    name: str
    shards: int = 1
    replicas: int | None = None

    @property
    def is_local(self) -> bool:
        """Whether requests never leave this machine."""
        return all(map(_is_local, (host for host, _ in self.hosts)))


def is_address(path: Folder) -> bool:
    """Whether the name of an index is the address of one on a cluster."""
    return os.fspath(path).partition("://")[0].lower() in SCHEMES and "://" in os.fspath(path)


def parse(text: str) -> Address:
    """The address in a text. Raises `IndexFailure`, whose message never contains a password."""
    scheme, _, rest = text.partition("://")
    place, _, asked = rest.partition("?")
    authority, _, name = place.partition("/")
    if "@" in authority:
        raise IndexFailure(
            "The address of an index must not hold a name and password: others could read them. Set INDEXER_OPENSEARCH_USER and "
            "INDEXER_OPENSEARCH_PASSWORD, or write them to ~/.netrc, and leave out what stands before @."
        )
    name = name.rstrip("/")
    if not name or name != name.lower() or name[0] in "-_+." or not _NOT_IN_NAMES.isdisjoint(name):
        raise IndexFailure(
            f"{text} does not name an index. Write {scheme}://HOST:{PORT}/NAME, the name in lower case, without / and other special characters."
        )
    hosts = tuple(_host(each, text) for each in authority.split(","))
    is_tls = scheme == "opensearchs" or (scheme == "opensearch" and not all(_is_local(host) for host, _ in hosts))
    return Address(text, hosts, is_tls, name, **_options(asked, text))


def _host(written: str, text: str) -> tuple[str, int]:
    host, colon, port = written.rpartition(":") if not written.endswith("]") else (written, "", "")
    if not colon:
        host, port = written, str(PORT)
    host = host.strip("[]")
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise IndexFailure(f"{text} does not name a host and port. Write opensearch://HOST:{PORT}/NAME.")
    return host, int(port)


def _options(asked: str, text: str) -> dict[str, int]:
    found = {}
    for part in filter(None, asked.split("&")):
        key, _, value = part.partition("=")
        if (
            key not in _LARGEST
            or not value.isdecimal()
            or int(value) > _LARGEST[key]
            or (key, value) == ("shards", "0")
        ):
            raise IndexFailure(f"{text} ends with {part!r}, which is unknown. Use ?shards=NUMBER&replicas=NUMBER.")
        found[key] = int(value)
    return found


def _is_local(host: str) -> bool:
    return host.lower() == _LOOPBACK[0] or host.startswith(_LOOPBACK[1]) or host == _LOOPBACK[2]
