"""A text that was read in a wrong code page in, the text as it was written out."""

from __future__ import annotations

import re

from ftfy import TextFixerConfig, fix_encoding

_MOJIBAKE = TextFixerConfig(
    unescape_html=False,
    fix_latin_ligatures=False,
    fix_character_width=False,  # full-width forms are right in Chinese and Japanese
    uncurl_quotes=False,  # the publisher's typography is the publisher's
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
)
"""ftfy for mojibake alone; the other defects have functions here, each with its own limits."""

# Images of the UTF-8 bytes 80-BF, which follow a lead byte, in the code pages that newsrooms and their databases used.
_AFTER_WESTERN = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_AFTER_CENTRAL = "\u0080-\u00bf€‚„…†‡‰Š‹ŚŤŽŹ‘’“”•–—™š›śťžźˇ˘ŁĄŞŻ˛łąşĽ˝ľż"
_AFTER_CYRILLIC = "\u0080-\u00bfЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЁЄЇІіґё№єјЅѕї"
_MAYBE_MOJIBAKE = re.compile(
    "[\u0080-\u009fÂ-ðĂĹРСВГв‚Γ├┬√]"  # one class first: the search engine skips over everything else
    "(?:(?<=[\u0080-\u009f])"
    f"|(?<=[Â-Þ])[{_AFTER_WESTERN}]|(?<=[à-ð])[{_AFTER_WESTERN}]{{2}}|(?<=Ã) "
    f"|(?<=[ÂĂÄĹ])[{_AFTER_CENTRAL}]"
    f"|(?<=[РСВГ])[{_AFTER_CYRILLIC}]|(?<=в)Ђ"
    "|(?<=‚)Ä|(?<=Γ)Ç|(?<=[├┬])[^ \n─-╿]|(?<=√)[^\\s\\d(])"
)


def may_hold_mojibake(text: str) -> bool:
    """A quick look; True only costs time."""
    return not text.isascii() and _MAYBE_MOJIBAKE.search(text) is not None


def undo_mojibake(text: str) -> str:
    """Undo UTF-8 read in a wrong code page (`donâ€™t`, `cafÃ©`), line by line, as ftfy recognises it.

    Never fires on text that only holds accented letters, quotes or another script: ftfy asks for sequences that no language
    writes. A first scan spares ftfy (2 ms per 4 KB) the lines that cannot hold any.
    """
    if not may_hold_mojibake(text):
        return text
    lines = text.split("\n")
    return "\n".join(fix_encoding(line, _MOJIBAKE) if _MAYBE_MOJIBAKE.search(line) else line for line in lines)
