"""`expected.json` against the files of the archive themselves, without the pipeline: that it promises nothing the dumps do not hold."""

import gzip
import json
import re
import tarfile
import zipfile
from collections import defaultdict
from typing import Any

import pytest

from tests.seeds.build_archive import ARCHIVE, EXPECTED, HANDMADE, expectation, versions
from tests.seeds.dump_styles import STYLES, Version

WANTED: dict[str, dict[str, Any]] = json.loads(EXPECTED.read_text(encoding="utf-8"))
ACCEPTED = {key: wanted for key, wanted in WANTED.items() if "reject" not in wanted}
RELATIONS = {"canonical", "exact", "near", "excerpt", "extended"}
MAX_BYTES = 600_000
"""The sample is cloned by everybody."""


def raw_bytes(key: str) -> bytes:
    """What stands in the archive under a key of `expected.json`: `path`, `path!member` or `path#line`."""
    path, _, member = key.partition("!")
    path, _, line = path.partition("#")
    file = ARCHIVE / path
    if member and path.endswith(".zip"):
        with zipfile.ZipFile(file) as z:
            return z.read(member)
    if member:
        with tarfile.open(file) as tar:
            found = tar.extractfile(member)
            assert found is not None
            return found.read()
    data = gzip.decompress(file.read_bytes()) if path.endswith(".gz") else file.read_bytes()
    return data.split(b"\n")[int(line)] if line else data


def raw_text(key: str) -> str:
    """The same, decoded; a row of JSON Lines as its fields, one a line."""
    data = raw_bytes(key)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("windows-1252")
    return "\n".join(map(str, json.loads(text).values())) if "#" in key else text


def words(text: str) -> list[str]:
    """Words without the marks that dump styles put between and around them; a Markdown link's address is none."""
    return re.findall(r"\w+", re.sub(r"\]\([^)]*\)|<[^>]+>", " ", text))


def letters(text: str) -> str:
    """Letters and figures alone: a dump may wrap a headline, or glue a name to what follows it."""
    return "".join(words(text))


def in_order(needles: list[str], hay: list[str]) -> bool:
    """True where all needles occur in the hay, in their order."""
    rest = iter(hay)
    return all(needle in rest for needle in needles)


def test_every_file_is_expected_and_every_expectation_is_a_file() -> None:
    """No document goes unjudged: whatever stands in the archive is read as input."""
    files = {str(p.relative_to(ARCHIVE)) for p in ARCHIVE.rglob("*") if p.is_file()}
    assert files == {re.split("[!#]", key)[0] for key in WANTED}


@pytest.mark.parametrize("path", sorted({re.split("[!#]", key)[0] for key in WANTED if "!" in key or "#" in key}))
def test_containers_hold_what_is_expected_and_no_more(path: str) -> None:
    """Each member or line has its own expectation."""
    parts = {key for key in WANTED if re.split("[!#]", key)[0] == path}
    if path.endswith(".zip"):
        with zipfile.ZipFile(ARCHIVE / path) as z:
            found = {f"{path}!{name}" for name in z.namelist()}
    elif path.endswith(".tar.gz"):
        with tarfile.open(ARCHIVE / path) as tar:
            found = {f"{path}!{name}" for name in tar.getnames()}
    else:
        data = (ARCHIVE / path).read_bytes()
        lines = (gzip.decompress(data) if path.endswith(".gz") else data).splitlines()
        found = {f"{path}#{i}" for i in range(len(lines))}
    assert found == parts


@pytest.mark.parametrize("key", sorted(ACCEPTED))
def test_each_expected_paragraph_stands_in_its_dump(key: str) -> None:
    """Word for word, in order."""
    body = " ".join(ACCEPTED[key]["body"])
    assert body
    assert in_order(words(body), words(raw_text(key)))


@pytest.mark.parametrize("key", sorted(ACCEPTED))
def test_each_expected_column_is_printed_in_its_dump(key: str) -> None:
    """Nothing is to be guessed: title, people, dateline, section, captions are there to be read."""
    wanted, text = ACCEPTED[key], letters(raw_text(key))
    values = [wanted["title"], wanted["dateline"], wanted["section"], *wanted["authors"], *wanted.get("captions", [])]
    assert not [value for value in values if value and letters(value) not in text]


@pytest.mark.parametrize("key", sorted(ACCEPTED))
def test_relations_are_among_those_of_the_table(key: str) -> None:
    """A misspelt relation would be compared with none."""
    assert ACCEPTED[key]["relation"] in RELATIONS


def test_the_archive_has_the_variety_it_promises() -> None:
    """Eight outlets, six wire stories in three versions or more, four dump styles, three languages' worth of outlets, every refusal."""
    stories: dict[str, list[str]] = defaultdict(list)
    for key, wanted in ACCEPTED.items():
        if wanted["agencies"]:
            stories[wanted["story"]].append(key)
    assert len({key.split("/")[0] for key in WANTED}) >= 8
    assert sum(len(keys) >= 3 and len({k.split("/")[0] for k in keys}) >= 2 for keys in stories.values()) >= 6
    assert len({v.style for v in versions()}) >= 4
    assert {wanted["reject"] for wanted in WANTED.values() if "reject" in wanted} >= {
        "empty",
        "no_body",
        "wrong_extension",
        "bad_json",
    }


def test_each_story_has_one_canonical_version() -> None:
    """Or none, where another outlet's page is the same to the letter and either may be chosen."""
    chosen: dict[str, int] = defaultdict(int)
    for wanted in ACCEPTED.values():
        chosen[wanted["story"]] += wanted["relation"] == "canonical"
    assert not {story: count for story, count in chosen.items() if count != 1}


def test_the_sample_stays_small() -> None:
    """It is part of every clone."""
    assert sum(p.stat().st_size for p in ARCHIVE.rglob("*") if p.is_file()) < MAX_BYTES


@pytest.mark.parametrize("version", versions(), ids=lambda v: f"{v.site}-{v.name}")
def test_the_builder_makes_the_committed_files(version: Version) -> None:
    """The archive and its builder do not drift apart."""
    (path,) = (ARCHIVE / version.site / version.date[:4]).glob(f"{version.date}-{version.name}.*")
    assert words(raw_text(str(path.relative_to(ARCHIVE)))) == words(STYLES[version.style](version))
    assert WANTED[str(path.relative_to(ARCHIVE))] == expectation(version)


def test_expectations_of_handmade_documents_are_taken_over() -> None:
    """`expected.json` is the one file to compare with."""
    handmade = json.loads(HANDMADE.read_text(encoding="utf-8"))
    assert {key: WANTED[key] for key in handmade} == handmade
