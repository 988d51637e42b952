# ruff: noqa: PTH100, PTH107, PTH109, PTH118  # what is tested are paths as strings
import os
import socket
from pathlib import Path

import pytest

from indexer.errors import IndexerError
from indexer.files import Exclusion, Walk, fingerprint, is_gone, locate, printable, uri_of
from indexer.reports import Failure

SUFFIXES = frozenset({".txt", ".md"})


def make(*names):
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(f"text of {name}\n", encoding="utf-8", errors="backslashreplace")


def walk(*paths, **settings):
    return list(Walk(os.getcwd(), SUFFIXES, **settings).inputs(paths))


def uris(*paths, **settings):
    return [item.uri for item in walk(*paths, **settings)]


def test_a_folder_is_walked_in_order_of_names_and_takes_known_suffixes_only():
    make("a/z.txt", "a/b/c.md", "a/b/C.MD", "a/b/d.pdf", "a/a.txt", "a/Makefile")

    assert uris("a") == ["a/a.txt", "a/b/C.MD", "a/b/c.md", "a/z.txt"]


def test_a_file_named_is_taken_whatever_its_suffix():
    make("a/notes.xyz", "a/Makefile", "a/.hidden")

    assert uris("a/notes.xyz", "a/Makefile", "a/.hidden") == ["a/notes.xyz", "a/Makefile", "a/.hidden"]


def test_hidden_files_hidden_folders_and_the_index_are_passed_over():
    make("a/.b.txt", "a/.git/c.txt", "a/index/d.txt", "a/e.txt")

    assert uris("a", index=os.path.abspath("a/index")) == ["a/e.txt"]


def test_the_index_itself_holds_no_texts():
    make("index/d.txt")

    assert walk("index", index=os.path.abspath("index")) == [
        Failure("index", "is the index itself; name the folder that holds the texts")
    ]


def test_every_text_comes_once_however_often_it_is_named():
    make("a/b.txt", "a/c.txt")
    settings = Walk(os.getcwd(), SUFFIXES)

    found = [item.uri for item in settings.inputs(["a/c.txt", "a", "./a/../a", "a/b.txt", os.path.abspath("a")])]

    assert found == ["a/c.txt", "a/b.txt"]
    assert settings.empty == {}


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (["drafts/"], ["a/b/x.txt", "a/x.bak.txt", "a/x.txt"]),
        (["*.bak.txt"], ["a/b/x.txt", "a/drafts/x.txt", "a/x.txt"]),
        (["/x.txt"], ["a/b/x.txt", "a/drafts/x.txt", "a/x.bak.txt"]),
        (["b/*"], ["a/drafts/x.txt", "a/x.bak.txt", "a/x.txt"]),
        (["x.*", "!x.bak.txt"], ["a/x.bak.txt"]),
        (["**/x.txt"], ["a/x.bak.txt"]),
    ],
)
def test_patterns_mean_what_they_mean_in_gitignore(exclude, left):
    make("a/x.txt", "a/x.bak.txt", "a/drafts/x.txt", "a/b/x.txt")

    assert uris("a", exclude=exclude) == left


@pytest.mark.parametrize(
    ("pattern", "path", "left"),
    [
        ("a/drafts/", ".", ["a/b/x.txt", "a/x.bak.txt", "a/x.txt"]),
        ("a/drafts/", "a", ["a/b/x.txt", "a/x.bak.txt", "a/x.txt"]),
        ("a/drafts/", "a/drafts", ["a/drafts/x.txt"]),  # it was named
        ("a/drafts/", "a/drafts/x.txt", ["a/drafts/x.txt"]),
        ("/x.txt", "a", ["a/b/x.txt", "a/drafts/x.txt", "a/x.bak.txt", "a/x.txt"]),
        ("x.txt", "a", ["a/x.bak.txt"]),
        ("x.txt", "a/x.txt", ["a/x.txt"]),
        ("b/x.txt", "a/b", ["a/b/x.txt"]),
        ("*", "a", ["a/b/x.txt", "a/drafts/x.txt", "a/x.bak.txt", "a/x.txt"]),
    ],
)
def test_patterns_of_a_folder_count_from_it_wherever_a_walk_begins(pattern, path, left):
    make("a/x.txt", "a/x.bak.txt", "a/drafts/x.txt", "a/b/x.txt")
    exclusion = Exclusion(pattern, os.getcwd())

    assert uris(path, exclude=[exclusion]) == left


def test_the_last_pattern_that_fits_decides_wherever_it_counts_from():
    make("a/x.txt", "a/y.txt")

    assert uris("a", exclude=[Exclusion("*.txt", os.path.abspath("a")), "!y.txt"]) == ["a/y.txt"]
    assert uris("a", exclude=[Exclusion("a/*.txt", os.getcwd()), "!y.txt"]) == ["a/y.txt"]
    assert uris("a", exclude=["*.txt", Exclusion("!a/y.txt", os.getcwd())]) == ["a/y.txt"]
    assert uris("a", exclude=[Exclusion("*.txt", os.path.abspath("elsewhere"))]) == ["a/x.txt", "a/y.txt"]


def test_patterns_hold_for_files_that_are_named_too_and_that_is_told():
    make("a.txt", "b.txt")
    told = []
    walk = Walk(os.getcwd(), SUFFIXES, exclude=["b*"], notice=told.append)

    assert [item.uri for item in walk.inputs(["a.txt", "b.txt"])] == ["a.txt"]
    assert told == ["b.txt: is excluded by a pattern, and is passed over"]


def test_a_pattern_that_is_none_is_told():
    with pytest.raises(IndexerError, match="gitignore"):
        Walk(os.getcwd(), SUFFIXES, exclude=["!"])


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing.txt", "no such file or folder"),
        ("", "no such file or folder"),
        ("a.txt/b.txt", "cannot be read: Not a directory"),
        ("x" * 5000, "cannot be read: File name too long"),
        ("nul\0.txt", "cannot be read: embedded null"),
    ],
)
def test_what_cannot_be_found_is_a_failure(path, message):
    make("a.txt")

    [failure, found] = walk(path, "a.txt")

    assert isinstance(failure, Failure)
    assert failure.message.replace("stat: ", "").startswith(message)
    assert found.uri == "a.txt"


def test_links_are_followed_and_circles_end():
    make("a/b/c.txt", "elsewhere/d.txt")
    Path("a/b/up").symlink_to("..", target_is_directory=True)
    Path("a/out").symlink_to(os.path.abspath("elsewhere"), target_is_directory=True)
    Path("a/self.txt").symlink_to("self.txt")
    Path("a/gone.txt").symlink_to("nowhere")

    found = walk("a")

    assert [item.uri for item in found] == ["a/b/c.txt", "a/out/d.txt"]
    assert walk("a/gone.txt") == [Failure("a/gone.txt", "links to a file that is not there")]
    assert walk("a/self.txt") == [Failure("a/self.txt", "cannot be read: Too many levels of symbolic links")]


def test_a_link_in_a_folder_that_leads_to_nothing_is_told_and_no_failure():
    Path("a").mkdir()
    Path("a/gone.txt").symlink_to("nowhere")
    Path("a/self.txt").symlink_to("self.txt")
    Path("a/folder").symlink_to("nowhere", target_is_directory=True)  # may be anything: it has no suffix
    told = []
    settings = Walk(os.getcwd(), SUFFIXES, notice=told.append)

    assert list(settings.inputs(["a"])) == []
    assert told == [
        "a/gone.txt: links to a file that is not there, and is passed over",
        "a/self.txt: links to itself, and is passed over",
    ]
    assert settings.empty == {os.path.abspath("a"): "a"}


def test_pipes_sockets_and_devices_are_not_opened():
    make("a/z.txt")
    os.mkfifo("a/pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a/socket.txt")

    found = walk("a", "a/pipe.txt", "/dev/null")

    assert [(item.path, getattr(item, "message", "read")) for item in found] == [
        ("a/pipe.txt", "is a pipe, not a file; write `-` and feed it to standard input"),
        ("a/socket.txt", "is a socket, not a file"),
        (os.path.abspath("a/z.txt"), "read"),
        ("a/pipe.txt", "is a pipe, not a file; write `-` and feed it to standard input"),
        ("/dev/null", "is a device, not a file"),
    ]


def test_a_folder_that_cannot_be_listed_is_a_failure_and_remembered(monkeypatch):
    make("a/b/c.txt", "a/d.txt")
    scandir = os.scandir

    def refuse(path):  # the superuser, who runs tests in containers, may list every folder
        if str(path).endswith("b"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    settings = Walk(os.getcwd(), SUFFIXES)

    [failure, found] = settings.inputs(["a"])

    assert failure == Failure("a/b", "cannot be read: Permission denied")
    assert found.uri == "a/d.txt"
    assert settings.unread == [os.path.abspath("a/b")]


def test_a_folder_without_texts_is_remembered():
    make("a/x.pdf")
    settings = Walk(os.getcwd(), SUFFIXES)

    assert list(settings.inputs(["a"])) == []
    assert settings.empty == {os.path.abspath("a"): "a"}


def test_a_deep_tree_is_walked():
    deep = os.path.join(*["d"] * 400)
    make(f"{deep}/x.txt")

    assert uris("d") == [f"{deep}/x.txt"]


def test_uris_start_at_the_root_and_are_absolute_outside_it():
    make("in/a.txt", "out/b.txt")
    root = os.path.abspath("in")

    assert [item.uri for item in Walk(root, SUFFIXES).inputs(["in/a.txt", "out"])] == [
        "a.txt",
        os.path.abspath("out/b.txt"),
    ]


def test_a_root_reached_through_a_link_is_the_root():
    make("real/a.txt")
    Path("link").symlink_to("real", target_is_directory=True)

    assert uri_of(locate("link/a.txt", os.path.abspath("real")), os.path.abspath("real")) == "a.txt"
    assert uri_of(locate("real/a.txt", os.path.abspath("link")), os.path.abspath("link")) == "a.txt"


def test_a_name_that_is_no_utf8_has_a_uri_that_is_and_that_leads_back():
    name = os.fsdecode(b"caf\xe9.txt")
    make(name, "\\xe9.txt")

    [found, other] = walk(".")

    assert {found.uri, other.uri} == {"\\xe9.txt", "caf\\xe9.txt"}
    assert not is_gone("caf\\xe9.txt", os.getcwd())
    assert not is_gone("\\xe9.txt", os.getcwd())
    os.remove(name)
    assert is_gone("caf\\xe9.txt", os.getcwd())


def test_only_absence_proves_that_a_file_is_gone():
    make("a.txt")
    Path("dangling.txt").symlink_to("nowhere")

    gone = {name: is_gone(name, os.getcwd()) for name in ("a.txt", "b.txt", "a.txt/c", "dangling.txt", "x" * 5000)}

    assert gone == {"a.txt": False, "b.txt": True, "a.txt/c": True, "dangling.txt": False, "x" * 5000: False}


def test_a_forced_format_is_part_of_what_must_stay():
    plain = fingerprint(b"x", as_format=None, from_stdin=False)

    assert len(plain) == 64
    assert len({plain, fingerprint(b"x", as_format="text", from_stdin=False)}) == 2


def test_printable_leaves_good_names_alone():
    assert printable("日本 é.txt") == "日本 é.txt"
    assert printable(os.fsdecode(b"\xff\xfe")) == "\\xff\\xfe"
    assert printable("half \ud800") == "half \\ud800"
