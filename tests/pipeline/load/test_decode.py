"""Bytes in, text and encoding out."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.load.decode import Decoded, decode_html, decode_text

CASES = json.loads((Path(__file__).parent / "cases" / "decode.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_finds_the_encoding(case):
    """Declared, mark, UTF-8, detection: the first that fits, and it says which."""
    decoded = decode_text(case["text"].encode(case["codec"]), case.get("declared"))
    assert decoded == Decoded(case["text"], *case["expected"])


def test_takes_nul_bytes_for_no_text():
    """NUL bytes that are no UTF-16 mean binary."""
    assert decode_text(b"The ferry\0\0sails.", None) is None


def test_keeps_utf8_that_was_cut_inside_a_character():
    """A dump cut at a byte count stays UTF-8: reading all of it as windows-1252 would garble every accent."""
    decoded = decode_text("Fähren über Öresund, große Schiffe".encode() + b"\xc3", None)
    assert decoded == Decoded("Fähren über Öresund, große Schiffe\ufffd", "utf-8", "utf-8")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"), ("iso-8859-2", "declared")),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>' + "Паром".encode("cp1251"),
            ("windows-1251", "declared"),
        ),
        ('<?xml version="1.0" encoding="Shift_JIS"?><html>港長'.encode("cp932"), ("shift_jis", "declared")),
        ("<meta charset=latin1><p>“Fähre”".encode("cp1252"), ("windows-1252", "declared")),
        ("<meta charset=iso-8859-1><p>Fähre – heute".encode(), ("utf-8", "utf-8")),
        ("<meta charset=utf-8><p>Die Fähre fährt wieder.".encode("cp1252"), ("windows-1252", "detected")),
        ("<meta charset=utf-16><p>Fähre".encode(), ("utf-8", "declared")),
        (b"\xef\xbb\xbf<meta charset=koi8-r><p>Ferry", ("utf-8", "bom")),
        ("<meta charset=iso-2022-jp><p>港".encode("iso-2022-jp"), ("iso2022-jp", "declared")),
        (b"<meta charset=hex><p>Ferry", ("utf-8", "utf-8")),
    ],
)
def test_reads_a_pages_own_mark(page, expected):
    """A page's mark is believed where it fits and no valid UTF-8 contradicts it."""
    decoded = decode_html(page, None)
    assert decoded is not None
    assert (decoded.charset, decoded.charset_source) == expected


@given(
    payload=st.binary(max_size=300), declared=st.sampled_from([None, "utf-7", "gb18030", "utf-16", "latin1", "big5", "utf-16-le"])
)
def test_never_lets_a_surrogate_through(payload, declared):
    """Whatever the bytes and the label, the text can be written as UTF-8 again."""
    for decode in (decode_text, decode_html):
        if decoded := decode(payload, declared):
            decoded.text.encode()
