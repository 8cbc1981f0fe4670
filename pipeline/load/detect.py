"""Bytes in no declared encoding in, the codecs most likely meant out."""

from __future__ import annotations

from collections import Counter

from charset_normalizer import from_bytes

SAMPLE_BYTES = 16_384
"""What detection looks at: three times a usual article; its cost grows with the sample."""

CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "koi8_u", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1253", "cp1254",
    "cp1255", "cp1256", "iso8859_2", "iso8859_5", "iso8859_15", "cp866", "cp874",
]  # fmt: skip
"""What news was ever published in. Free detection over all of Python's codecs prefers rare ones on short texts."""

LATIN_CODECS = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2", "iso8859_15")
"""Codecs of Latin-script text; the first wins a tie."""

BEFORE_WINDOWS = ("cp850", "cp437", "cp852", "cp857", "mac_roman")
"""What DOS and the Macintosh wrote Latin scripts in; asked only where no codec of `LATIN_CODECS` fits."""

MIN_OLD_COVER = 0.95
"""Of the letters beyond ASCII, as `MIN_ALPHABET_COVER`: these codecs read any bytes, so less is no evidence."""

BOXES = range(0x2500, 0x25A0)
"""Frames drawn on text screens say nothing of the language."""

ESCAPES = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))
"""What shifts from ASCII to Japanese or Korean in mails and postings of seven bits; Chinese ones shift by `~{`, `~}`."""

MAX_NULS_ASIDE = 8
"""One NUL in so many may stand at the other byte of a pair: the ideographic space is U+3000."""

MAX_LATIN_SHARE = 0.25
"""Letters beyond ASCII among all letters: French and Czech stay under 20 %, Cyrillic, Greek and CJK are above 60 %."""

MIN_ALPHABET_COVER = 0.8
"""Share of the letters beyond ASCII that one language's alphabet must explain before its codec is believed."""

ALPHABETS = (
    "àâæçéèêëîïôœùûüÿ", "áéíñóúüºª¿¡", "áâãàçéêíóôõúüºª", "àèéìíîòóùú", "äöüß", "åäöæøé", "éëïöüèê", "àçèéíïòóúü·", "áðéíóúýþæö",
    "áéíóú",
    "ąćęłńóśźż", "áäčďéěíĺľňóôŕřšťúůýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "çğıİöşüâî", "ąčęėįšųūž", "āčēģīķļņšūž", "äõöšüž",
)  # fmt: skip
"""Letters beyond ASCII: French, Spanish, Portuguese, Italian, German, Nordic, Dutch, Catalan, Icelandic, Irish, Polish, Czech and
Slovak, Hungarian, Romanian, Croatian and Slovene, Turkish, Lithuanian, Latvian, Estonian."""

PUNCTUATION = frozenset("‘’“”„‚–—…•«»‹›€£§°©®™½¼¾ \u00ad\u00a0")
"""Signs of every language. Not `³` and `¿`: they are what Polish in windows-1250 looks like when read as windows-1252."""

ASCII_BYTES = bytes(range(0x80))
NO_LETTERS = bytes(b for b in range(0x80) if not chr(b).isalpha())


def likely_codecs(payload: bytes) -> list[str]:
    """The codecs the bytes are likely in, best first.

    Latin scripts are told apart by whose alphabet explains the letters beyond ASCII (charset-normalizer reads Spanish as
    Polish on short texts); all others by charset-normalizer.

    Args:
        payload: No valid UTF-8, no UTF-16.

    Returns:
        Codec names that decode the sample; may be empty. The rest of the payload may still not fit.
    """
    sample = _whole_lines(payload)
    latin = _latin_codecs(sample)
    matches = [] if latin else [m.encoding for m in from_bytes(sample, cp_isolation=CANDIDATES)]
    # No Western codec fits but nothing else does either: what browsers assume of an unmarked page.
    return latin or [*matches, *(codec for codec in LATIN_CODECS[:1] if codec not in matches)]


def shifted_codec(payload: bytes) -> str | None:
    """The codec of seven bits whose escape sequences stand in the bytes, else None: to UTF-8 they are ASCII and noise."""
    if b"~{" in payload and b"~}" in payload and payload.isascii():
        return "hz"
    if b"\x1b$" not in payload:
        return None
    return next((codec for mark, codec in ESCAPES if mark in payload), None)


def looks_like_utf16(payload: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` where the NUL bytes stand as in UTF-16 without a byte order mark, else None."""
    if len(payload) % 2 or len(payload) < 4:
        return None
    text_bytes = len(payload[:SAMPLE_BYTES].rstrip(b"\0"))
    sample = payload[: text_bytes + text_bytes % 2]  # without what pads the last block
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * MAX_NULS_ASIDE > max(even, odd) or max(even, odd) * 50 < len(sample):
        return None
    try:
        text = sample[: len(sample) // 2 * 2].decode(codec)
    except UnicodeDecodeError:
        return None
    return codec if sum(c.isalnum() or c.isspace() for c in text) > 0.7 * len(text) else None


def _latin_codecs(sample: bytes) -> list[str]:
    high = sample.translate(None, ASCII_BYTES)
    if len(high) > MAX_LATIN_SHARE * len(sample.translate(None, NO_LETTERS)):
        return []
    # All of them are single-byte codecs, so the bytes beyond ASCII can be read alone.
    covers = {codec: _alphabet_cover(high, codec) for codec in LATIN_CODECS}
    # Stable: LATIN_CODECS' order among equals. One odd sign among two hundred (a macron is `æ` in windows-1257) tells nothing.
    best = sorted(covers, key=lambda codec: -round(covers[codec], 2))
    return [codec for codec in best if covers[codec] >= MIN_ALPHABET_COVER] or _old_codecs(high)


def _old_codecs(high: bytes) -> list[str]:
    """The codecs from before Windows in which all reads as one language, in small letters for the most part."""
    covers = {codec: _alphabet_cover(high, codec) for codec in BEFORE_WINDOWS if _is_mostly_small(high, codec)}
    return sorted((codec for codec, cover in covers.items() if cover >= MIN_OLD_COVER), key=lambda codec: -covers[codec])


def _is_mostly_small(high: bytes, codec: str) -> bool:
    letters = [c for c in high.decode(codec, "ignore") if c.isalpha()]
    return 2 * sum(c.islower() for c in letters) > len(letters)


def _alphabet_cover(high: bytes, codec: str) -> float:
    try:
        signs = Counter(c for c in high.decode(codec) if ord(c) not in BOXES)
    except UnicodeDecodeError:
        return 0.0
    total = signs.total()
    marks = sum(n for c, n in signs.items() if c in PUNCTUATION)
    letters = {c: n for c, n in signs.items() if c not in PUNCTUATION}
    best = max(sum(n for c, n in letters.items() if c in alphabet or c.lower() in alphabet) for alphabet in ALPHABETS)
    return (best + marks) / total if total else 0.0


def _whole_lines(payload: bytes) -> bytes:
    """A sample that ends at white space, so that no character is cut."""
    if len(payload) <= SAMPLE_BYTES:
        return payload
    sample = payload[:SAMPLE_BYTES]
    cut = max(sample.rfind(b"\n"), sample.rfind(b" "))
    return sample[:cut] if cut > SAMPLE_BYTES // 2 else sample
