"""`copydesk explain`: a document in; a view, a page or JSON out; clear refusals."""

import io
import json
import os
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from flows import cli
from flows.explain_page import FAMILY, page_of
from pipeline.text.clean import UnitFate
from pipeline.text.reasons import REASONS
from schemas.records import Extracted, RawDocument
from tests.conftest import ARCHIVE, Sample, read_one

DUMP = sorted((ARCHIVE / "harbour-times").rglob("*.txt"))[0]
HOSTILE = '<script>alert("x")</script>\x1b[31m{{facts}} & <img src=x onerror=alert(1)>'


@pytest.fixture
def raw() -> RawDocument:
    """A document of the sample archive."""
    document = read_one(DUMP)
    assert isinstance(document, RawDocument)
    return document


def fate(line: int, action: str = "keep", label: str = "body", text: str = "The crane arrived.", **more: object) -> UnitFate:
    """One unit of an invented dump."""
    return replace(UnitFate(line, line, text, action, label, REASONS[label], 0.875), **more)  # type: ignore[arg-type]


def explain(*arguments: object) -> int:
    """Run the command in this process."""
    return cli.main(["explain", *map(str, arguments)])


def test_every_class_has_a_colour() -> None:
    """A class added to the cleaner needs a place in a family."""
    assert set(FAMILY) == set(REASONS)


def test_the_page_holds_every_line_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page's rows are the units of `--json`, in order, and its folds hold exactly the removed ones."""
    assert explain(DUMP, "--json", "--html", tmp_path / "page.html") == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    page = html.parse(tmp_path / "page.html").getroot()
    rows = page.xpath("//div[starts-with(@class, 'row ')]")
    assert [(r.get("data-class"), r.get("class").split()[1]) for r in rows] == [(x["label"], x["action"]) for x in lines]
    folded = page.xpath("//details//div[starts-with(@class, 'row ')]")
    assert len(folded) == sum(x["action"] == "remove" for x in lines) > 0


def test_the_page_counts_its_classes(raw: RawDocument) -> None:
    """A chip a class, with its number of lines; a fold names what it holds."""
    units = (fate(1), fate(2, "remove", "nav"), fate(3, "remove", "nav"), fate(4, "remove", "most_popular"))
    page = html.fromstring(page_of(raw, Extracted(text="x", extractor="test"), units))
    assert [c.text_content() for c in page.xpath("//button[@data-class]")] == ["body 1", "nav 2", "most popular 1"]
    assert page.xpath("string(//summary)") == "3 removed2–4nav 2most popular 1"


def test_nothing_in_a_dump_becomes_markup(raw: RawDocument) -> None:
    """Tags, placeholders of the template and escape sequences stay text, in lines, columns and evidence."""
    units = (fate(1, text=HOSTILE, evidence=(HOSTILE,)), fate(2, "remove", "nav", HOSTILE))
    text = page_of(raw, Extracted(text=HOSTILE, extractor="test", title=HOSTILE, captions=(HOSTILE,)), units)
    page = html.fromstring(text)
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//img")
    assert page.xpath("string(//h1)") == HOSTILE.replace("\x1b", "␛")
    assert "\x1b" not in text


def test_the_page_asks_for_nothing(raw: RawDocument) -> None:
    """No address in any attribute, and a policy that forbids requests even if there were one."""
    page = html.fromstring(page_of(raw, Extracted(text="x", extractor="test"), (fate(1),)))
    assert not page.xpath("//@src | //@href | //@action")
    assert page.xpath("string(//meta[@http-equiv]/@content)").startswith("default-src 'none'")


def test_evidence_is_shown_where_there_is_some(raw: RawDocument) -> None:
    """The strongest features stand beside the class."""
    page = html.fromstring(
        page_of(raw, Extracted(text="x", extractor="test"), (fate(1, evidence=("many verbs", "long")), fate(2)))
    )
    assert [[i.text for i in w.xpath("i")] for w in page.xpath("//span[@class='why']")] == [["many verbs", "long"], []]


def test_a_long_run_is_several_folds(raw: RawDocument) -> None:
    """Unfolding one of them lays out a few hundred lines, not a whole menu of twenty thousand."""
    units = tuple(fate(n, "remove", "nav") for n in range(1, 1_001))
    page = html.fromstring(page_of(raw, Extracted(text="", extractor="test"), units))
    assert [len(f.xpath("./div")) for f in page.xpath("//details")] == [200] * 5


@pytest.mark.parametrize("columns", [80, 200])
def test_the_view_fits_its_columns(columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """No line is wider than the terminal, and a pipe gets no colour."""
    monkeypatch.setenv("COLUMNS", str(columns))
    assert explain(DUMP) == 0
    shown = capsys.readouterr().out
    assert max(len(line) for line in shown.splitlines()) <= columns
    assert "sure" in shown
    assert "\x1b" not in shown


class Terminal(io.StringIO):
    """A stdout that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_no_color_is_respected(no_color: str, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal lines are coloured by fate, unless NO_COLOR is set."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", no_color)
    assert explain(DUMP) == 0
    assert ("\x1b[36m" in screen.getvalue()) is coloured


def test_a_member_of_an_archive_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`ARCHIVE.zip/member.txt` reads like a path; a wrong member is told which there are."""
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("2024/other.txt", "Something else.\n")
        made.write(DUMP, "2024/crane.txt")
    assert explain(f"{archive}/2024/crane.txt", "--json") == 0
    assert json.loads(capsys.readouterr().out)["provenance"]["raw_member"] == "2024/crane.txt"
    assert explain(f"{archive}/nothing.txt") == 3
    assert "2024/crane.txt" in capsys.readouterr().err


def test_a_page_is_found_by_its_address(sample: Sample, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As found or as it compares equal; nothing is fetched, so that an unknown one is told."""
    address = "https://www.insel-anzeiger.example/lokales/watt"
    for asked in (f"{address}?ref=start", address, f"{address}?utm_source=mail#top"):
        assert explain(asked, "--json", "--out", sample.dataset) == 0
        assert "insel-anzeiger" in json.loads(capsys.readouterr().out)["provenance"]["raw_uri"]
    assert explain(f"{address}en", "--out", sample.dataset) == 3
    assert f"found {address}en" in capsys.readouterr().err
    assert explain(address, "--out", tmp_path / "none") == 3
    assert "expected a dataset" in capsys.readouterr().err


def test_a_row_is_chosen_by_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--document 1` is the second row, which the first one's view names; a number too high says so."""
    rows = tmp_path / "rows.jsonl"
    texts = ("The first crane.", DUMP.read_text(encoding="utf-8", errors="replace"))
    rows.write_text("".join(json.dumps({"text": t}) + "\n" for t in texts), encoding="utf-8")
    assert explain(rows) == 0
    assert "`--document 1` shows the next" in capsys.readouterr().err
    assert explain(rows, "--document", 1, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["lines"]) > 1
    assert explain(rows, "--document", 2) == 3
    assert "--document" in capsys.readouterr().err


REFUSALS: dict[str, tuple[Callable[[Path], list[object]], int, str]] = {
    "a folder": (lambda t: [t], 3, "a folder"),
    "a negative document": (lambda _: [DUMP, "--document", -1], 3, "--document"),
    "an unknown encoding": (lambda _: [DUMP, "--encoding", "klingon"], 3, "--encoding"),
    "a split that is no pattern": (lambda _: [DUMP, "--split", "("], 3, "--split"),
    "a page in no folder": (lambda t: [DUMP, "--html", t / "no" / "page.html"], 3, "--html"),
    "a page that is a folder": (lambda t: [DUMP, "--html", t], 3, "--html"),
    "a page over the raw file": (lambda _: [DUMP, "--html", DUMP], 3, "never rewritten"),
    "a name too long": (lambda _: ["x" * 5_000], 3, "explain"),
    "a binary file": (lambda t: [binary(t)], 10, ""),
}


def binary(folder: Path) -> Path:
    """A picture that calls itself a text."""
    path = folder / "crane.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    return path


@pytest.mark.parametrize("case", REFUSALS)
def test_bad_input_is_refused_clearly(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fixed exit code, a message that names the option, and no traceback; the raw file stays as it was."""
    before = DUMP.read_bytes()
    arguments, code, said = REFUSALS[case]
    assert explain(*arguments(tmp_path)) == code
    assert said in capsys.readouterr().err
    assert DUMP.read_bytes() == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full, which only Linux has")  # noqa: PTH110
def test_a_full_disk_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 14, as everywhere."""
    assert explain(DUMP, "--html", "/dev/full") == 14
    assert "full" in capsys.readouterr().err
