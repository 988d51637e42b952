import ast
import copy
import dataclasses
import inspect
import pickle
import threading
from importlib import import_module

import pytest
from test_layers import MODULES

from indexer.late import _Late, dataclass, field
from indexer.model import Span


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A point."""

    x: int
    y: int = 0
    names: tuple[str, ...] = ()

    @property
    def sum(self):
        return self.x + self.y


@dataclass(slots=True)
class Basket:
    """A basket."""

    owner: str
    fruits: list[str] = field(default_factory=list)
    count: int = 0

    def __post_init__(self):
        self.count = len(self.fruits)


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """A thing that is equal to itself only."""

    name: str


def records():
    """Every class of the package that is made late: its module and its name."""
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        late = any(isinstance(node, ast.ImportFrom) and node.module == "indexer.late" for node in tree.body)
        for node in tree.body if late else ():
            if isinstance(node, ast.ClassDef) and node.decorator_list:
                yield module, node.name, ast.unparse(node)


def by_the_library(module, name, source):
    """The same class, made by the standard library."""
    made = {**vars(module), "dataclass": dataclasses.dataclass, "field": dataclasses.field}
    exec("from __future__ import annotations\n" + source, made)  # noqa: S102
    return made[name]


def made_of(one):
    return None if one.default_factory is dataclasses.MISSING else one.default_factory()


@pytest.mark.parametrize(("module", "name", "source"), list(records()))
def test_every_record_is_what_the_standard_library_makes_of_it(module, name, source):
    ours = getattr(import_module(module), name)
    theirs = by_the_library(import_module(module), name, source)

    def described(each):
        return [
            (one.name, one.type, one.default, made_of(one), one.init, one.repr, one.compare, one.hash)
            for one in dataclasses.fields(each)
        ]

    assert described(ours) == described(theirs)
    assert repr(ours.__dataclass_params__) == repr(theirs.__dataclass_params__)
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert ours.__slots__ == theirs.__slots__
    assert ours.__match_args__ == theirs.__match_args__
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    assert set(vars(ours)) - {"__firstlineno__"} == set(vars(theirs)) - {"__firstlineno__"}
    assert not any(isinstance(value, _Late) for key, value in vars(ours).items() if key != "__init__")


def test_records_compare_print_and_hash():
    assert Point(1) == Point(1, 0) != Point(1, 2)
    assert Point(1) != (1, 0, ())
    assert Point(1) < Point(1, 1) <= Point(1, 1)
    assert repr(Point(1, names=("a",))) == "Point(x=1, y=0, names=('a',))"
    assert len({Point(1), Point(1), Point(2)}) == 2
    assert Point(3, 4).sum == 7
    assert Thing("a") != Thing("a")


def test_frozen_records_do_not_change():
    point = Point(1)
    for change in (lambda: setattr(point, "x", 2), lambda: delattr(point, "x")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert dataclasses.replace(point, y=5) == Point(1, 5)
    assert not hasattr(point, "__dict__")


def test_other_records_change_and_have_lists_of_their_own():
    first, second = Basket("a"), Basket("b")
    first.fruits.append("apple")
    first.owner = "c"

    assert (first.owner, first.fruits, second.fruits) == ("c", ["apple"], [])
    assert Basket("d", ["pear"]).count == 1
    with pytest.raises(TypeError, match="unhashable"):
        hash(first)


@pytest.mark.parametrize(
    ("arguments", "named", "message"),
    [
        ((), {}, r"__init__\(\) missing 1 required positional argument: 'x'"),
        ((1, 2, (), 4), {}, r"__init__\(\) takes from 2 to 4 positional arguments but 5 were given"),
        ((1,), {"z": 1}, r"__init__\(\) got an unexpected keyword argument 'z'"),
    ],
)
def test_wrong_arguments_are_told(arguments, named, message):
    with pytest.raises(TypeError, match=f"Point.{message}"):
        Point(*arguments, **named)


def test_patterns_match():
    match Point(1, 2, ("a",)):
        case Point(x, y, (name,)):
            assert (x, y, name) == (1, 2, "a")


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_records_pass_between_processes(protocol):
    for record in (Point(1, 2), Basket("a", ["b"]), Span(1, 2)):
        assert pickle.loads(pickle.dumps(record, protocol)) == record  # noqa: S301
        assert copy.deepcopy(record) == copy.copy(record) == record


def test_a_record_may_come_before_its_methods():
    @dataclass(frozen=True, slots=True)
    class Pair:
        """Two numbers."""

        first: int
        second: int

    copied = Pair.__new__(Pair)
    copied.__setstate__([1, 2])

    assert repr(copied).endswith("Pair(first=1, second=2)")
    assert copied == Pair(1, 2)


def test_threads_may_make_a_class_at_once():
    for _ in range(20):

        @dataclass(frozen=True, slots=True)
        class Pair:
            """Two numbers."""

            first: int
            second: int

        start, seen = threading.Barrier(4), []

        def use(kind=Pair, start=start, seen=seen):
            start.wait()
            seen.append((hash(kind(1, 2)), repr(kind(1, 2)), kind(1, 2) == kind(1, 2)))

        threads = [threading.Thread(target=use) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(seen) == 4
        assert len(set(seen)) == 1


def test_what_the_standard_library_has_to_make_is_left_to_it():
    with pytest.raises(TypeError, match="without slots"):
        dataclass(slots=False)

    with pytest.raises(TypeError, match="inherits"):

        @dataclass(frozen=True, slots=True)
        class Child(Span):
            """A span."""
