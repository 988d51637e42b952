"""The templates, compiled once. Every value is escaped; a name that a template misspells is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from indexer.version import __version__
from indexer.web.pages import addresses
from indexer.web.pages.naming import ATTRIBUTIONS
from indexer.web.paths import encoded

_SHAPES = {
    "direct": '<circle cx="6" cy="6" r="5" class="full"/>',
    "inherited": '<circle cx="6" cy="6" r="4.2" class="ring"/><path d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" class="full"/>',
    "none": '<path d="M6 1.2 11 10.4H1z" class="ring"/>',
}
_FOLDER = Path(__file__).parent.parent / "templates"


def render(name: str, values: dict[str, Any]) -> bytes:
    """A template filled with values, in UTF-8. Lone surrogates become question marks."""
    return _template(name).render(values).encode("utf-8", "replace")


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals |= {
        "version": __version__,
        "of_document": addresses.of_document,
        "of_claim": addresses.of_claim,
        "of_source": addresses.of_source,
        "with_query": addresses.with_query,
        "called": ATTRIBUTIONS,
        "badges": _badges(),
    }
    made.filters |= {"number": number, "counted": counted, "encoded": encoded}
    return made


def _badges() -> dict[str, Markup]:
    """The shape and name of each attribution, as HTML that is made once because pages repeat it many times."""
    shape = Markup(
        '<span class="badge {}"><svg class="dot" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"'
        ' focusable="false">{}</svg>{}</span>'
    )
    shapes = {each: Markup(drawn) for each, drawn in _SHAPES.items()}  # noqa: S704  # drawn above
    return {each: shape.format(each, shapes[each], called) for each, called in ATTRIBUTIONS.items()}


def number(value: int) -> str:
    """A number with its thousands set apart."""
    return f"{value:,}"


def counted(value: int, one: str) -> str:
    """A number of things: `1 claim`, `2,000 claims`."""
    return f"{value:,} {one if value == 1 else one + 's'}"
