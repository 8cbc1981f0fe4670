"""A decoded dump in, its raw lines out, as an editor counts them."""

from __future__ import annotations

import re

OTHER_ENDS = ("\r", "\u2028", "\u2029", "\x85")
"""Line ends besides LF: of the old Macintosh, of Unicode, of mainframes."""
_END = re.compile(r"\r*\n|\r|[\u2028\u2029]")
"""`\\r\\r\\n` is one end: what a program writes that takes CRLF for text and ends each line once more."""


def raw_lines(text: str) -> list[str]:
    """The lines of a dump without their ends.

    >>> raw_lines("Tides\\rBy A. Inkwell\\r\\nThe pier")
    ['Tides', 'By A. Inkwell', 'The pier']
    """
    if not any(end in text for end in OTHER_ENDS):
        return text.split("\n")
    return _END.split(with_line_feeds(text))


def with_line_feeds(text: str) -> str:
    """The text with the line ends of mainframes as LF, where they are line ends.

    Beside more LF or CR the same character is part of a text that was read in a wrong code page: the ellipsis of Windows, or a
    byte of UTF-8.
    """
    ends = text.count("\x85")
    return text.replace("\x85", "\n") if ends > max(text.count("\n"), text.count("\r")) else text
