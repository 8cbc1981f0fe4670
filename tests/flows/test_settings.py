"""Settings: a wrong one stops a run at its start and names itself."""

from pathlib import Path

import pytest

from flows import nightly_command
from flows.cli import main
from flows.nightly_settings import NightlySettings
from flows.settings import BackfillSettings, SettingsError


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"paths": ()}, "PATH"),
        ({"time_zone": "Mars/Olympus"}, "--time-zone"),
        ({"time_zone": "../etc/passwd"}, "--time-zone"),
        ({"language": "English"}, "--language"),
        ({"encoding": "utf-9"}, "--encoding"),
        ({"split": "("}, "--split"),
        ({"split": "a*"}, "--split"),
        ({"workers": -1}, "--workers"),
        ({"min_words": -5}, "--min-words"),
        ({"fail_on_reject_rate": 101.0}, "--fail-on-reject-rate"),
    ],
)
def test_a_wrong_value_is_refused_by_name(values: dict[str, object], named: str) -> None:
    """The message says which option is wrong, and what was found."""
    with pytest.raises(SettingsError, match=named):
        BackfillSettings(**({"paths": ("archive",)} | values))  # type: ignore[arg-type]


def test_out_must_not_be_a_file(tmp_path: Path) -> None:
    """A dataset is a folder."""
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(SettingsError, match="--out"):
        BackfillSettings(paths=("archive",), out=tmp_path / "data")


def test_settings_survive_the_way_through_prefect() -> None:
    """What is written down as parameters gives the same settings again."""
    settings = NightlySettings(out=Path("x/y"), sites_file=Path("s.toml"), site_ids=("quay", "pier"), limit=9, workers=3)
    assert NightlySettings.from_parameters(settings.as_parameters()) == settings


def test_an_unknown_parameter_is_refused() -> None:
    """A misspelt key is not silently ignored."""
    with pytest.raises(SettingsError, match="max_minute"):
        NightlySettings.from_parameters({"out": "data", "max_minute": 9})


def test_workers_default_to_at_least_one() -> None:
    """0 means one per core."""
    assert BackfillSettings(paths=("a",)).worker_count >= 1


def test_a_wrong_pattern_is_told_the_names_there_are() -> None:
    """As the README gives them."""
    with pytest.raises(
        SettingsError,
        match="`formfeed`, `nexis`, `factiva`, `proquest`, `gale`, `ebsco`, `newsbank`, `wire`, `genios`, `europresse`, `retriever`, "
        "`infomedia`, `anopress`, `krantenbank`, `kikuzo`, `udndata`, `wisenews`, `kinds`, `movabletype`, `trec`, `mbox` or a regular expression",
    ):
        BackfillSettings(paths=("a",), split="(")


@pytest.mark.parametrize("asked", [["sites", "ls"], ["nightly"]])
def test_a_file_without_an_enabled_site_is_told(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A night that asks nobody looks like one without news."""
    monkeypatch.setattr(nightly_command, "CrawlChild", _stop_here)
    sites = tmp_path / "sites.toml"
    sites.write_text('[[site]]\nid = "quay"\noutlet = "The Quay"\nfeeds = ["https://quay.example/feed"]\nenabled = false\n')
    out = [] if asked[0] == "sites" else ["--out", str(tmp_path / "data")]
    assert main([*asked, "--sites", str(sites), *out]) in (0, 3)
    assert "sites.toml: every site is disabled" in capsys.readouterr().err
    if asked[0] == "sites":
        assert main(["sites", "ls", "quay", "--sites", str(sites)]) == 0
        assert "disabled" not in capsys.readouterr().err


def _stop_here(*_: object) -> None:
    raise SettingsError("no crawl in this test")
