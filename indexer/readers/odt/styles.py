"""The styles of an ODT file, and what they say about its paragraphs, words and lists."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.late import dataclass, field
from indexer.readers.xmltree import Element, local

_DEEPEST = 30  # styles that one has above it


@dataclass(slots=True)
class Style:
    """A style of paragraphs or words: its name without the coding of spaces, in lower case, and what it changes."""

    name: str = ""
    parent: str = ""
    level: int = 0
    raised: bool = False
    bold: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Level:
    """How a level of a list is numbered; `form` is empty for bullets."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1


@dataclass(slots=True)
class Styles:
    """The styles of a file by their names."""

    styles: dict[str, Style] = field(default_factory=dict)
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)

    def chain(self, name: str) -> Iterator[Style]:
        """A style and those above it; of one that the file does not have the name alone is known."""
        if name and name not in self.styles:
            yield Style(_said(name))
        for _ in range(_DEEPEST):
            found = self.styles.get(name)
            if found is None:
                return
            yield found
            name = found.parent

    def read(self, root: Element | None) -> None:
        """Take in the styles of a part."""
        for element in root.iter("{*}style", "{*}list-style") if root is not None else ():
            if local(element) == "style":
                self._style(element)
            else:
                levels = (each for each in element if local(each).startswith("list-level-style"))
                self.lists[value(element, "name")] = {number(each, "level"): _level(each) for each in levels}

    def _style(self, element: Element) -> None:
        name = value(element, "name")
        said = value(element, "display-name").lower() or _said(name)
        style = Style(said, value(element, "parent-style-name"), number(element, "default-outline-level", 0))
        for properties in element.iter("{*}text-properties"):
            style.raised = value(properties, "text-position").startswith("super") or _is_above(properties)
            style.bold = value(properties, "font-weight") in ("bold", "600", "700", "800", "900")
            style.hidden = value(properties, "display") == "none"
        self.styles[name] = style


def _said(name: str) -> str:
    """The name of a style as it is shown."""
    return name.replace("_20_", " ").lower()


def value(element: Element, name: str) -> str:
    """An attribute by its local name."""
    return next((str(said) for key, said in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def number(element: Element, name: str, otherwise: int = 1) -> int:
    """An attribute that is a small number."""
    said = value(element, name)
    return int(said) if said.isdecimal() and len(said) < 5 else otherwise


def _is_above(properties: Element) -> bool:
    """Whether words are set a percentage above the line: `33% 58%`."""
    share = value(properties, "text-position").partition("%")[0]
    return share.isdecimal() and int(share) > 0


def _level(element: Element) -> Level:
    if local(element) != "list-level-style-number":
        return Level()
    prefix, suffix = value(element, "num-prefix"), value(element, "num-suffix")
    return Level(value(element, "num-format"), prefix, suffix, number(element, "start-value"))
