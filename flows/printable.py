"""Text from outside in; the same with its control characters as visible signs out: none reaches the terminal or a page."""

from __future__ import annotations

BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""They set what follows in another order: `gpj.exe` is shown as `exe.jpg`."""
CONTROLS = {c: chr(0x2400 + c) for c in range(32) if c not in (9, 10)} | dict.fromkeys(
    (*range(127, 160), *BIDI_CONTROLS), "\ufffd"
)
"""A dump, a file's name or a feed may hold escape sequences."""
CELL_BREAKS = CONTROLS | {c: chr(0x2400 + c) for c in (9, 10)} | dict.fromkeys((0x2028, 0x2029), "\ufffd")
"""What would also end a cell or a row where tabs stand between cells."""


def printable(text: str) -> str:
    """The text with its control characters as visible signs; its lines and tabs stay."""
    return _encodable(text.translate(CONTROLS))


def in_one_cell(text: str) -> str:
    """The text as one cell of a line with tabs: also its own line ends and tabs are signs."""
    return _encodable(text.translate(CELL_BREAKS))


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
