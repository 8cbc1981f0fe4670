"""Paths in, raw files in a fixed order out."""

import os

import pytest

from pipeline.load.errors import InputNotFoundError
from pipeline.load.settings import LoadSettings
from pipeline.load.sorted_names import sorted_names
from pipeline.load.walk import InputFile, find_inputs
from schemas.reasons import Reason

FILES = (
    "alpha/2024/1.txt",
    "alpha/2.txt",
    "beta/1.txt",
    "beta/.cache/x.txt",
    ".hidden.txt",
    "gamma.tar.gz",
    "loose.txt",
    "Zeta/é.txt",
)


@pytest.fixture
def archive(tmp_path):
    """A folder of two sites, some loose files and some hidden ones."""
    root = tmp_path / "dumps"
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"News.\n")
    return root


def names(root, paths, **more):
    found = find_inputs(paths, LoadSettings(), **more)
    return [item.path.relative_to(root).as_posix() for item in found if isinstance(item, InputFile)]


def test_finds_files_sorted_by_bytes_without_hidden_ones(archive):
    """The order is that of the names' bytes, on every machine."""
    assert names(archive, [archive]) == [
        "Zeta/é.txt",
        "alpha/2.txt",
        "alpha/2024/1.txt",
        "beta/1.txt",
        "gamma.tar.gz",
        "loose.txt",
    ]


def test_names_sources(archive):
    """The first folder, else the archive's stem, else PATH's own name; a file's folder; a setting beats all."""
    found = {item.path.name: item.source for item in find_inputs([archive], LoadSettings())}
    assert found == {"é.txt": "Zeta", "2.txt": "alpha", "1.txt": "beta", "gamma.tar.gz": "gamma", "loose.txt": "dumps"}
    (single,) = find_inputs([archive / "alpha" / "2.txt"], LoadSettings())
    assert single.source == "alpha"
    assert {item.source for item in find_inputs([archive], LoadSettings(source="given"))} == {"given"}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["loose.txt"]),
        ("*/*.txt", ["Zeta/é.txt", "alpha/2.txt", "beta/1.txt"]),
        ("**/1.txt", ["alpha/2024/1.txt", "beta/1.txt"]),
        ("**", ["Zeta/é.txt", "alpha/2.txt", "alpha/2024/1.txt", "beta/1.txt", "gamma.tar.gz", "loose.txt"]),
        ("[ab]*", ["alpha/2.txt", "alpha/2024/1.txt", "beta/1.txt"]),
        ("[!a-z]*/?.txt", ["Zeta/é.txt"]),
        ("alpha/**/?.txt", ["alpha/2.txt", "alpha/2024/1.txt"]),
    ],
)
def test_expands_patterns(archive, pattern, expected):
    """`*` stays in one folder, `**` stands for any number of them, a folder that matches stands for all in it."""
    assert names(archive, [f"{archive}/{pattern}"]) == expected


def test_takes_an_existing_name_with_a_bracket_literally(archive):
    """A file whose name looks like a pattern is that file."""
    (archive / "a[1].txt").write_bytes(b"News.\n")
    assert names(archive, [archive / "a[1].txt"]) == ["a[1].txt"]


def test_gives_no_file_twice(archive):
    """Overlapping paths, also through a link, count once; what only the second path reaches is given."""
    (archive.parent / "again").symlink_to(archive)
    paths = [
        archive / "beta",
        f"{archive}/*/2.txt",
        archive,
        archive.parent / "again",
        archive / "loose.txt",
        archive / "beta" / ".cache",
    ]
    found = names(archive, paths)
    assert len(found) == len(set(found)) == 7
    assert found[-1] == "beta/.cache/x.txt"


def test_leaves_out_what_is_skipped(archive):
    """The dataset's own folder may lie below PATH."""
    assert names(archive, [archive], skip=[archive / "alpha", archive / "loose.txt"]) == [
        "Zeta/é.txt",
        "beta/1.txt",
        "gamma.tar.gz",
    ]
    assert names(archive, [archive / "alpha" / "2.txt"], skip=[archive / "alpha"]) == []


def test_refuses_links_and_special_files(archive):
    """Links are never followed, so that loops cannot be; each is a rejection."""
    (archive / "alpha" / "loop").symlink_to(archive)
    (archive / "alpha" / "link.txt").symlink_to("2.txt")
    os.mkfifo(archive / "alpha" / "pipe.txt")
    found = list(find_inputs([archive / "alpha"], LoadSettings()))
    refused = [item for item in found if not isinstance(item, InputFile)]
    assert [item.reason for item in refused] == [Reason.LINK] * 3
    assert len(found) == 5


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every folder")
def test_refuses_an_unreadable_folder(archive):
    """A folder that cannot be listed is one rejection; the others are read."""
    (archive / "alpha").chmod(0)
    found = list(find_inputs([archive], LoadSettings()))
    (archive / "alpha").chmod(0o755)
    assert [item.reason for item in found if not isinstance(item, InputFile)] == [Reason.UNREADABLE]


@pytest.mark.parametrize("wrong", ["nothing", "nothing/*.txt", "dumps/*.pdf"])
def test_stops_at_a_path_that_names_nothing(archive, wrong):
    """A mistyped path is an error at the start, before anything is read."""
    with pytest.raises(InputNotFoundError, match=wrong.rpartition("/")[2].replace("*", r"\*")):
        find_inputs([archive, f"{archive.parent}/{wrong}"], LoadSettings())


def test_sorts_in_runs_on_disk(tmp_path):
    """Names above what memory holds are merged from disk into the same order, odd names included."""
    expected = sorted([f"{i * 7919 % 1000:03}.txt" for i in range(50)] + ["new\nline.txt", "é.txt"], key=os.fsencode)
    for name in expected:
        (tmp_path / name).touch()
    for run_names in (1, 7, 52, 1000):
        assert list(sorted_names(tmp_path, run_names)) == expected


def test_survives_names_that_are_no_utf8(tmp_path):
    """A Latin-1 file name becomes an address and a source that can be stored."""
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    (folder / os.fsdecode(b"\xe9t\xe9.txt")).write_bytes(b"News.\n")
    (item,) = find_inputs([tmp_path], LoadSettings())
    item.source.encode()
    assert item.path.as_uri().endswith("/caf%E9/%E9t%E9.txt")
