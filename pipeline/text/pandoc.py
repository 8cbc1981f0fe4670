"""Raw lines of a page that pandoc wrote as markdown in, the same without its fences, attributes and spans out."""

from __future__ import annotations

import re
from collections.abc import Sequence

FENCE = re.compile(
    r"[ \t]*(?::{3,}(?:[ \t]*(?:\{[^{}\n]{0,300}\}|[\w-]{1,60}))?[ \t]*:{0,60}|`{3,}[ \t]*(?:\{=\w{1,20}\})?)[ \t]*", re.ASCII
)
"""`::: {#article-body .mod}` and `:::`, around what was a block of the page; "```{=html}" around its comments."""
OPENED = re.compile(r"[ \t]*:{3,}[ \t]*\{")
MIN_OPENED = 3
"""Fences with attributes from which a text is pandoc's."""
ATTRIBUTES = re.compile(r"(?<=[\])])\{[#.=:\w][^{}]{0,600}\}")
"""`{.author}` behind a span, an image or a link."""
SPAN = re.compile(r"\[((?:[^\[\]\x00]|\[[^\[\]\x00]{0,600}\](?:\([^()\x00]{0,2000}\))?){0,1500})\]\x00")
"""A span that had attributes, which themselves are `\\x00` by then."""
NESTED = 3
UNDERLINED = re.compile(r"^(?P<heading>[^\s#>*-][^\n]{2,300})\n(?P<rule>={3,}|-{3,})[ \t]*$", re.MULTILINE)
"""A heading with a rule below it."""


def is_pandoc(lines: Sequence[str]) -> bool:
    """Whether pandoc wrote these lines from a page.

    Args:
        lines: Raw lines.
    """
    return sum(":::" in line and OPENED.match(line) is not None for line in lines) >= MIN_OPENED


def without_pandoc(lines: Sequence[str]) -> list[str]:
    """The same lines with nothing but their wording, markdown links and emphasis; fences are blank, headings begin with `#`.

    Args:
        lines: Raw lines of a text that is pandoc's.
    """
    text = "\n".join("" if FENCE.fullmatch(line) else line for line in lines).replace("\x00", "")
    text = UNDERLINED.sub(lambda found: f"{'#' if found['rule'][0] == '=' else '##'} {found['heading']}\n", text)
    text = ATTRIBUTES.sub("\x00", text)
    for _ in range(NESTED):
        text = SPAN.sub(r"\1", text)
    return text.replace("\x00", "").split("\n")
