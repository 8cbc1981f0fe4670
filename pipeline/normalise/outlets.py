"""The names under which a publisher is found in; one outlet name out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.normalise.text_repair import repair_line

MAX_OUTLET_CHARACTERS = 80
"""Longer strings are slogans or titles of pages."""

_SEPARATOR = re.compile(r"\s+[|–—·•:»-]\s+|\s*\|\s*")
_PHRASE = re.compile(
    r"^(?:(?:the\s)?(?:official\s)?(?:home\s?page|home|startseite|accueil|inicio|portada|website|web\s?site|site)|"
    r"official(?:\s(?:site|website|home\s?page))?|news|online(?:\sedition)?|"
    r"latest\snews.*|breaking\snews.*|news\sand\s.*|aktuelle\snachrichten.*|nachrichten\saus.*)$",
    re.IGNORECASE,
)
_HOST = re.compile(r"^(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})/?(?:[?#/].*)?$", re.IGNORECASE)
_NO_NAME = frozenset(("none", "null", "unknown", "n/a", "undefined", "admin", "website", "site", "home", "untitled", "blog"))


def outlet_name(*candidates: str | None) -> str | None:
    """Choose the first candidate that names an outlet, trimmed of what a page's head adds to it.

    Args:
        candidates: Names in order of trust: `Harbour Times - Home`, `https://www.harbourtimes.example/`, `HARBOUR TIMES |
            Official Site`.

    Returns:
        The name as printed otherwise, capitals included; an address becomes its host. None where no candidate holds a name.
    """
    return next((name for name in map(_trimmed, candidates) if name is not None), None)


def _trimmed(candidate: str | None) -> str | None:
    name = repair_line(candidate)
    if name is None:
        return None
    if name.lower().startswith(("http://", "https://", "//")):
        name = _host_of(name)
    elif (host := _HOST.match(name)) is not None and ("/" in name or name.lower().startswith("www.")):
        name = host[1].lower()
    name = _without_phrases(name.lstrip("@©®™ ").strip(" |-–—·•:,;"))
    if not name or len(name) > MAX_OUTLET_CHARACTERS or name.casefold() in _NO_NAME or not any(map(str.isalnum, name)):
        return None
    return name


def _without_phrases(name: str) -> str:
    """`Harbour Times - Home` → `Harbour Times`; a name that merely has a dash in it stays whole, a bar always separates."""
    name = next((part.strip() for part in name.split("|") if part.strip() and not _PHRASE.match(part.strip())), name)
    parts = [part.strip() for part in _SEPARATOR.split(name) if part.strip()]
    kept = [part for part in parts if not _PHRASE.match(part)]
    return kept[0] if kept and len(kept) < len(parts) else name


def _host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
