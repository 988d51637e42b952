"""The HTTP API: a table of what can be asked, from which the routes and the OpenAPI description are made."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from indexer.web.api import answering, description, reading
from indexer.web.api.endpoints import ENDPOINTS
from indexer.web.paths import ANY

ROUTES: list[BaseRoute] = [
    *(
        Route(each.path.replace("}", f":{ANY}}}"), answering.endpoint_of(each), name=f"api {each.name}")
        for each in ENDPOINTS
    ),
    *(
        Route(each.path, reading.endpoint_of(each), methods=["POST"], name=f"api {each.name}")
        for each in reading.READINGS
    ),
    Route(description.PATH, description.endpoint, name="api description"),
]
