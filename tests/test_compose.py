"""The file that starts a cluster is what the README and its own head promise. No Docker is asked: that its words are right is all that is seen."""

from pathlib import Path

import pytest
import yaml

FILE = Path(__file__).parents[1] / ".docker" / "compose.yaml"
TEXT = FILE.read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(TEXT)
NODES = sorted(COMPOSE["services"])
NAMED = "OPENSEARCH_INITIAL_ADMIN_PASSWORD"


def test_there_are_three_nodes_that_know_each_other():
    assert NODES == ["node1", "node2", "node3"]
    for name, node in COMPOSE["services"].items():
        environment = node["environment"]
        assert environment["node.name"] == name
        assert environment["discovery.seed_hosts"].split(",") == NODES
        assert environment["cluster.initial_cluster_manager_nodes"].split(",") == NODES
        assert "discovery.type" not in environment


def test_each_keeps_its_own_data_and_answers_this_machine_alone():
    volumes = [node["volumes"] for node in COMPOSE["services"].values()]
    ports = [node["ports"] for node in COMPOSE["services"].values()]

    assert [each.split(":")[0] for (each,) in volumes] == list(COMPOSE["volumes"])
    assert {each.split(":")[1] for (each,) in volumes} == {"/usr/share/opensearch/data"}
    assert [each for (each,) in ports] == [f"127.0.0.1:{port}:9200" for port in (9200, 9201, 9202)]


@pytest.mark.parametrize("name", NODES)
def test_a_node_has_what_opensearch_asks_of_a_machine(name):
    node = COMPOSE["services"][name]

    image, _, version = node["image"].partition(":")
    assert (image, version.split(".")[:2]) == ("opensearchproject/opensearch", ["2", "19"])
    assert node["ulimits"] == {"memlock": {"soft": -1, "hard": -1}, "nofile": {"soft": 65536, "hard": 65536}}
    assert node["environment"]["bootstrap.memory_lock"] == "true"
    least, most = node["environment"]["OPENSEARCH_JAVA_OPTS"].split()
    assert least.removeprefix("-Xms") == most.removeprefix("-Xmx")
    assert "sysctl -w vm.max_map_count=262144" in TEXT.partition("\nname:")[0]


@pytest.mark.parametrize("name", NODES)
def test_who_asks_a_node_is_known_and_the_password_stands_nowhere(name):
    environment = COMPOSE["services"][name]["environment"]

    assert environment[NAMED].startswith(f"${{{NAMED}:?")
    assert not [key for key in environment if "security" in key.lower()]  # the plugin stays on, with TLS


@pytest.mark.parametrize("name", NODES)
def test_a_node_is_healthy_when_the_cluster_answers_over_tls(name):
    kind, command = COMPOSE["services"][name]["healthcheck"]["test"]

    assert kind == "CMD-SHELL"
    assert "--fail" in command
    assert "--cacert config/root-ca.pem" in command
    assert f'--user "admin:$${NAMED}"' in command  # two signs: the shell of the node fills it in
    assert '"https://localhost:9200/_cluster/health?wait_for_status=yellow&timeout=5s"' in command
