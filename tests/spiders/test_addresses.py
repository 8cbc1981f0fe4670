"""A crawl connects to the public internet only, however an address is written."""

import ipaddress
import json
from pathlib import Path
from typing import Any

import pytest

from spiders.addresses import AddressPolicy, BlockedAddressError

CASES = json.loads((Path(__file__).parent / "cases" / "addresses.json").read_text(encoding="utf-8"))


def is_blocked(host: str, policy: AddressPolicy) -> bool:
    try:
        policy.check_host(host)
    except BlockedAddressError:
        return True
    return False


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['label']}: {c['host']}")
def test_only_public_addresses_pass(case: dict[str, Any]) -> None:
    """As `cases/addresses.json` says."""
    assert is_blocked(case["host"], AddressPolicy()) == case["blocked"]


def test_tests_may_allow_loopback_and_nothing_else() -> None:
    """The allowance names networks; what stands outside stays blocked."""
    policy = AddressPolicy((ipaddress.ip_network("127.0.0.0/8"),))
    hosts = ["127.0.0.5", "2130706433", "[::ffff:127.0.0.1]", "10.0.0.1", "[::1]", "localhost"]
    assert [is_blocked(host, policy) for host in hosts] == [False, False, True, True, True, True]
