"""JSON schemas for the types of JSON objects."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

Schema = dict[str, Any]

_PLAIN: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
}


def schema_of(kind: Any, named: dict[str, Schema]) -> Schema:
    """The schema of a type. That of a typed dictionary is put into `named`, and the result is a reference to it."""
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is list:
        return {"type": "array", "items": schema_of(arguments[0], named)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1], named)}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in {Union, UnionType}:
        return {"anyOf": [schema_of(each, named) for each in arguments]}
    if not is_typeddict(kind):
        raise TypeError(f"{kind} has no schema")
    name: str = kind.__name__
    if name not in named:
        named[name] = {}  # for types that contain themselves
        named[name] = _object(kind, named)
    return {"$ref": f"#/components/schemas/{name}"}


def _object(kind: Any, named: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {name: schema_of(hint, named) for name, hint in hints.items()},
        "required": [name for name in hints if name in kind.__required_keys__],
        "additionalProperties": False,
    }
