"""An index to ask, and a client that holds each answer of the API against its description."""

import json
import re
from pathlib import Path

import jsonschema
from starlette.testclient import TestClient

from indexer import Corpus
from indexer.web.api.description import describe
from indexer.web.app import make_app
from indexer.web.settings import ServerSettings
from indexer.web.snapshots import Snapshots

WATER = """# Water

## Results

The lake rose by 5 metres [1]. Nobody counted the fish. The river fell [2, p. 4].

- A list of rivers [1][2]

Boats are old.

## Sources
[1] Lake survey. https://a.example/lake
[2] Doe (2019). Rivers. doi:10.1234/rivers
[3] Never named. https://a.example/never
"""
FISH = "Fish swam in the lake [1]. Boats are few.\n\n[1]: https://www.a.example/lake/\n"
ODD = "Odd names are names [1].\n\n[1] https://a.example/a?b=c&d=%20#x\n"
ODD_NAMES = ["a b&c?d#e%2F.md", "ünï\ncode.md", "deep/er/folder/x.md", "[1].md", "<script>.md", "..notdots.md"]
ADDRESS = "http://127.0.0.1:8000"


def fill(*, odd=False):
    """Ingest some texts into the folder `index` here."""
    Path("water.md").write_text(WATER, encoding="utf-8")
    Path("fish.md").write_text(FISH, encoding="utf-8")
    names = ["water.md", "fish.md"]
    for name in ODD_NAMES if odd else []:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(ODD, encoding="utf-8")
        names.append(name)
    with Corpus.open("index", create=True) as corpus:
        corpus.ingest(names)


class Api:
    """Asks an application, and checks each answer of the API: status, media type, headers and body are described."""

    def __init__(self, corpus, **settings):
        self.client = TestClient(
            make_app(Snapshots(corpus), ServerSettings(**settings)), base_url=ADDRESS, raise_server_exceptions=False
        )
        self._description = json.loads(json.dumps(describe()))

    def __call__(self, method, address, **arguments):
        answer = self.client.request(method, address, **arguments)
        self.check(method, answer)
        return answer

    def get(self, address, **arguments):
        return self("GET", address, **arguments)

    def post(self, address, **arguments):
        return self("POST", address, **arguments)

    def json(self, address, **arguments):
        answer = self.get(address, **arguments)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def check(self, method, answer):
        """Hold an answer against the description; addresses and methods that it does not have are none."""
        path = answer.request.url.raw_path.decode().partition("?")[0]
        operation = self._operation(method.lower(), path)
        if operation is None:
            assert answer.status_code in {404, 405}, answer.text
            self._check_content(answer, {"application/problem+json": self._schema("Failure")})
            return
        described = operation["responses"].get(str(answer.status_code))
        assert described is not None, f"{answer.status_code} is not described: {answer.text}"
        if "$ref" in described:
            described = self._description["components"]["responses"][described["$ref"].rpartition("/")[2]]
        assert {"etag", "link", "total-count"} & answer.headers.keys() <= {
            name.lower() for name in described.get("headers", {"ETag": ""})
        }
        if method != "HEAD" and answer.status_code != 304:
            self._check_content(answer, {name: one["schema"] for name, one in described["content"].items()})

    def _check_content(self, answer, schemas):
        media = answer.headers["content-type"].partition(";")[0]
        assert media in schemas
        if media.endswith("json") and not media.endswith("ndjson"):
            schema = {**schemas[media], "components": self._description["components"]}
            jsonschema.Draft202012Validator(schema).validate(answer.json())

    def _schema(self, name):
        return {"$ref": f"#/components/schemas/{name}"}

    def _operation(self, method, path):
        for template, methods in self._description["paths"].items():
            if re.fullmatch(re.sub(r"\\\{\w+\\\}", ".+", re.escape(template)), path):
                return methods.get("get" if method == "head" else method)
        return None
