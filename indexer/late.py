"""Dataclasses that are made when they are first used, so that a command does not wait for what it never uses.

The standard library writes and compiles half a dozen methods for each dataclass, which takes half a millisecond. For all
records of this package that is longer than finding ten claims among a hundred thousand takes. Here a method is made when it
is first asked for: `__init__` mostly by the first record, the others hardly ever.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from dataclasses import dataclass, field

__all__ = ["dataclass", "field"]

_MANY = 4  # fields
_METHODS = ("__repr__", "__dataclass_fields__", "__dataclass_params__")
_OPTIONAL = {
    "eq": ("__eq__",),
    "order": ("__lt__", "__le__", "__gt__", "__ge__"),
    "frozen": ("__setattr__", "__delattr__", "__getstate__", "__setstate__"),
}


if not TYPE_CHECKING:

    def dataclass(*, slots: bool, **options: bool) -> Callable[[type], type]:
        """Like `dataclasses.dataclass`, for classes with slots and no base class; the methods are made later."""
        if not slots:
            raise TypeError("without slots, use the dataclass of the standard library")
        return lambda plain: _put_off(plain, {"eq": True, **options})

    def field(**options: Any) -> _Field:
        """Like `dataclasses.field`, for the fields of such a class."""
        return _Field(options)


class _Field:
    """The options of a field, kept until the standard library asks for them."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options


class _Factory:
    """The default of an argument whose field has a default factory."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()


def _is_plain(default: object) -> bool:
    """Whether a default is a value or a factory, without further options."""
    return not isinstance(default, _Field) or default.options.keys() == {"default_factory"}


class _Late:
    """A class attribute that calls `make` when it is first read; `make` replaces it by its value."""

    __slots__ = ("make", "name")

    def __init__(self, name: str, make: Callable[[], None]) -> None:
        self.name = name
        self.make = make

    def __get__(self, instance: object, owner: type) -> Any:
        self.make()
        return getattr(owner if instance is None else instance, self.name)


def _put_off(plain: type, options: dict[str, bool]) -> type:
    """The class with slots, and with a `_Late` attribute in place of each method."""
    if plain.__bases__ != (object,):
        raise TypeError(f"{plain.__name__} inherits: use the dataclass of the standard library")
    written = {name: value for name, value in vars(plain).items() if name not in {"__dict__", "__weakref__"}}
    written["__qualname__"] = plain.__qualname__
    fields = tuple(plain.__annotations__)
    defaults = {name: written[name] for name in fields if name in written}
    is_plain = "__post_init__" not in written and all(map(_is_plain, defaults.values()))

    def put(found: Mapping[str, Any]) -> None:
        for name, value in found.items():
            if name not in vars(late) or isinstance(vars(late)[name], _Late):
                setattr(late, name, value)

    def make_init() -> None:
        put({"__init__": _init(late, fields, defaults, is_frozen=options.get("frozen", False))})

    def make_all() -> None:
        put(vars(_made(plain.__name__, written, options)))

    body = {name: value for name, value in written.items() if name not in fields}
    body |= {name: _Late(name, make_all) for name in _methods(options) if name not in written}
    body |= {"__init__": _Late("__init__", make_init if is_plain else make_all)}
    body |= {"__slots__": fields, "__match_args__": fields}
    late = type(plain.__name__, (), body)
    return late


def _methods(options: dict[str, bool]) -> Iterator[str]:
    """The names of the methods that a class with these options is given, besides `__init__`."""
    yield from _METHODS
    for option, names in _OPTIONAL.items():
        if options.get(option):
            yield from names
    if options["eq"] and options.get("frozen"):
        yield "__hash__"


def _made(name: str, written: dict[str, Any], options: dict[str, bool]) -> type:
    """The dataclass of the standard library; each call makes a new class, because two threads may both be the first."""
    import dataclasses  # noqa: PLC0415  # needed only to compare, change or print a record

    body = {
        key: dataclasses.field(**value.options) if isinstance(value, _Field) else value
        for key, value in written.items()
    }
    return dataclasses.dataclass(slots=True, **options)(type(name, (), body))


def _filling(late: type, values: Mapping[str, str], *, is_frozen: bool) -> tuple[list[str], dict[str, Any]]:
    """The statements that give a record its values, and the names that they use.

    A frozen record is set through its slots, in two thirds of the time of `object.__setattr__`. A record of many fields is
    turned into an instance of a class with the same slots that is not frozen, and back: this takes half the time again.
    """
    stores = [f"self.{name} = {each}" for name, each in values.items()]
    if not is_frozen:
        return stores, {}
    if len(values) < _MANY:
        calls = [f"_set_{name}(self, {each})" for name, each in values.items()]
        return calls, {f"_set_{name}": vars(late)[name].__set__ for name in values}
    open_class = type(late.__name__, (), {"__slots__": tuple(values)})
    names = {"_set_class": vars(object)["__class__"].__set__, "_open": open_class, "_late": late}
    return ["_set_class(self, _open)", *stores, "self.__class__ = _late"], names


def _init(late: type, fields: tuple[str, ...], defaults: dict[str, Any], *, is_frozen: bool) -> Any:
    """The `__init__` that the standard library would write, without the rest of the class."""
    taken = ", ".join(f"{name}=_defaults[{name!r}]" if name in defaults else name for name in fields)
    factories = {name: each.options["default_factory"] for name, each in defaults.items() if isinstance(each, _Field)}
    values = {name: f"_factories[{name!r}]() if {name} is _factory else {name}" for name in factories}
    values = {name: values.get(name, name) for name in fields}
    fill, setters = _filling(late, values, is_frozen=is_frozen)
    body = "\n  ".join(fill)
    given = {
        "_defaults": {**defaults, **dict.fromkeys(factories, _FACTORY)},
        "_factories": factories,
        "_factory": _FACTORY,
    }
    given |= setters
    source = f"def make({', '.join(given)}):\n def __init__(self, {taken}):\n  {body}\n return __init__"
    made: dict[str, Any] = {}
    exec(source, vars(sys.modules[late.__module__]), made)  # noqa: S102  # as `dataclasses` does; the names are those of our fields
    init = made["make"](**given)
    init.__qualname__ = f"{late.__qualname__}.__init__"
    init.__annotations__ = {name: late.__annotations__[name] for name in fields} | {"return": None}
    return init
