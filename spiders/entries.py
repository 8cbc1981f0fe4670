"""What discovery found of an article, before its page is fetched."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urljoin


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link to an article with what stands beside it. None is not printed."""

    url: str
    """Absolute, as found."""
    title: str | None = None
    published: str | None = None
    """As printed."""
    modified: str | None = None
    """As printed; a sitemap's lastmod."""
    source: str | None = None
    """Whom the feed names as the origin."""
    section: str | None = None
    keywords: str | None = None
    guid: str | None = None
    language: str | None = None

    def fingerprint(self) -> str:
        """Changes when the entry says that its article changed: by its times or its title."""
        said = "\0".join((self.modified or self.published or "", self.title or ""))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one feed, sitemap or section page says."""

    entries: tuple[Entry, ...] = ()
    children: tuple[Entry, ...] = ()
    """Sitemaps that an index lists; `modified` is their lastmod."""
    problem: str | None = None
    """Why it could not be read, or not to its end; what was read before is kept."""


def is_web_address(text: str) -> bool:
    """Whether a feed's guid or the like is an address, and a whole one."""
    return text.startswith(("http://", "https://"))


def absolute(base: str, address: str) -> str | None:
    """An address in a document made absolute; None where it is none (`http://[`): that costs the entry, not the rest."""
    try:
        return urljoin(base, address)
    except ValueError:
        return None
