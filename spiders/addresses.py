"""A host name or an IP address in; whether a crawl may connect to it out.

A feed may name any address, and a redirect or a DNS answer may lead anywhere: to the router, to a cloud's metadata service,
to the operator's own database. Only addresses of the public internet are let through.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
"""RFC 6052 and RFC 8215: the last 32 bits are an IPv4 address behind a translator."""

COMPATIBLE = ipaddress.IPv6Network("::/96")
"""RFC 4291's deprecated form of an IPv4 address; some stacks still route it."""

ISATAP_MARKS = (0x00005EFE, 0x02005EFE)
"""RFC 5214: the upper half of an interface id whose lower half is an IPv4 address."""

LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".private", ".home.arpa")
"""Names that no public resolver knows, but a company's may."""

_NUMERIC_PART = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")


class BlockedAddressError(Exception):
    """A connection would leave the public internet; the message says how."""


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Which addresses a crawl may connect to."""

    allowed: tuple[IPNetwork, ...] = ()
    """Networks let through although they are not public. For tests, against servers on loopback, alone."""

    def check_host(self, host: str) -> None:
        """Refuse a host that is an address literal, in whatever notation, or a local name; other names wait for DNS.

        Raises:
            BlockedAddressError: The host may not be connected to.
        """
        name = host.strip("[]").rstrip(".").lower()
        literal = parse_literal(name)
        if literal is not None:
            self.check_address(literal)
        elif name == "localhost" or name.endswith(LOCAL_SUFFIXES):
            raise BlockedAddressError(f"{host} is a local name")
        elif not name or "%" in name:
            raise BlockedAddressError(f"{host!r} is no host name")

    def check_address(self, address: IPAddress) -> None:
        """Refuse an address that is not public, or that carries one that is not.

        Raises:
            BlockedAddressError: The address may not be connected to.
        """
        if any(address.version == network.version and address in network for network in self.allowed):
            return
        for layer in _layers(address):
            if not is_public(layer):
                inner = "" if layer == address else f" (it carries {layer})"
                raise BlockedAddressError(f"{address} is not a public address{inner}")


def is_public(address: IPAddress) -> bool:
    """Whether an address, taken as it stands, is an ordinary unicast address of the public internet."""
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_link_local
        and not address.is_unspecified
        and not (isinstance(address, ipaddress.IPv6Address) and address.is_site_local)
    )


@lru_cache(maxsize=4_096)
def parse_literal(host: str) -> IPAddress | None:
    """Read a host as an IP address as the system's resolver would: `127.0.0.1`, `127.1`, `0x7f.1`, `0177.0.0.1`, `2130706433`.

    Args:
        host: Without brackets.

    Returns:
        The address, or None where the host is a name.
    """
    host = host.translate(_FULL_WIDTH)
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return _parse_aton(host)


_FULL_WIDTH = {0xFF10 + i: ord("0") + i for i in range(10)} | {0xFF0E: ord("."), 0x3002: ord("."), 0xFF61: ord(".")}
"""Full-width digits and dots become ASCII in an internationalised host name."""


def _parse_aton(host: str) -> ipaddress.IPv4Address | None:
    """One to four parts in decimal, octal or hexadecimal; the last one fills what is left (inet_aton)."""
    parts = host.split(".")
    if not 1 <= len(parts) <= 4 or not all(_NUMERIC_PART.match(part) for part in parts):
        return None
    *leading, last = (_number(part) for part in parts)
    if any(part > 0xFF for part in leading) or last >= 1 << (8 * (4 - len(leading))):
        # No resolver takes it, and no public name looks like it: an address that leads nowhere is not public either.
        return ipaddress.IPv4Address(0)
    value = last
    for position, part in enumerate(leading):
        value |= part << (8 * (3 - position))
    return ipaddress.IPv4Address(value)


def _number(part: str) -> int:
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    if part.startswith("0") and all(c in "01234567" for c in part):
        return int(part, 8)
    return int(part)


def _layers(address: IPAddress) -> list[IPAddress]:
    """The address and every IPv4 address inside it: mapped, compatible, 6to4, Teredo, NAT64, ISATAP."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        # The mapped form itself is no destination: only what it stands for is.
        return [address.ipv4_mapped]
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in NAT64):
        return [low]
    found: list[IPAddress] = [address]
    if address.sixtofour is not None:
        found.append(address.sixtofour)
    if address.teredo is not None:
        found.extend(address.teredo)
    if address in COMPATIBLE:
        found.append(low)
    if (int(address) >> 32) & 0xFFFFFFFF in ISATAP_MARKS:
        found.append(low)
    return found
