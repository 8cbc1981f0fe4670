"""A decoded dump in, its raw lines out, as an editor counts them."""

from __future__ import annotations

import re

OTHER_ENDS = ("\r", "\u2028", "\u2029", "\x85")
"""Line ends besides LF: of the old Macintosh, of Unicode, of mainframes."""
_END = re.compile(r"\r*\n|\r|[\u2028\u2029\x85]")
"""`\\r\\r\\n` is one end: what a program writes that takes CRLF for text and ends each line once more."""


def raw_lines(text: str) -> list[str]:
    """The lines of a dump without their ends.

    >>> raw_lines("Tides\\rBy A. Inkwell\\r\\nThe pier")
    ['Tides', 'By A. Inkwell', 'The pier']
    """
    if not any(end in text for end in OTHER_ENDS):
        return text.split("\n")
    return _END.split(text)
