"""The styles of an ODT file that affect the text of paragraphs, spans and lists."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.late import dataclass, field
from indexer.readers.xmltree import Element, attribute, local

_DEEPEST = 30  # ancestors of a style


@dataclass(slots=True)
class OdtStyle:
    """A style of paragraphs or spans: its display name in lower case, and the properties it sets."""

    name: str = ""
    parent: str = ""
    level: int = 0
    raised: bool = False
    bold: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Level:
    """The numbering of a level of a list; `form` is empty for bullets."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1


@dataclass(slots=True)
class Styles:
    """The styles of a file by their names."""

    styles: dict[str, OdtStyle] = field(default_factory=dict)
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)

    def chain(self, name: str) -> Iterator[OdtStyle]:
        """A style and its ancestors, in order; a style that the file does not define has only a name."""
        if name and name not in self.styles:
            yield OdtStyle(_said(name))
        for _ in range(_DEEPEST):
            found = self.styles.get(name)
            if found is None:
                return
            yield found
            name = found.parent

    def read(self, root: Element | None) -> None:
        """Add the styles of a part."""
        for element in root.iter("{*}style", "{*}list-style") if root is not None else ():
            if local(element) == "style":
                self._style(element)
            else:
                levels = (each for each in element if local(each).startswith("list-level-style"))
                self.lists[attribute(element, "name")] = {number(each, "level"): _level(each) for each in levels}

    def _style(self, element: Element) -> None:
        name = attribute(element, "name")
        said = attribute(element, "display-name").lower() or _said(name)
        style = OdtStyle(said, attribute(element, "parent-style-name"), number(element, "default-outline-level", 0))
        for properties in element.iter("{*}text-properties"):
            style.raised = attribute(properties, "text-position").startswith("super") or _is_above(properties)
            style.bold = attribute(properties, "font-weight") in ("bold", "600", "700", "800", "900")
            style.hidden = attribute(properties, "display") == "none"
        self.styles[name] = style


def _said(name: str) -> str:
    """The display name of a style."""
    return name.replace("_20_", " ").lower()


def number(element: Element, name: str, otherwise: int = 1) -> int:
    """An attribute that is a small number; `otherwise` if it is anything else."""
    said = attribute(element, name)
    return int(said) if said.isdecimal() and len(said) < 5 else otherwise


def _is_above(properties: Element) -> bool:
    """Whether text is raised by a percentage: `33% 58%`."""
    share = attribute(properties, "text-position").partition("%")[0]
    return share.isdecimal() and int(share) > 0


def _level(element: Element) -> Level:
    if local(element) != "list-level-style-number":
        return Level()
    prefix, suffix = attribute(element, "num-prefix"), attribute(element, "num-suffix")
    return Level(attribute(element, "num-format"), prefix, suffix, number(element, "start-value"))
