"""A dump in, the same wording in the shape that another tool, database or time would have given it out."""

from __future__ import annotations

import html
import json
import random
import re
import textwrap
from collections.abc import Callable
from typing import Any

from bench import SEED
from old_layouts import old_layouts

LONG_LINE = 80
"""Characters from which a line is taken for a paragraph."""
PLAIN = ("resili_full_bare", "inscriptis", "justext_all", "resili_full", "traf_recall", "resili_main_bare", "html2text_plain")
"""Dumpers whose output has no markup that another shape would break."""
LEAST_TO_JUSTIFY = 45


def filled(text: str) -> list[str]:
    """The lines with wording, stripped."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def long_lines_joined(text: str) -> str:
    """Paragraphs that follow each other on one line; menus keep theirs."""
    out: list[str] = []
    for line in filled(text):
        if out and len(line) > LONG_LINE and len(out[-1]) > LONG_LINE:
            out[-1] += " " + line
        else:
            out.append(line)
    return "\n".join(out)


def wrapped(text: str, width: int, *, blank_lines: bool, indent: str = "") -> str:
    """Each line broken at a width, with or without the blank lines between."""
    lines = text.split("\n") if blank_lines else filled(text)
    return "\n".join(textwrap.fill(line, width, initial_indent=indent) for line in lines)


def justified(text: str, width: int = 60) -> str:
    """Broken lines, their blanks widened until both margins are even."""
    out = []
    for line in text.split("\n"):
        for part in textwrap.wrap(line, width) or [""]:
            words = part.split(" ")
            gaps = [1] * (len(words) - 1)
            if len(part) > LEAST_TO_JUSTIFY and gaps:
                for k in range(width - len(part)):
                    gaps[k % len(gaps)] += 1
            out.append("".join(word + " " * gap for word, gap in zip(words, [*gaps, 0], strict=True)))
    return "\n".join(out)


SHAPES: dict[str, Callable[[str], str]] = {
    "as it is": lambda t: t,
    "all lines joined by blanks": lambda t: " ".join(t.split()),
    "all lines joined, broken at 72": lambda t: textwrap.fill(" ".join(t.split()), 72),
    "long lines joined": long_lines_joined,
    "joined by two blanks": lambda t: "  ".join(filled(t)),
    "joined by tabs": lambda t: "\t".join(filled(t)),
    "joined by bars": lambda t: " | ".join(filled(t)),
    "joined by form feeds": lambda t: "\f".join(filled(t)),
    "line ends as \\n": lambda t: t.replace("\n", "\\n"),
    "a string of JSON": json.dumps,
    "line ends as <br>, one line": lambda t: "<br>".join(t.split("\n")),
    "lines that end in <br />": lambda t: t.replace("\n", "<br />\n"),
    "lines in <p>, escaped": lambda t: "\n".join(f"<p>{html.escape(line)}</p>" for line in filled(t)),
    "lines that end in a pilcrow": lambda t: t.replace("\n", "¶\n"),
    "broken at 72, no blank lines": lambda t: wrapped(t, 72, blank_lines=False),
    "broken at 72, first lines set in": lambda t: wrapped(t, 72, blank_lines=False, indent="   "),
    "broken at 40": lambda t: wrapped(t, 40, blank_lines=True),
    "justified at 60": justified,
    "a line for each sentence": lambda t: re.sub(r"(?<=[.!?]) (?=[A-Z])", "\n", t),
    "no blank lines": lambda t: "\n".join(filled(t)),
    "blank line after each": lambda t: t.replace("\n", "\n\n"),
    "quoted mail": lambda t: "\n".join("> " + line for line in t.split("\n")),
    "numbered lines": lambda t: "\n".join(f"{i:5d}  {line}" for i, line in enumerate(t.split("\n"), 1)),
    "bullets": lambda t: "\n".join("* " + line for line in filled(t)),
    "no blank after a sentence": lambda t: re.sub(r"([.!?]) (?=[A-Z])", r"\1", t),
    "old Macintosh line ends": lambda t: t.replace("\n", "\r"),
    "no-break blanks": lambda t: t.replace(" ", "\u00a0"),
    "soft hyphens": lambda t: re.sub(r"(\w{4})(\w{4})", "\\1\u00ad\\2", t),
    "lower case": str.lower,
    "upper case": str.upper,
}
"""By name; all keep the words."""
TRAINED = (
    "all lines joined by blanks",
    "long lines joined",
    "broken at 72, no blank lines",
    "a line for each sentence",
    "upper case",
)
"""What the models of the body are trained on besides the dumps as they are."""


def reshaped(dumps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each page once more in each of the shapes of `TRAINED`, those with a headline also in old layouts; `shape` names it.

    Args:
        dumps: All dumps of the pages.
    """
    pages: dict[str, list[dict[str, Any]]] = {}
    for row in dumps:
        if row["dumper"] in PLAIN:
            pages.setdefault(row["id"].split("|")[0], []).append(row)
    rng = random.Random(SEED)
    out = []
    for page in sorted(pages):
        for shape in TRAINED:
            row = rng.choice(pages[page])
            text = SHAPES[shape](row["raw_text"])
            out.append(row | {"id": f"{row['id']}|{shape}", "raw_text": text, "shape": shape})
    return [*out, *old_layouts(dumps)]
