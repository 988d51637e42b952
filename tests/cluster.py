"""A real OpenSearch cluster on loopback: one process a node, so that one can be killed, stopped or started again.

All workers of a test run share one. The first that asks starts a keeper, which starts the nodes and ends them as soon as
nobody holds the lock `users` any more, however the run ended: the operating system gives up the locks of the dead.

    python tests/cluster.py FOLDER      keeps a cluster until interrupted, and says where it is
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

POM = Path(__file__).parent / "opensearch" / "pom.xml"
NODES = 3
FRUGAL = (
    *("-Xms320m", "-Xmx320m", "-XX:MaxDirectMemorySize=64m", "-XX:+UseSerialGC"),
    *("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData"),
)
"""How Java is started for tests: they want a node soon, and not the fastest."""
PATIENCE = 100
MODULES = (
    "org.opensearch.analysis.common.CommonAnalysisPlugin",
    "org.opensearch.index.reindex.ReindexPlugin",
    "org.opensearch.transport.Netty4Plugin",
)
SETTINGS = """\
network.host: 127.0.0.1
transport.port: {transport}
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [{seeds}]
cluster.fault_detection.follower_check.timeout: 3s
cluster.fault_detection.leader_check.timeout: 3s
cluster.publish.timeout: 10s
cluster.routing.allocation.disk.threshold_enabled: false
action.auto_create_index: false
node.attr.number: {number}
"""


class NoCluster(Exception):
    """Why none can be had here: what starts one is missing."""


class ClusterFailed(Exception):
    """Why one that should have started has not."""


class Node:
    """One node and its process, whose output goes to a file."""

    def __init__(self, folder: Path, command: list[str]) -> None:
        self._folder, self._command = folder, command
        self.url = ""
        self.start()

    def start(self) -> None:
        self.log = self._folder / f"output{time.monotonic_ns()}"
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )

    def find_url(self, until: float) -> None:
        """Wait for the port that the node has taken."""
        while time.monotonic() < until and self._process.poll() is None:
            for line in self.log.read_text(errors="replace").splitlines():
                if line.startswith("HTTP Port:"):
                    self.url = f"http://127.0.0.1:{line.split()[-1]}"
                    return
            time.sleep(0.1)
        raise ClusterFailed(f"a node did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def signal(self, number: int) -> None:
        if self._process.poll() is None:
            os.kill(self._process.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self._process.wait()


class Cluster:
    """Some nodes. Use it in a `with` block, which ends them."""

    def __init__(self, folder: Path, nodes: int = NODES, extra: str = "", java: Sequence[str] = FRUGAL) -> None:
        self.folder = folder
        classes = class_path(folder)
        transports, https = _free_ports([0] * nodes), _free_ports(random.sample(range(9201, 9300), 40))[:nodes]
        name = f"indexer-tests-{transports[0]}"
        seeds = ", ".join(f'"127.0.0.1:{port}"' for port in transports)
        self.nodes: list[Node] = []
        until = time.monotonic() + PATIENCE
        try:
            for number, port in enumerate(transports):
                made = folder / f"node{number}"
                (made / "node_1" / "config").mkdir(parents=True)
                settings = SETTINGS.format(transport=port, seeds=seeds, number=number) + extra
                (made / "node_1" / "config" / "opensearch.yml").write_text(settings)
                self.nodes.append(Node(made, _command(java, classes, made, https[number], name)))
            for node in self.nodes:
                node.find_url(until)
            self.wait(nodes, until)
        except BaseException:  # an interrupt too must leave no node running
            self.close()
            raise

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def wait(self, nodes: int, until: float, status: str = "green") -> None:
        """Until so many nodes have found each other, and every shard is where it should be."""
        while time.monotonic() < until:
            for node in self.nodes:
                if is_healthy(node.url, nodes, status):
                    return
            time.sleep(0.3)
        tails = "\n".join(node.log.read_text(errors="replace")[-500:] for node in self.nodes)
        raise ClusterFailed(f"the nodes have not found each other:\n{tails}")

    def close(self) -> None:
        for node in self.nodes:
            node.kill()

    def __enter__(self) -> Cluster:  # noqa: PYI034  # Self is younger than Python 3.10
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def ask(url: str, body: object = None, method: str | None = None) -> Any:
    """What a cluster answers, without our client."""
    request = urllib.request.Request(  # noqa: S310  # of a cluster
        url,
        data=None if body is None else json.dumps(body).encode(),
        headers={"content-type": "application/json"},
        method=method or ("GET" if body is None else "POST"),
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  # of a cluster
        return json.load(answer)


def index_url(address: str) -> str:
    """The URL of an index by its address."""
    return address.replace("opensearch+http", "http").replace("opensearchs", "https")


def is_healthy(url: str, nodes: int, status: str) -> bool:
    asked = f"{url}/_cluster/health?wait_for_nodes={nodes}&wait_for_status={status}&timeout=1s"
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310  # of loopback
            return not json.load(answer)["timed_out"]
    except (OSError, urllib.error.URLError):
        return False


def class_path(folder: Path) -> str:
    """The Java archives of OpenSearch, fetched if they are not there."""
    if shutil.which("java") is None or shutil.which("mvn") is None:
        raise NoCluster("no java and mvn to start OpenSearch with, and INDEXER_TEST_OPENSEARCH names no cluster")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "classpath"
    command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:build-classpath", f"-Dmdep.outputFile={target}"]
    for mode in (["-o"], []):  # what was fetched before needs no net
        done = subprocess.run([*command, *mode], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return target.read_text()
    raise NoCluster(f"Maven could not fetch OpenSearch: {done.stdout[-1000:]}")


def _command(java: Sequence[str], classes: str, folder: Path, port: int, name: str) -> list[str]:
    return [
        *("java", *java, "-cp", classes),
        *("org.codelibs.opensearch.runner.OpenSearchRunner", "-basePath", str(folder), "-numOfNode", "1"),
        *("-baseHttpPort", str(port - 1), "-clusterName", name, "-disableESLogger", "-moduleTypes", ",".join(MODULES)),
    ]


def _free_ports(asked: Iterable[int]) -> list[int]:
    """Those of the ports asked for that are free; 0 is any. The runner takes none above 9299 for HTTP."""
    with contextlib.ExitStack() as stack:
        ports = []
        for port in asked:
            opened = stack.enter_context(socket.socket())
            with contextlib.suppress(OSError):
                opened.bind(("127.0.0.1", port))
                ports.append(opened.getsockname()[1])
    return ports


def shared(folder: Path) -> str:
    """The URL of the cluster of this run, started if need be. It lasts until this process ends. Raises `NoCluster`, `ClusterFailed`."""
    given = os.environ.get("INDEXER_TEST_OPENSEARCH")
    if given:
        return given
    folder.mkdir(parents=True, exist_ok=True)
    users = (folder / "users").open("w")
    fcntl.flock(users, fcntl.LOCK_SH)
    _HELD.append(users)
    with (folder / "starting").open("w") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        said = folder / "said"
        if not said.exists():
            with (folder / "keeper").open("w") as output:
                command = [sys.executable, __file__, str(folder), "users"]
                subprocess.run(command, stdout=output, stderr=output, start_new_session=True, check=True)
            while not said.exists():
                time.sleep(0.1)
    answer = json.loads(said.read_text())
    if "none" in answer:
        raise NoCluster(answer["none"])
    if "failed" in answer:
        raise ClusterFailed(answer["failed"])
    url: str = answer["urls"][0]
    return url


_HELD: list[object] = []


def keep(folder: Path, users: str | None) -> None:
    """Keep a cluster until nobody uses it, in a process of its own; without a file of users, until interrupted."""
    if users is not None and os.fork():
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # which ends the nodes
    try:
        with Cluster(folder / f"nodes{time.time_ns()}") as cluster:
            sys.stdout.write("\n".join([*cluster.urls, ""]))
            sys.stdout.flush()
            _say(folder, {"urls": cluster.urls})
            while users is None:
                time.sleep(1)
            with (folder / users).open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
            (folder / "said").unlink()
    except NoCluster as error:
        _say(folder, {"none": str(error)})
    except ClusterFailed as error:
        _say(folder, {"failed": str(error)})


def _say(folder: Path, answer: object) -> None:
    (folder / "new").write_text(json.dumps(answer))
    (folder / "new").rename(folder / "said")


if __name__ == "__main__":
    keep(Path(sys.argv[1]), sys.argv[2] if sys.argv[2:] else None)
