"""Nodes of a real cluster are killed, stopped and filled while it is written and read: nothing is lost, nothing is there twice.

Only with `INDEXER_LONG=1`: each test has a cluster of its own, and waits for it to notice.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time

import pytest
from cluster import Cluster, NoCluster, ask
from test_contract import ALL, make

from indexer import check_index
from indexer.errors import IndexFailure
from indexer.index.backends import open_index
from indexer.index.parser import parse

pytestmark = [
    pytest.mark.skipif(not os.environ.get("INDEXER_LONG"), reason="takes minutes; INDEXER_LONG=1 runs it"),
    pytest.mark.timeout(600),
]
DOCUMENTS, CLAIMS = 60, 100
# Few writes at once and hardly any that wait: more are rejected.
NARROW = "thread_pool.write.size: 1\nthread_pool.write.queue_size: 1\n"


@pytest.fixture
def start(tmp_path):
    """Starts a cluster; gives it and the address of an index by all of its nodes."""
    with contextlib.ExitStack() as stack:

        def begin(extra=""):
            try:
                cluster = stack.enter_context(Cluster(tmp_path / "cluster", extra=extra))
            except NoCluster as error:
                pytest.skip(str(error))
            hosts = ",".join(url.removeprefix("http://") for url in cluster.urls)
            return cluster, f"opensearch://{hosts}/claims"

        yield begin


def documents(word="fish"):
    return [make(f"{at:03}.md", *(f"{word} {at} {number}" for number in range(CLAIMS))) for at in range(DOCUMENTS)]


def primary(cluster):
    """The node that has the primary of the index."""
    (shard,) = [
        each for each in ask(f"{cluster.urls[0]}/_cat/shards/claims?format=json&h=prirep,id") if each["prirep"] == "p"
    ]
    found = ask(f"{cluster.urls[0]}/_nodes/{shard['id']}/http")["nodes"]
    (node,) = found.values()
    port = node["http"]["publish_address"].rpartition(":")[2]
    return next(each for each in cluster.nodes if each.url.endswith(f":{port}"))


def assert_whole(index, address, word="fish"):
    claims = [claim.statement for claim in index.claims(ALL)]
    assert claims == [f"{word} {at} {number}" for at in range(DOCUMENTS) for number in range(CLAIMS)]
    assert list(check_index(address)) == []


def write(index, word, during):
    """Write all documents in one run, and let something happen in the middle."""
    with index.writer(1, memory=20_000) as writer:
        for number, document in enumerate(documents(word)):
            if number == DOCUMENTS // 3:
                during()
            writer.put(document)


@pytest.mark.parametrize("fault", ["killed", "stopped"])
def test_a_node_that_falls_out_while_texts_are_written_loses_and_doubles_nothing(start, fault):
    cluster, address = start()
    index = open_index(address, create=True)
    write(index, "old", lambda: None)
    cluster.wait(3, time.monotonic() + 60)
    victim = primary(cluster)

    write(index, "fish", victim.kill if fault == "killed" else lambda: victim.signal(signal.SIGSTOP))

    assert_whole(index, address)
    if fault == "stopped":
        victim.signal(signal.SIGCONT)
    else:
        victim.start()
    cluster.wait(3, time.monotonic() + 100)
    assert_whole(index, address)
    index.close()


@pytest.mark.parametrize("fault", ["killed", "stopped"])
@pytest.mark.parametrize("sort", ["document", "score"])
def test_a_node_that_falls_out_while_a_list_is_read_loses_and_doubles_nothing(start, fault, sort):
    cluster, address = start()
    index = open_index(address, create=True)
    write(index, "fish", lambda: None)
    cluster.wait(3, time.monotonic() + 60)
    victims = [node for node in cluster.nodes if has_copy(cluster, node)][:1]

    found = []
    for hit in index.search(parse("fish"), ALL, limit=None, sort=sort):
        found.append(hit.claim.id)
        if len(found) == 1500:
            for node in victims:
                node.signal(signal.SIGKILL if fault == "killed" else signal.SIGSTOP)

    assert len(found) == len(set(found)) == DOCUMENTS * CLAIMS
    if sort == "document":
        assert found == sorted(
            found, key=lambda each: (each.partition("#")[0], int(each.partition("#")[2].split("-")[0]))
        )
    index.close()


def has_copy(cluster, node):
    port = node.url.rpartition(":")[2]
    shards = ask(f"{cluster.urls[0]}/_cat/shards/claims?format=json&h=id")
    nodes = ask(f"{cluster.urls[0]}/_nodes/http")["nodes"]
    return any(nodes[each["id"]]["http"]["publish_address"].endswith(f":{port}") for each in shards)


def test_writes_that_are_rejected_are_sent_again(start):
    cluster, address = start(NARROW)
    open_index(address, create=True).close()
    indexes = [open_index(address) for _ in range(4)]
    failures = []

    def run(index):
        try:
            write(index, "fish", lambda: None)
        except BaseException as error:  # noqa: BLE001  # it is shown below
            failures.append(error)

    writers = [threading.Thread(target=run, args=(index,)) for index in indexes]
    for each in writers:
        each.start()
    for each in writers:
        each.join()

    assert failures == []
    pools = ask(f"{cluster.urls[0]}/_cat/thread_pool/write?format=json&h=rejected")
    assert sum(int(each["rejected"]) for each in pools) > 0
    assert_whole(indexes[0], address)
    for index in indexes:
        index.close()


def test_disks_that_are_nearly_full_stop_a_run_that_leaves_nothing_behind(start, monkeypatch):
    cluster, address = start()
    index = open_index(address, create=True)
    write(index, "fish", lambda: None)
    full = {
        "cluster.routing.allocation.disk.threshold_enabled": True,
        "cluster.routing.allocation.disk.watermark.low": "1%",
        "cluster.routing.allocation.disk.watermark.high": "1%",
        "cluster.routing.allocation.disk.watermark.flood_stage": "1%",
        "cluster.info.update.interval": "10s",
    }
    ask(f"{cluster.urls[0]}/_cluster/settings", {"transient": full}, "PUT")
    until = time.monotonic() + 90
    while "read_only_allow_delete" not in str(ask(f"{index_url(cluster)}/_settings")) and time.monotonic() < until:
        time.sleep(1)
    monkeypatch.setenv("INDEXER_OPENSEARCH_PATIENCE", "3")
    hindered = open_index(address)
    with pytest.raises(IndexFailure, match="a disk is nearly full"):
        write(hindered, "new", lambda: None)
    assert_whole(index, address)

    ask(f"{cluster.urls[0]}/_cluster/settings", {"transient": dict.fromkeys(full)}, "PUT")
    ask(f"{index_url(cluster)}/_settings", {"index.blocks.read_only_allow_delete": None}, "PUT")
    write(index, "new", lambda: None)
    assert_whole(index, address, "new")
    for each in (index, hindered):
        each.close()


def index_url(cluster):
    return f"{cluster.urls[0]}/claims"


def test_a_cluster_that_has_lost_too_many_nodes_is_told(start, monkeypatch):
    cluster, address = start()
    index = open_index(f"{address}?replicas=0", create=True)
    write(index, "fish", lambda: None)
    victim = primary(cluster)
    victim.kill()
    monkeypatch.setenv("INDEXER_OPENSEARCH_PATIENCE", "5")

    with contextlib.closing(open_index(address)) as left, pytest.raises(IndexFailure, match="is red"):
        list(left.claims(ALL))
    victim.start()
    cluster.wait(3, time.monotonic() + 100)
    assert_whole(index, address)
    index.close()
