"""From what callers call documents and sources to the ids of an index, or to `NotFound` with a hint."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from indexer.errors import HINTED, NotFound, either, hint
from indexer.files import came_from_stdin, locate, placing, uri_of
from indexer.index.query import map_sources
from indexer.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indexer.index import Index
    from indexer.index.query import Query

_SHORT = 5
"""A name of fewer characters is taken for a label."""
_LABEL_OF_DOCUMENT = pattern(r"(?s)(.+)\[([^\[\]]+)\]")


class NameLookup:
    """Looks up the names of documents and sources in an index. `root` is the folder that relative uris start from."""

    def __init__(self, index: Index, root: str) -> None:
        self._index = index
        self._root = root

    def document(self, name: str) -> str:
        """The uri of the only document that `documents` gives for the name. Raises `NotFound`, also if there are several."""
        found = self.documents(name)
        if len(found) > 1:
            raise NotFound(f"{name!r} stands for {len(found)} documents, and one is wanted{either(found)}")
        return found[0]

    def documents(self, name: str) -> Sequence[str]:
        """The uri of the document with this uri or path, or whose uri alone ends with the name.

        Otherwise the uris of the documents below a folder, otherwise of those that `document:` means in a query. Raises `NotFound`.
        """
        found = self._called(name)
        if len(found) > 1:
            raise NotFound(f"{len(found)} documents are called {name!r}{either(found)}; write more of the path")
        found = found or self._several(name)
        if not found:
            raise self._no_document(name)
        return found

    def came_from(self, names: Iterable[str]) -> set[str]:
        """The uris of the documents with these uris or paths, and of those whose files are or were below these folders. Raises `NotFound`."""
        known = self._index.digests()
        found: set[str] = set()
        held: set[str] = set()
        folders: dict[str, str] = {}
        for name in names:
            if at := self._at(name, known):
                found.update(at)
            elif name.strip():  # else it is no name of the current folder
                folders.setdefault(_composed(locate(name, self._root)), name)
            else:
                raise self._no_document(name)
        places = placing(folders, _composed(self._root))
        for uri in known if folders else ():
            above = places(_composed(uri))
            if above and not came_from_stdin(known[uri]):
                found.add(uri)
                held.update(above)
        for folder, name in folders.items():
            if folder not in held:
                raise self._no_document(name)
        return found

    def sources(self, name: str, document: str | None = None) -> frozenset[str]:
        """The ids of the sources with this label in the document, this id, URL, DOI or `uri[label]`, or at this host or pattern.

        Raises `NotFound`.
        """
        uris = None if document is None else self.documents(document)
        found = self._source(name, uris) or self._found_at(name)
        if not found:
            raise NotFound(self._no_source(name, uris))
        return found

    def in_query(self, query: Query, document: str | None) -> Query:
        """The query with the names of known sources replaced by their ids."""
        uris = None if document is None else self.documents(document)
        return map_sources(query, lambda name: self._source(name, uris), self._dois_at)

    def _called(self, name: str) -> list[str]:
        """The documents with this uri or path, otherwise those whose uris end with the name."""
        end = "/" + _composed(name)
        known = self._index.digests()
        return self._at(name, known) or [uri for uri in known if _composed(uri).endswith(end)]

    def _at(self, name: str, known: Mapping[str, str]) -> list[str]:
        """The known documents with this uri or path, whatever form of Unicode it is typed in."""
        if name in known:
            return [name]
        path = uri_of(locate(name, self._root), self._root)
        if path in known:
            return [path]
        if name.isascii():
            return []
        alike = {_composed(name), _composed(path)}
        return [uri for uri in known if _composed(uri) in alike]

    def _several(self, name: str) -> list[str]:
        """The documents below a folder, otherwise those whose uris match the name as a path from here, otherwise as it stands."""
        from indexer.index.matching import document_test  # noqa: PLC0415  # needed only for names of several documents

        if not name.strip():
            return []
        found = self._below(name)
        for each in (uri_of(locate(name, self._root), self._root), name):
            found = found or [*filter(document_test(each), self._index.digests())]
        return sorted(found)

    def _below(self, name: str) -> list[str]:
        if not name.strip():  # an empty name does not mean the current folder
            return []
        places = placing([_composed(locate(name, self._root))], _composed(self._root))
        return [uri for uri in self._index.digests() if places(_composed(uri))]

    def _no_document(self, name: str) -> NotFound:
        return NotFound(f"no document {name!r}{hint(name, self._index.digests())}; list them with: indexer documents")

    def _source(self, name: str, uris: Sequence[str] | None) -> frozenset[str] | None:
        """The sources with this label in the only document, otherwise with this id, URL, DOI or `uri[label]`."""
        if uris is not None and len(uris) == 1 and (labelled := self._labelled(name, uris[0])):
            return labelled
        from indexer.sources import canonical_source  # noqa: PLC0415  # needed only for queries that name a source

        for candidate in dict.fromkeys((name, canonical_source(name))):
            if candidate is not None and self._index.has_source(candidate):
                return frozenset({candidate})
        match = _LABEL_OF_DOCUMENT.fullmatch(name)
        return (match and self._labelled(match[2], match[1])) or None

    def _labelled(self, label: str, uri: str) -> frozenset[str]:
        """The sources that a document calls `label`: more than one where its sections have their own lists."""
        names = {label, label.removeprefix("[").removesuffix("]").removeprefix("^")}
        return frozenset(each.id for each in self._index.sources(uri) if not names.isdisjoint(each.labels.get(uri, ())))

    def _found_at(self, name: str) -> frozenset[str]:
        """The sources that `source:` in a query means by a host or a pattern."""
        from indexer.index.matching import source_test  # noqa: PLC0415  # needed only for names of several sources

        if not _is_place(name):
            return frozenset()
        test = source_test(name)
        return frozenset(each.id for each in self._index.sources() if test(each.id)) | self._dois_at(name)

    def _dois_at(self, name: str) -> frozenset[str]:
        """The ids of the DOIs for which references give an address at a host or pattern."""
        from indexer.index.matching import source_test  # noqa: PLC0415  # see `_found_at`

        if not _is_place(name):
            return frozenset()
        test = source_test(name)
        return frozenset(source_id for source_id, url in self._index.dois().items() if test(url))

    def _no_source(self, name: str, uris: Sequence[str] | None) -> str:
        if not name.strip():
            return "no source is named: give its id, URL or DOI, or with --document a label"
        # Of a large index only so many documents are read as are looked at.
        asked = (each.uri for each in self._index.documents()) if uris is None else uris
        sources = list(islice((found for each in asked for found in self._index.sources(each)), HINTED))
        is_label = any(name in labels for each in sources for labels in each.labels.values())
        if (uris is None or len(uris) > 1) and (is_label or len(name) < _SHORT):
            several = f"with one document, and {len(uris)} are named" if uris else "with the document that uses it"
            return f"no source {name!r}; a label means something only {several}: --document URI"
        known = dict.fromkeys(each.id for each in sources)
        if _is_place(name) and "/" not in name:
            from indexer.hosts import host_of  # noqa: PLC0415  # needed only for misspelt names

            known = dict.fromkeys(filter(None, map(host_of, known))) | known
        where = f" in {uris[0]}" if uris is not None and len(uris) == 1 else ""
        called = list(dict.fromkeys(each.id for each in sources if name.casefold() in (each.title or "").casefold()))
        meant = either(called) if called else hint(name, known)
        return f"no source {name!r}{where}{meant}; list them with: indexer sources"


def _is_place(name: str) -> bool:
    """Whether a name may be a host or a pattern; other names are answered without looking at all sources."""
    return "." in name or "*" in name


def _composed(name: str) -> str:
    """A name in composed form (NFC), in which names are compared: some systems write letters and accents apart."""
    if name.isascii():
        return name
    from unicodedata import normalize  # noqa: PLC0415  # hardly ever needed

    return normalize("NFC", name)
