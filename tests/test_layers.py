"""The imports of the package go down only, in no circle, and no part of it grows too large."""

import ast
from pathlib import Path

import pytest

import indexer

ROOT = Path(indexer.__file__).parent

# What each layer may import beside itself and the bottom.
BOTTOM = {
    "bare",
    "dates",
    "entryfields",
    "inline",
    "garbage",
    "late",
    "patterns",
    "filenames",
    "folding",
    "leads",
    "listheadings",
    "listnames",
    "linking",
    "model",
    "errors",
    "problems",
    "reports",
    "sources",
    "hosts",
    "identity",
    "notes",
    "places",
    "scripts",
    "sections",
    "superscripts",
    "version",
    "works",
}
ALLOWED = {
    "bottom": set(),
    "files": set(),
    "render": set(),
    "readers": set(),
    "index": set(),
    "audit": set(),
    "markers": set(),
    "references": set(),
    "sentences": set(),
    "keys": set(),
    "passages": set(),
    "antecedents": {"markers"},
    "columns": {"markers"},
    "labels": {"markers"},
    "page": {"antecedents", "columns", "labels", "markers"},
    "misplaced": {"page", "markers"},
    "faults": {"misplaced", "page", "antecedents", "markers"},
    "statements": set(),
    "claims": {"faults", "page", "passages", "sentences", "statements", "references", "keys"},
    "bibliographies": {"readers", "files"},
    "extracting": {"claims", "keys", "bibliographies", "readers", "files"},
    "building": {"extracting", "index"},
    "ingesting": {"building", "extracting", "bibliographies", "files", "index"},
    "hosting": set(),
    "comparing": set(),
    "summing": set(),
    "auditing": {"extracting", "sourcetexts", "audit", "files"},
    "fixes": {"page", "references", "markers", "audit"},
    "fixing": {"fixes", "auditing", "extracting", "bibliographies", "readers", "audit", "files", "replacing"},
    "sourcetexts": {"readers", "audit", "files"},
    "baseline": {"files", "replacing"},
    "replacing": set(),
    "configuring": {"files"},
    "copying": {"index"},
    "keeping": {"index", "extracting", "readers", "files"},
    "meaning": {"index", "files"},
    "corpus": {
        "meaning",
        "summing",
        "ingesting",
        "extracting",
        "bibliographies",
        "claims",
        "readers",
        "index",
        "audit",
        "files",
    },
    "root": {"keeping", "copying", "corpus", "extracting", "auditing", "audit", "comparing", "fixing"},
    "cli": {
        "root",
        "corpus",
        "mcp",
        "web",
        "hosting",
        "keeping",
        "copying",
        "extracting",
        "auditing",
        "baseline",
        "comparing",
        "fixing",
        "configuring",
        "readers",
        "files",
        "render",
        "audit",
    },
    "web": {"root", "corpus", "hosting", "extracting", "index", "audit", "readers", "files", "render"},
    "mcp": {"root", "corpus", "hosting", "extracting", "audit", "render"},
    "__main__": {"cli"},
}
# Third-party packages stay where they belong.
PACKAGES = {
    "click": {"cli"},
    "tqdm": {"cli"},
    "whoosh": {"index"},
    "numpy": {"index"},
    "opensearchpy": {"index"},
    "markdown_it": {"readers"},
    "lxml": {"readers"},
    "bibtexparser": {"readers"},
    "pylatexenc": {"readers"},
    "rispy": {"readers"},
    "pypdfium2": {"readers"},
    "mcp": {"mcp"},
    "pydantic": {"mcp"},
    "uvicorn": {"hosting"},
    "starlette": {"web"},
    "jinja2": {"web"},
    "charset_normalizer": {"readers"},
    "pathspec": {"files"},
}
# And within the index, only there; the rest of it is what is read without them.
SUBPACKAGES = {
    "whoosh": ("indexer.index.whoosh.",),
    "numpy": ("indexer.index.segments.", "indexer.index.whoosh."),
    "opensearchpy": ("indexer.index.opensearch.",),
}
# What listing and short questions use must not load them either, not even through another module.
LIGHT = {
    f"indexer.index.{name}"
    for name in (
        "backends",
        "store",
        "segments.bm25",
        "segments.checking",
        "segments.claims",
        "segments.layout",
        "segments.listing",
        "segments.manifest",
        "segments.mapped",
        "segments.plain",
        "segments.policy",
        "segments.snapshot",
        "segments.sources",
        "segments.stretch",
    )
}
MODULE_LINES = 400
FUNCTION_LINES = 40
LONG = {"indexer.sentences": {"split"}}  # one loop over a text, whose steps share what they know


def module_name(path):
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(ROOT.rglob("*.py"))}


def layer(module):
    parts = module.split(".")
    if len(parts) == 1:
        return "root"
    if parts[1] in BOTTOM:
        return "bottom"
    return parts[1]


def statements(tree, *, lazy):
    """The statements that run on import; with `lazy` those inside functions too; never those for type checkers."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) and not lazy:
            continue
        yield node
        yield from statements(node, lazy=lazy)


def imports(path, *, lazy=True):
    """The modules that a file imports; of our own the very module that a name comes from."""
    for node in statements(ast.parse(path.read_text(encoding="utf-8")), lazy=lazy):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down_only(module):
    own = layer(module)
    for name in imports(MODULES[module]):
        package = name.partition(".")[0]
        if package == "indexer":
            other = layer(name)
            assert other in {own, "bottom", *ALLOWED[own]}, f"{module} imports {name}"
        elif package in PACKAGES:
            assert own in PACKAGES[package], f"{module} imports {name}"
            assert f"{module}.".startswith(SUBPACKAGES.get(package, "")), f"{module} imports {name}"


@pytest.mark.parametrize("module", sorted(LIGHT))
def test_what_only_reads_is_light(module):
    seen, left = set(), [module]
    while left:
        name = left.pop()
        assert name.partition(".")[0] not in SUBPACKAGES, f"{module} loads {name}"
        if name in MODULES and name not in seen:
            seen.add(name)
            left += imports(MODULES[name], lazy=False)


def test_no_import_leads_back():
    graph = {
        module: {name for name in imports(path, lazy=False) if name in MODULES} for module, path in MODULES.items()
    }
    left = {module: names - {module} for module, names in graph.items()}
    while free := [module for module, names in left.items() if not names & left.keys()]:
        for module in free:
            del left[module]

    assert left == {}


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_functions_stay_small(module):
    source = MODULES[module].read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MODULE_LINES

    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
        and node.name not in LONG.get(module, ())
    ]
    assert long == []


def test_no_module_is_a_drawer():
    assert not {"utils", "helpers", "misc", "common"} & {name.rpartition(".")[2] for name in MODULES}
