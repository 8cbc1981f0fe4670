"""`sites.toml` in; checked sites to crawl out, or an error that names the key and the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.load.settings import LANGUAGE_TAG

DEFAULT_DELAY_S = 2.0
"""Between two requests to one host where neither the file nor robots.txt says otherwise: a reader's pace."""

DEFAULT_MAX_PAGES = 300
"""Article pages of one site a night; a large newsroom publishes two to three hundred a day."""

DEFAULT_MAX_AGE_DAYS = 7.0
"""Feed and sitemap entries older than this are not news; archives are for `backfill`."""

SITE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\Z")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\Z")
_TABLE = re.compile(r"\s*\[\[\s*site\s*\]\]")
_OTHER_TABLE = re.compile(r"\s*\[")


class SitesError(Exception):
    """The file of sites cannot be used; the message names file, line, key, what was expected and what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site to crawl."""

    id: str
    """Lower-case letters, digits and hyphens; becomes `source` in the tables, so never change it."""
    outlet: str
    """The publisher's name, for `outlet`."""
    language: str | None = None
    """BCP 47; None lets each page speak for itself."""
    time_zone: str | None = None
    """IANA zone in which printed times without a zone are read; None leaves them without an instant."""
    feeds: tuple[str, ...] = ()
    """Addresses of RSS or Atom feeds."""
    sitemaps: tuple[str, ...] = ()
    """Addresses of news sitemaps or indexes of sitemaps."""
    sections: tuple[str, ...] = ()
    """Addresses of pages that list articles; only links that look like articles are followed, and only one step."""
    hosts: tuple[str, ...] = ()
    """Hosts (with all below them) on which articles may stand; where empty, the registrable domains of the addresses above."""
    allow: tuple[str, ...] = ()
    """Regular expressions; where given, an article's address must match one (searched in the whole address)."""
    deny: tuple[str, ...] = ()
    """Regular expressions; an address that matches one is not fetched."""
    delay_s: float = DEFAULT_DELAY_S
    """Seconds between two requests to one host; robots.txt may ask for more, never for less."""
    max_pages: int = DEFAULT_MAX_PAGES
    """Article pages a night; what is left waits for the next."""
    max_age_days: float = DEFAULT_MAX_AGE_DAYS
    """Entries dated earlier are left alone."""
    enabled: bool = True
    """False keeps the site in the file without crawling it."""

    @property
    def discovery(self) -> tuple[str, ...]:
        """Every address polled for new articles."""
        return self.feeds + self.sitemaps + self.sections


def read_sites(path: Path) -> tuple[Site, ...]:
    """Read and check a file of sites.

    Raises:
        SitesError: The file cannot be read, is no TOML, or a value is not what it must be.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SitesError(f"{path}: expected a file of sites such as seeds/sites.toml: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SitesError(f"{path}: expected UTF-8, found byte {error.object[error.start]:#04x} at {error.start}") from error
    return parse_sites(text, str(path))


def parse_sites(text: str, name: str = "sites.toml") -> tuple[Site, ...]:
    """The sites that a TOML text lists, in its order.

    Args:
        text: `[[site]]` tables, and optionally a `[defaults]` table for `delay_s`, `max_pages` and `max_age_days`.
        name: Of the file, for messages.

    Raises:
        SitesError: See `read_sites`.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SitesError(f"{name}, {_spot(str(error), text)}: not valid TOML: {error}") from error
    place = _Lines(name, text)
    for key in document:
        if key not in ("site", "defaults"):
            raise place.error(None, key, "`[[site]]` tables and `[defaults]`", key)
    defaults = _checked(document.get("defaults", {}), _DEFAULT_CHECKS, place, None)
    tables = document.get("site", [])
    if not isinstance(tables, list) or not tables:
        raise SitesError(f"{name}: site: expected at least one `[[site]]` table, found none")
    sites = tuple(_site(table, defaults, place, i) for i, table in enumerate(tables))
    for i, site in enumerate(sites):
        if any(site.id == earlier.id for earlier in sites[:i]):
            raise place.error(i, "id", "an id of its own", site.id)
    return sites


def _spot(message: str, text: str) -> str:
    """Line and key of a mistake that the TOML reader found; it names the line alone, or the document's end."""
    lines = text.splitlines() or [""]
    found = re.search(r"at line (\d+)", message)
    number = min(int(found[1]), len(lines)) if found else len(lines)
    key = re.match(r"\s*\[*\s*([\w-]+)", lines[number - 1])
    return f"line {number}: {key[1]}" if key else f"line {number}"


def select_sites(sites: tuple[Site, ...], ids: tuple[str, ...]) -> tuple[Site, ...]:
    """The sites named, whether enabled or not; without names, all that are enabled.

    Raises:
        SitesError: A name is no site's id.
    """
    if not ids:
        return tuple(site for site in sites if site.enabled)
    if unknown := sorted(set(ids) - {site.id for site in sites}):
        raise SitesError(f"SITE: expected ids from the file of sites, found {', '.join(unknown)}")
    return tuple(site for site in sites if site.id in ids)


def _site(table: object, defaults: dict[str, Any], place: _Lines, index: int) -> Site:
    values = defaults | _checked(table, _CHECKS, place, index)
    for key in ("id", "outlet"):
        if key not in values:
            raise place.error(index, key, "this key in every `[[site]]`", None)
    site = Site(**values)
    if not site.discovery:
        raise place.error(index, "feeds", "at least one address in `feeds`, `sitemaps` or `sections`", None)
    return site


def _checked(table: object, checks: Mapping[str, _Check], place: _Lines, index: int | None) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise place.error(index, "site" if index is not None else "defaults", "a table", table)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in checks:
            raise place.error(index, key, f"one of {', '.join(sorted(checks))}", key)
        expected, convert = checks[key]
        try:
            values[key] = convert(value)
        except (ValueError, TypeError) as error:
            found = error.args[0] if error.args and isinstance(error, _FoundError) else value
            raise place.error(index, key, expected, found) from error
    return values


_LOGIN = re.compile(r"//[^\s'\"]*:[^\s'\"]*@|//[^/\s'\"]*@")
"""User name and password in an address, up to its last `@`: a password may hold any sign."""


class _FoundError(ValueError):
    """A value inside a list is wrong; carries that value."""


class _Lines:
    """Finds the line of a key: the standard TOML reader keeps none."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._lines = name, text.splitlines()

    def error(self, index: int | None, key: str, expected: str, found: object) -> SitesError:
        where = f"site {index + 1}: {key}" if index is not None else key
        what = "none" if found is None else _LOGIN.sub("//…@", repr(found))
        return SitesError(f"{self._name}, line {self._line(index, key)}: {where}: expected {expected}, found {what}")

    def _line(self, index: int | None, key: str) -> int:
        table, start = -1, 1
        pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[=\].]")
        for number, line in enumerate(self._lines, start=1):
            if _TABLE.match(line):
                table += 1
                if table == index:
                    start = number
            here = (table == index) if index is not None else (table == -1 or _OTHER_TABLE.match(line))
            if here and pattern.match(line):
                return number
        return start


# The checks: what is expected, and a function that gives the value or raises ValueError.

_Check = tuple[str, Callable[[Any], Any]]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError
    return value.strip()


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or not pattern.match(value):
            raise ValueError
        return value

    return check


def _zone(value: Any) -> str:
    try:
        ZoneInfo(_text(value))
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError from error
    return str(value)


def _each(check: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
    def checked(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise ValueError
        found = []
        for item in value:
            try:
                found.append(check(item))
            except ValueError as error:
                raise _FoundError(item) from error
        return tuple(found)

    return checked


def _address(value: Any) -> str:
    parts = urlsplit(_text(value))
    _ = parts.port  # ValueError where it is none
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or " " in value:
        raise ValueError
    return str(value)


def _pattern(value: Any) -> str:
    try:
        re.compile(_text(value))
    except re.error as error:
        raise ValueError from error
    return str(value)


def _between(low: float, high: float, kind: type[int] | type[float]) -> Callable[[Any], float]:
    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int if kind is int else int | float) or not low <= value <= high:
            raise ValueError
        return kind(value)

    return check


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


_DEFAULT_CHECKS: Mapping[str, _Check] = {
    "delay_s": ("seconds from 0 to 600", _between(0, 600, float)),
    "max_pages": ("a whole number from 1 to 100000", _between(1, 100_000, int)),
    "max_age_days": ("days from 0.1 to 3650", _between(0.1, 3_650, float)),
}
_ADDRESSES: _Check = ("a list of http(s) addresses without user names", _each(_address))
_CHECKS: Mapping[str, _Check] = {
    **_DEFAULT_CHECKS,
    "id": ("lower-case letters, digits and hyphens", _matching(SITE_ID)),
    "outlet": ("the publisher's name", _text),
    "language": ("a BCP 47 tag such as `de` or `pt-BR`", _matching(LANGUAGE_TAG)),
    "time_zone": ("an IANA zone such as `Europe/Berlin`", _zone),
    "feeds": _ADDRESSES,
    "sitemaps": _ADDRESSES,
    "sections": _ADDRESSES,
    "hosts": ("a list of host names in lower case", _each(_matching(HOST))),
    "allow": ("a list of regular expressions", _each(_pattern)),
    "deny": ("a list of regular expressions", _each(_pattern)),
    "enabled": ("true or false", _bool),
}
