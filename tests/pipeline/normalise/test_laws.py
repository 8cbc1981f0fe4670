"""Laws of the normalisers that hold for any input."""

from __future__ import annotations

import string
import time
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalise.outlets import outlet_name
from pipeline.normalise.people import clean_authors
from pipeline.normalise.text_repair import repair_text
from pipeline.normalise.urls import canonical_url, domain_of

PIECES = st.sampled_from(
    ["&", "amp;", "#38;", "&nbsp;", "&#8203;", "Ã", "©", "â€", "™", "Â", " ", "\u00a0", "\u00ad", "\u200d", "\u200e", "\n", "\r", "\u2029",
     "\x85", "\x92", "\ud83d", "\ude00", "e", "\u0301", "\u0628", "Р", "°", "lt;", "\ufeff", "\u1100", "\u1161", "x"]
)  # fmt: skip
ANY_TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))
URL = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "HTTPS", "https"]),
    st.sampled_from(
        ["a.example", "A.Example:443", "u:p@b.example.:80", "[2001:db8::1]", "10.0.0.1", "xn--mnchen-3ya.example", "x"]
    ),
    st.text(alphabet=string.ascii_letters + "/.%;=é&", max_size=12).map("/{}".format),
    st.text(alphabet=string.ascii_letters + "=&%+;?é<", max_size=16).map("?{}".format),
    st.sampled_from(["", "#x", "#a=1&b=2"]),
)


@given(ANY_TEXT)
@settings(max_examples=400)
def test_repairing_twice_is_repairing_once(text: str) -> None:
    """A repaired text needs no repair, is NFC and can be written as UTF-8."""
    once = repair_text(text).text
    assert repair_text(once).text == once
    assert unicodedata.is_normalized("NFC", once)
    assert once.encode().decode() == once


@given(URL)
@settings(max_examples=300)
def test_a_canonical_url_is_its_own_canonical_url(url: str) -> None:
    """The canonical form of a canonical form is itself, and it has a domain."""
    once = canonical_url(url)
    assert once is None or (canonical_url(once) == once and domain_of(once) is not None)


@given(st.text())
def test_any_string_has_a_canonical_url_or_none(text: str) -> None:
    """No string makes the address functions fail."""
    canonical_url(text)
    domain_of(text)


@given(st.lists(st.text(), max_size=3))
def test_names_survive_any_string(names: list[str]) -> None:
    """No string makes the name functions fail, and cleaned names stay as they are."""
    once = clean_authors(names)
    assert clean_authors(once) == once
    outlet_name(*names)


def test_a_clean_text_is_repaired_fast() -> None:
    """A clean text of 4 KB with typographic quotes costs under a millisecond, whatever ftfy would take for it."""
    text = ("The “harbour” council’s plan — a café on the pier — failed on Monday. " * 60)[:4096].strip()
    repair_text(text)
    started = time.process_time()
    for _ in range(20):
        repair_text(text)
    assert (time.process_time() - started) / 20 < 0.001
