"""The file of sites: what it may say, and how a mistake in it is told."""

import json
from pathlib import Path

import pytest

from spiders.sites import SitesError, parse_sites, read_sites, select_sites

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "sites.toml"
ERRORS = json.loads((Path(__file__).parent / "cases" / "sites_errors.json").read_text(encoding="utf-8"))
TWO = """
[defaults]
max_pages = 50
[[site]]
id = "quay"
outlet = "The Quay"
feeds = ["https://quay.example/rss"]
[[site]]
id = "ferry"
outlet = "Ferry Post"
sections = ["https://ferry.example/"]
max_pages = 5
enabled = false
"""


@pytest.mark.parametrize("case", ERRORS, ids=lambda c: c["label"])
def test_a_mistake_is_told_with_its_line_and_key(case: dict[str, str]) -> None:
    """As `cases/sites_errors.json` says."""
    with pytest.raises(SitesError) as caught:
        parse_sites(case["text"])
    assert case["expected"] in str(caught.value)


def test_a_site_goes_before_the_defaults() -> None:
    """And the defaults before what is built in."""
    quay, ferry = parse_sites(TWO)
    assert (quay.max_pages, ferry.max_pages, quay.delay_s) == (50, 5, 2.0)


def test_sites_are_chosen_by_id_or_all_that_are_enabled() -> None:
    """A disabled site can still be named; an unknown one is a mistake."""
    sites = parse_sites(TWO)
    assert [s.id for s in select_sites(sites, ())] == ["quay"]
    assert [s.id for s in select_sites(sites, ("ferry",))] == ["ferry"]
    with pytest.raises(SitesError, match="canal"):
        select_sites(sites, ("canal",))


@pytest.mark.parametrize(
    "address",
    [
        "https://maud:s3cr3t@quay.example/feed",
        "https://maud:s3/cr3t@quay.example/feed",
        "https://maud:s3@cr3t@quay.example",
        "https://:s3cr3t@quay.example/feed",
        "https://s3cr3t@quay.example/feed",
    ],
)
@pytest.mark.parametrize("feeds", ["[{!r}]", "{!r}", "{{a = {!r}}}"])
def test_a_mistake_tells_no_password(address: str, feeds: str) -> None:
    """An address with a user name is refused, and its login is not printed: it would stand in logs and mails."""
    with pytest.raises(SitesError, match=r"without user names, found .*//…@quay\.example") as told:
        parse_sites(f'[[site]]\nid = "quay"\noutlet = "The Quay"\nfeeds = {feeds.format(address)}\n', "sites.toml")
    assert not any(part in str(told.value) for part in ("cr3t", "s3", "maud"))


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(SitesError, match=r"none\.toml"):
        read_sites(tmp_path / "none.toml")


def test_the_seeds_cover_the_world() -> None:
    """At least 25 sites, ten languages, eight zones, with sitemaps among the feeds, each with language and zone."""
    sites = read_sites(SEEDS)
    assert len(sites) >= 25
    assert len({(s.language or "").split("-")[0] for s in sites}) >= 10
    assert len({s.time_zone for s in sites}) >= 8
    assert sum(bool(s.sitemaps) for s in sites) >= 3
    assert all(s.language and s.time_zone and s.delay_s >= 1 for s in sites)
