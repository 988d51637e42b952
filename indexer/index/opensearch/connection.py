"""All requests to a cluster: those that may succeed later are retried, with growing, randomised pauses.

Every request made here may be sent twice without harm: it reads, writes under an id of its own, or names the state that it
changes.
"""

from __future__ import annotations

import contextlib
import logging
import os
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from opensearchpy import OpenSearch, exceptions

from indexer.errors import IndexFailure
from indexer.index.deadline import check_deadline, seconds_left
from indexer.index.opensearch import failures
from indexer.index.opensearch.address import Address
from indexer.index.opensearch.credentials import Credentials

PATIENCE = 60.0
"""The seconds for which a request is retried; INDEXER_OPENSEARCH_PATIENCE overrides it."""
FIRST_PATIENCE = 3.0
"""The same before the cluster has answered at all, so that a wrong address is reported soon."""
_TIMEOUT, _LEAST_TIMEOUT = 30.0, 0.1
# The client warns of every answer that is an error; without this, Python would print that.
logging.getLogger("opensearch").addHandler(logging.NullHandler())
_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
Answer = TypeVar("Answer")


class Connection:
    """Makes the requests for one index. Threads may share it, processes may not."""

    def __init__(self, address: Address, credentials: Credentials, auth: Any = None) -> None:
        self.address = address
        self._has_answered = False
        self._patience = _patience()
        self._client = _client(address, credentials, auth)

    def ask(self, method: str, path: str, body: Any = None, *, missing: bool = False, **params: Any) -> Any:
        """The answer to a request for a path below the index. With `missing`, None if the resource does not exist.

        Raises errors as translated by `failures`, but `exceptions.ConflictError` as it is.
        """
        try:
            return self.retry(lambda: self.perform(method, f"/{self.address.name}{path}", body, **params), bare=missing)
        except exceptions.NotFoundError:
            return None

    def perform(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """The answer to one request for a path of the cluster. Raises the exceptions of the client."""
        # Whoever waits for an answer learns when the time is up, not when the cluster is done.
        left = max(_LEAST_TIMEOUT, seconds_left())
        params["request_timeout"] = min(params.get("request_timeout", _TIMEOUT), left)
        return self._client.transport.perform_request(method, path, params=params, body=body)

    def retry(
        self, attempt: Callable[[], Answer], *, also: tuple[type[Exception], ...] = (), bare: bool = False
    ) -> Answer:
        """The result of an attempt, repeated while it fails for transient reasons, or with `also`; see `ask`.

        `bare`: the caller handles a missing resource itself.
        """
        began, pause = time.monotonic(), _PAUSE
        tries = 0
        while True:
            check_deadline()
            try:
                answer = attempt()
            except exceptions.OpenSearchException as error:
                self._has_answered |= not isinstance(error, exceptions.ConnectionError)
                if isinstance(error, exceptions.ConflictError) or (
                    bare and isinstance(error, exceptions.NotFoundError)
                ):
                    raise
                patience = self._patience if self._has_answered else min(FIRST_PATIENCE, self._patience)
                left = began + patience - time.monotonic()
                tries += 1
                # A host that does not answer takes up all the time: then each of the others is asked once.
                is_over = left <= 0 and (tries > len(self.address.hosts) or not self._has_answered)
                if is_over or not (failures.is_passing(error) or isinstance(error, also)):
                    raise failures.translated(error, self.address, self._health()) from _bare(error)
                # Differing pauses, so that those who were refused together do not come back together.
                time.sleep(max(0.0, min(random.uniform(0, pause), left)))  # noqa: S311  # nothing secret
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                self._has_answered = True
                return answer

    def close(self) -> None:
        """Close all sockets."""
        self._client.close()

    def _health(self) -> str | None:
        """The health color of the index, if the cluster answers."""
        if not self._has_answered:
            return None
        for _ in self.address.hosts:  # of which some may be down
            with contextlib.suppress(exceptions.OpenSearchException):
                asked = f"/_cluster/health/{self.address.name}"
                return str(self.perform("GET", asked, timeout="1s", request_timeout=3)["status"])
        return None


def _client(address: Address, credentials: Credentials, auth: Any) -> OpenSearch:
    settings: dict[str, Any] = {}
    if auth is not None:
        settings["http_auth"] = auth
        settings["connection_class"] = _requests()
    elif credentials.user:
        settings["http_auth"] = credentials.user
    elif credentials.api_key:
        settings["headers"] = {"authorization": f"ApiKey {credentials.api_key}"}
    if address.tls:
        settings |= {"use_ssl": True, "verify_certs": True}
        if credentials.certificates:
            settings["ca_certs"] = credentials.certificates
    hosts = [{"host": host, "port": port} for host, port in address.hosts]
    # Without retries, `retry_on_timeout` only makes other hosts come before the one that did not answer.
    settings |= {"max_retries": 0, "retry_on_timeout": True}
    return OpenSearch(hosts, timeout=_TIMEOUT, http_compress=not address.is_local, pool_maxsize=16, **settings)


def _requests() -> Any:
    """The connection class of Requests, which signers require."""
    from opensearchpy import RequestsHttpConnection  # noqa: PLC0415

    return RequestsHttpConnection


def _bare(error: exceptions.OpenSearchException) -> BaseException | None:
    """The cause to chain; None for a connection error, whose request may show headers when printed."""
    return None if isinstance(error, exceptions.ConnectionError) else error


def _patience() -> float:
    said = os.environ.get("INDEXER_OPENSEARCH_PATIENCE", str(PATIENCE))
    try:
        return float(said)
    except ValueError:
        raise IndexFailure(
            f"INDEXER_OPENSEARCH_PATIENCE is {said!r}. Write how many seconds to wait for a cluster."
        ) from None
