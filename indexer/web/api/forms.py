"""The forms of an answer, and which of them a request asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from starlette.exceptions import HTTPException
from starlette.requests import Request

from indexer.errors import ParameterError

FORMS: dict[str, str] = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
"""The media types of the forms of lists, by their names in `indexer.render.RENDERERS`; the first is the default."""
OF_FINDINGS = {**FORMS, "sarif": "application/sarif+json"}
_CHUNK = 1 << 15  # characters


def form_of(request: Request, forms: Mapping[str, str]) -> str:
    """The form that a request asks for by `format`, otherwise by `Accept`. Raises `ParameterError`, and `HTTPException` 406."""
    given = request.query_params.getlist("format")
    if given:
        if len(given) > 1 or given[0] not in forms:
            raise ParameterError(f"The parameter format is one of {', '.join(forms)}, given once.", "format")
        return given[0]
    accepted = ",".join(request.headers.getlist("accept"))
    if not accepted.strip():
        return next(iter(forms))
    ranges = list(_ranges(accepted))
    form = max(forms, key=lambda each: _quality(forms[each], ranges))  # of equals the first
    if not _quality(forms[form], ranges):
        raise HTTPException(406, f"This address answers in {', '.join(forms.values())}. Accept one of them.")
    return form


def _ranges(accepted: str) -> Iterator[tuple[str, float]]:
    for each in accepted.split(","):
        media, *parameters = (part.strip().lower() for part in each.split(";"))
        quality = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        try:
            yield media, float(quality)
        except ValueError:
            yield media, 1.0


def _quality(media: str, ranges: Iterable[tuple[str, float]]) -> float:
    """The quality of a media type: that of the most specific range that includes it, 0 if none does."""
    name = media.partition(";")[0]
    closeness = {name: 3, f"{name.partition('/')[0]}/*": 2, "*/*": 1}
    held = [(closeness[each], quality) for each, quality in ranges if each in closeness]
    return max(held)[1] if held else 0.0


def begun(records: Iterable[object]) -> Iterator[object]:
    """The same records, of which the first has been made, so that errors before it still become a status."""
    made = iter(records)
    return chain(list(islice(made, 1)), made)


def in_chunks(parts: Iterable[str]) -> Iterator[str]:
    """The same text in parts that are large enough to be sent."""
    held: list[str] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _CHUNK:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)
