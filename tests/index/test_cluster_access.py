"""How a cluster is reached, who may ask it, and what is said when it cannot answer."""

from __future__ import annotations

import contextlib
import itertools
import socket
import ssl
import traceback

import pytest
import trustme
from click.testing import CliRunner
from cluster import ask, index_url
from gateway import gateway
from test_contract import ALL, make, put, statements

from indexer.cli.application import application
from indexer.errors import IndexFailure
from indexer.index.backends import open_index
from indexer.index.opensearch import mapping
from indexer.index.opensearch.address import is_address, parse
from indexer.index.opensearch.credentials import find

SECRET = "hunter2hunter2"  # noqa: S105  # of nobody


@pytest.fixture(autouse=True)
def _nobody(monkeypatch, tmp_path):
    for name in ("USER", "PASSWORD", "API_KEY", "CA"):
        monkeypatch.delenv(f"INDEXER_OPENSEARCH_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("INDEXER_OPENSEARCH_PATIENCE", "0.5")


@pytest.mark.parametrize(
    ("text", "hosts", "is_tls"),
    [
        ("opensearch://search.example.org/claims", (("search.example.org", 9200),), True),
        ("opensearch://search.example.org:443/claims/", (("search.example.org", 443),), True),
        ("opensearch://localhost/claims", (("localhost", 9200),), False),
        ("opensearch://127.0.0.1:9201/claims", (("127.0.0.1", 9201),), False),
        ("opensearch://[::1]:9201/claims", (("::1", 9201),), False),
        ("opensearchs://localhost/claims", (("localhost", 9200),), True),
        ("opensearch+http://a/claims", (("a", 9200),), False),
        ("opensearch://a:1,b/claims", (("a", 1), ("b", 9200)), True),
        ("opensearch://localhost,b/claims", (("localhost", 9200), ("b", 9200)), True),
    ],
)
def test_an_address_says_hosts_and_whether_they_speak_tls(text, hosts, is_tls):
    found = parse(text)

    assert (found.hosts, found.tls, found.name, found.shards) == (hosts, is_tls, "claims", 1)
    assert is_address(text)


def test_an_address_says_what_a_new_index_is_made_with():
    settings = mapping.body(parse("opensearch://a/claims?shards=4&replicas=2"))["settings"]

    assert (settings["number_of_shards"], settings["number_of_replicas"]) == (4, 2)
    assert not is_address("folder/opensearch:/x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"opensearch://me:{SECRET}@a/claims", "INDEXER_OPENSEARCH_PASSWORD"),
        ("opensearch://a", "does not name an index"),
        ("opensearch://a/Claims", "in lower case"),
        ("opensearch://a/b/c", "does not name an index"),
        ("opensearch:///claims", "does not name a host"),
        ("opensearch://a:x/claims", "does not name a host"),
        ("opensearch://a/claims?shards=0", "unknown"),
        ("opensearch://a/claims?user=me", "unknown"),
    ],
)
def test_an_address_that_is_none_is_refused(text, said):
    with pytest.raises(IndexFailure, match=said) as raised:
        open_index(text)
    assert SECRET not in str(raised.value)


def test_credentials_come_from_the_environment_or_a_file(tmp_path):
    address = parse("opensearch://search.example.org/claims")
    (tmp_path / "netrc").write_text(f"machine search.example.org login me password {SECRET}\n")

    assert find(address, {"NETRC": str(tmp_path / "netrc")}).user == ("me", SECRET)
    assert find(address, {"INDEXER_OPENSEARCH_USER": "you", "INDEXER_OPENSEARCH_PASSWORD": "x"}).user == ("you", "x")
    key = find(address, {"INDEXER_OPENSEARCH_API_KEY": SECRET, "NETRC": str(tmp_path / "netrc")})
    assert (key.user, key.api_key) == (None, SECRET)
    assert SECRET not in repr(key)


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("opensearch+http://a/claims", {"INDEXER_OPENSEARCH_API_KEY": SECRET}, "plain HTTP"),
        ("opensearch://a/claims", {"INDEXER_OPENSEARCH_USER": "me"}, "Set both"),
        ("opensearch://a/claims", {"INDEXER_OPENSEARCH_CA": "/nowhere.pem"}, "does not name a file"),
    ],
)
def test_credentials_that_cannot_be_used_are_told(text, environment, said):
    with pytest.raises(IndexFailure, match=said) as raised:
        find(parse(text), environment)
    assert SECRET not in str(raised.value)


@pytest.fixture
def certificates(tmp_path):
    """What a server of the name `localhost` has, and the file with what it is to be trusted by."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return context, str(tmp_path / "ca.pem")


def test_tls_is_verified_and_a_name_and_password_are_asked_for(cluster, address, certificates, monkeypatch):
    name = address.rpartition("/")[2]
    context, trusted = certificates
    with gateway(cluster, user=("me", SECRET), api_key="key", context=context) as port:
        there = f"opensearchs://localhost:{port}/{name}"
        with pytest.raises(IndexFailure, match="INDEXER_OPENSEARCH_CA"):
            open_index(there, create=True)
        monkeypatch.setenv("INDEXER_OPENSEARCH_CA", trusted)
        with pytest.raises(IndexFailure, match=r"does not know who is asking \(401\)"):
            open_index(there, create=True)

        monkeypatch.setenv("INDEXER_OPENSEARCH_USER", "me")
        monkeypatch.setenv("INDEXER_OPENSEARCH_PASSWORD", f"{SECRET}wrong")
        with pytest.raises(IndexFailure, match="they are wrong") as raised:
            open_index(there, create=True)
        assert SECRET not in "".join(traceback.format_exception(raised.value))

        monkeypatch.setenv("INDEXER_OPENSEARCH_PASSWORD", SECRET)
        with contextlib.closing(open_index(there, create=True)) as index:
            put(index, make("a.md", "one"))
            assert statements(index, "one") == {"one"}
        monkeypatch.setenv("INDEXER_OPENSEARCH_API_KEY", "key")
        result = CliRunner().invoke(application, ["query", "-i", there, "one"])
        assert result.exit_code == 0, result.output


def test_a_signer_of_requests_is_a_hook(cluster, address):
    """As `opensearchpy.AWSV4SignerAuth` is one."""
    from indexer.index.opensearch.opening import open_cluster  # noqa: PLC0415

    def sign(request):
        request.headers["authorization"] = "ApiKey signed"
        return request

    with (
        gateway(cluster, api_key="signed") as port,
        contextlib.closing(
            open_cluster(f"opensearch://127.0.0.1:{port}/{address.rpartition('/')[2]}", create=True, auth=sign)
        ) as index,
    ):
        put(index, make("a.md", "one"))
        assert statements(index, "one") == {"one"}


def test_a_busy_cluster_is_asked_again_and_nothing_is_lost_or_there_twice(cluster, address, monkeypatch):
    monkeypatch.setenv("INDEXER_OPENSEARCH_PATIENCE", "30")
    number, refused = itertools.count(1), itertools.cycle([429, 503, 502, None])
    with gateway(cluster, refuse=lambda _: next(refused) if next(number) > 3 else None) as port:
        there = f"opensearch://127.0.0.1:{port}/{address.rpartition('/')[2]}"
        with contextlib.closing(open_index(there, create=True)) as index:
            with index.writer(1, memory=2000) as writer:
                for at in range(20):
                    writer.put(make(f"{at:02}.md", "one", "two"))
            assert [claim.statement for claim in index.claims(ALL)] == ["one", "two"] * 20


def test_a_cluster_that_stays_busy_is_told_and_nothing_is_written(cluster, address):
    with contextlib.closing(open_index(address, create=True)) as index:
        put(index, make("a.md", "old"))
    with gateway(cluster, refuse=lambda path: 429 if "_bulk" in path else None) as port:
        there = open_index(f"opensearch://127.0.0.1:{port}/{address.rpartition('/')[2]}")
        with pytest.raises(IndexFailure, match="too busy"):
            put(there, make("a.md", "new"))
        assert statements(there, "-zzz") == {"old"}
        there.close()


def test_a_full_disk_is_told_and_what_was_committed_stays(address):
    index = open_index(address, create=True)
    put(index, make("a.md", "old"))
    url = index_url(address)
    # What the flood stage of the disk watermark does to an index.
    ask(f"{url}/_settings", {"index.blocks.read_only_allow_delete": True}, "PUT")
    with pytest.raises(IndexFailure, match="a disk is nearly full"):
        put(index, make("a.md", "new"))
    assert statements(index, "-zzz") == {"old"}

    ask(f"{url}/_settings", {"index.blocks.read_only_allow_delete": None}, "PUT")
    put(index, make("a.md", "new"))
    assert statements(index, "-zzz") == {"new"}
    index.close()


def test_a_red_index_is_told(address):
    body = mapping.body(parse(address))
    body["settings"]["routing.allocation.require.number"] = "none"
    ask(f"{index_url(address)}?timeout=1s&wait_for_active_shards=0", body, "PUT")

    index = open_index(address)
    with pytest.raises(IndexFailure, match="is red"):
        index.commit  # noqa: B018  # asking is what fails
    index.close()


def test_a_cluster_that_is_not_there_is_told_soon():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"opensearch://127.0.0.1:{taken.getsockname()[1]}/claims"
        result = CliRunner().invoke(application, ["query", "-i", address, "word"])

    assert result.exit_code == 2
    assert "does not answer" in result.output
    assert "Traceback" not in result.output


def test_one_of_several_hosts_may_be_down(cluster, address, monkeypatch):
    monkeypatch.setenv("INDEXER_OPENSEARCH_PATIENCE", "20")
    port, name = cluster.rpartition(":")[2], address.rpartition("/")[2]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = taken.getsockname()[1]
        with contextlib.closing(
            open_index(f"opensearch://127.0.0.1:{dead},127.0.0.1:{port}/{name}", create=True)
        ) as index:
            put(index, make("a.md", "one"))
            assert statements(index, "one") == {"one"}
