"""An address as printed in; its canonical form, and its registrable domain, out; nothing is ever fetched."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

from courlan import clean_url, extract_domain

MAX_URL_CHARACTERS = 2_048
"""Longer addresses are data or traps; browsers and sitemaps stop here."""

MAX_ROUNDS = 5
"""Cleaning an address inside an address uncovers the next; what is not stable by then is no address of an article."""

_SECRET = re.compile(
    r"(?:^|[_.-])(?:token|auth|authorization|session|session_?id|sess|sid|phpsessid|jsessionid|aspsessionid|password|passwd|pwd|"
    r"secret|api_?key|access_?key|signature|sig|jwt|otp|code_verifier|credential|e_?mail)s?$",
    re.IGNORECASE,
)
"""Query keys that open doors or name a visitor."""
_PATH_SESSION = re.compile(r"(?:;|%3b)(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_WHITE = re.compile(r"\s")


def canonical_url(url: str) -> str | None:
    """Bring an address into the form under which equal pages compare equal.

    Scheme and host in lower case; default port, user name, fragment, tracking parameters and secrets (tokens, sessions, e-mail
    addresses in the query) gone; query sorted. The canonical form's canonical form is itself. Not for links to follow: a page
    behind a token will not open without it.

    Returns:
        The address, or None where it is no valid http(s) address.
    """
    text = url.strip()
    if not text or len(text) > MAX_URL_CHARACTERS or _WHITE.search(text):
        return None
    for _ in range(MAX_ROUNDS):
        cleaned = _clean_once(text)
        if cleaned is None or cleaned == text:
            return cleaned
        text = cleaned
    return None


def without_secrets(url: str) -> str:
    """An address for keeping: tokens, sessions, passwords and the fragment gone, all else as it was.

    Fetch with the address as found; what is written down or logged must not open a door later.
    """
    parts = _split(url)
    if parts is None:
        return url.partition("?")[0].partition("#")[0]
    pairs = parts.query.split("&") if parts.query else []
    kept = [pair for pair in pairs if not _SECRET.search(unquote_plus(pair.partition("=")[0]))]
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, _PATH_SESSION.sub("", parts.path), "&".join(kept), ""))


def domain_of(url: str) -> str | None:
    """The registrable domain of an address (`news.example.co.uk` → `example.co.uk`), from courlan's built-in suffix list.

    Returns:
        The domain, lower-case. For a suffix that is not registered, the last two labels; for an IP address, the address. None
        where the address has no valid host.
    """
    parts = _split(url.strip())
    host = parts.hostname if parts else None
    if not host or not _is_host(host):
        return None
    return _registrable(host.rstrip("."))


@lru_cache(maxsize=4_096)
def _registrable(host: str) -> str:
    if _is_ip(host):
        return host
    return extract_domain(f"https://{host}/") or ".".join(host.removeprefix("www.").split(".")[-2:])


def _clean_once(url: str) -> str | None:
    cleaned = clean_url(url)
    parts = _split(cleaned) if cleaned else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or not _is_host(parts.hostname):
        return None
    query = [(key, value) for key, value in parse_qsl(parts.query) if not _SECRET.search(key)]
    path = _PATH_SESSION.sub("", parts.path)
    return urlunsplit((parts.scheme, _host_and_port(parts), path or "/", urlencode(query), ""))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts


def _host_and_port(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    default = 443 if parts.scheme == "https" else 80
    return host if parts.port in (None, default) else f"{host}:{parts.port}"


def _is_host(host: str) -> bool:
    if _is_ip(host):
        return True
    labels = host.rstrip(".").split(".")
    return len(labels) >= 2 and len(host) <= 253 and all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
