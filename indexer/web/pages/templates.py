"""The templates, compiled once. Every value is escaped; a name that a template misspells is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from indexer.version import __version__
from indexer.web.pages import addresses
from indexer.web.pages.naming import ATTRIBUTIONS
from indexer.web.paths import encoded

_FOLDER = Path(__file__).parent.parent / "templates"


def render(name: str, values: dict[str, Any]) -> bytes:
    """A template with values. What no file of text can hold becomes a question mark."""
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
    }
    made.filters |= {"number": number, "counted": counted, "encoded": encoded}
    return made


def number(value: int) -> str:
    """A number with its thousands set apart."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """So many of something: `1 claim`, `2,000 claims`."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"
