"""Whatever the description of the API allows is answered as it says, and what it does not allow is refused as it says.

`INDEXER_LONG=1` asks a hundred times as much, for some minutes.
"""

import os

import pytest
import schemathesis
from asked import fill
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import negative_data_rejection, positive_data_acceptance
from serving import served

from indexer.web.api.description import PATH, describe
from indexer.web.api.reading import ENVELOPE

LONG = bool(os.environ.get("INDEXER_LONG"))
EXAMPLES = 1000 if LONG else 10
OPERATIONS = [(path, method.upper()) for path, methods in describe()["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    """What Schemathesis reads of a server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("described"))
        fill()
        with served() as (_, port):
            yield schemathesis.openapi.from_url(f"http://127.0.0.1:{port}/api/openapi.json")


def excluded(case):
    """What a description cannot say: which words are a query, and which bytes are a text of a format; any text is one."""
    if case.path == "/api/search" or case.method == "POST":
        yield positive_data_acceptance
    if case.method == "POST" and case.media_type != ENVELOPE:
        yield negative_data_rejection


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), [each for each in OPERATIONS if each[0] != PATH])
def test_every_answer_is_as_described(schema, path, method, mode):
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=not LONG,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    def answers(case):
        case.call_and_validate(excluded_checks=[*excluded(case)])

    answers()
