"""Encoding labels as pages and people write them in, Python codecs and standard names out."""

from __future__ import annotations

import codecs
import re

LABELS = {
    "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "ascii": "cp1252",
    "us-ascii": "cp1252", "ansi": "cp1252", "x-cp1252": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030",
    "x-gbk": "gb18030", "cp936": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "windows-949": "cp949",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs", "iso-8859-9": "cp1254",
    "latin5": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874", "unicode": "utf-16", "utf8": "utf-8",
    "koi8": "koi8-r", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
}  # fmt: skip
"""Labels that mean another codec than their name says (WHATWG Encoding, section 4.2): everywhere a superset of it."""

NAMES = {
    "cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252", "cp1253": "windows-1253",
    "cp1254": "windows-1254", "cp1255": "windows-1255", "cp1256": "windows-1256", "cp1257": "windows-1257",
    "cp1258": "windows-1258", "cp874": "windows-874",
    "cp932": "shift_jis", "cp949": "euc-kr", "big5hkscs": "big5", "cp866": "ibm866", "cp437": "ibm437",
    "cp850": "ibm850", "cp852": "ibm852", "cp857": "ibm857", "mac-roman": "macintosh", "iso8859-2": "iso-8859-2",
    "iso8859-5": "iso-8859-5", "iso8859-7": "iso-8859-7", "iso8859-15": "iso-8859-15", "utf-8-sig": "utf-8",
}  # fmt: skip
"""Python's codec name to the standard one (WHATWG, lower case); others are the same."""

DECLARED_WITHIN_BYTES = 4096
"""Browsers look at the first 1,024 bytes; real pages put scripts and comments before the mark."""

_META = re.compile(rb"""<meta\s[^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""", re.IGNORECASE)


def codec_of(label: str) -> str | None:
    """The Python text codec a label means; None for an unknown one."""
    key = label.strip().lower()
    try:
        info = codecs.lookup(LABELS.get(key, key))
        "".encode(info.name)  # refuses codecs that are no text encodings (`hex`, `rot13`)
    except (LookupError, ValueError):
        return None
    return info.name


def standard_name(codec: str) -> str:
    """The name to record for a Python codec: lower case, as on the web (`windows-1252`)."""
    name = codec.lower().replace("_", "-")
    return NAMES.get(name, name)


def declared_in_html(payload: bytes) -> str | None:
    """The codec a page declares for itself in `<meta charset>`, `http-equiv` or an XML declaration; None for none or nonsense."""
    head = payload[:DECLARED_WITHIN_BYTES]
    match = _XML.match(head) or _META.search(head)
    codec = codec_of(match[1].decode("ascii")) if match else None
    # Bytes in which an ASCII mark was found are no UTF-16, whatever it says (WHATWG).
    return "utf-8" if codec and codec.startswith(("utf-16", "utf-32")) else codec
