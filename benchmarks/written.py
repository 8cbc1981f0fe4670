"""Invented dumps with their marks in, rows like those of the annotated data out: what the models of text learn from besides.

The annotated pages are of 288 domains of one decade; archives hold more kinds of dumps than these. The texts of `written_dumps`
are of papers that never were, in the forms and languages of many that are. A line at the head of each names its language, the day
it prints and who signs it, `-` for none; `⟦X⟧` in the text says of what class the text behind it is, up to the next mark:
headline `T`, standfirst `S`, byline `Y`, date line `D`, caption `C`, body `B`, and `.` for all that stands around them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import SEED
from reshape import SHAPES, TRAINED

WRITTEN = Path(__file__).with_name("written_dumps")
SHAPE = "written"
RESHAPED = 2
"""Dumps of each in other shapes."""
HEAD = re.compile(r"#! name=(\S+) lang=(\S+) day=(\d{4}-\d\d-\d\d|-) authors=(.+)")
MARK = re.compile(r"⟦(.)⟧")
CLASSES = "TSYDCB."


def written_dumps(folder: Path = WRITTEN) -> list[dict[str, Any]]:
    """All of them, in order of their names; `shape` is `SHAPE`, and what a dump does not print is known not to be there.

    Args:
        folder: Where they are, many in a file.

    Raises:
        ValueError: A dump's head or marks are not as they should be; names it.
    """
    out = []
    for path in folder.glob("*.txt"):
        with path.open(encoding="utf-8", newline="") as file:
            lines = file.read().split("\n")
        starts = [i for i, line in enumerate(lines) if line.startswith("#! name=")]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            out.append(_row(path.name, lines[start], "\n".join(lines[start + 1 : end])))
    return sorted(out, key=lambda row: str(row["id"]))


def written_reshaped(dumps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each in some of the shapes of `TRAINED`; `shape` names both."""
    rng = random.Random(SEED)
    out = []
    for row in dumps:
        for shape in sorted(rng.sample(TRAINED, RESHAPED)):
            text = SHAPES[shape](row["raw_text"])
            out.append(row | {"id": f"{row['id']}|{shape}", "raw_text": text, "shape": f"{SHAPE}, {shape}"})
    return out


def is_written(row: dict[str, Any]) -> bool:
    """Whether a row is an invented dump, so that what its gold leaves empty is known not to be printed."""
    return str(row["domain"]).startswith(f"{SHAPE}:")


def parts_of(marked: str) -> Iterator[tuple[str, str]]:
    """The class and the text of each part of a marked dump, in order."""
    found = list(MARK.finditer(marked))
    starts = [0, *(m.end() for m in found)]
    ends = [*(m.start() for m in found), len(marked)]
    for kind, start, end in zip([".", *(m[1] for m in found)], starts, ends, strict=True):
        yield kind, marked[start:end]


def _row(file: str, first: str, marked: str) -> dict[str, Any]:
    head = HEAD.fullmatch(first)
    if head is None:
        raise ValueError(f"{file}: expected `#! name=.. lang=.. day=.. authors=..`, found {first[:80]!r}")
    name, language, day, authors = head.groups()
    parts = list(parts_of(marked))
    strange = {kind for kind, _ in parts} - set(CLASSES)
    titles = [text.strip() for kind, text in parts if kind == "T"]
    body = [text.strip() for kind, text in parts if kind == "B" and text.strip()]
    if strange or len(titles) > 1 or not body:
        found = sorted(strange) or titles or "no body"
        raise ValueError(f"{file}, {name}: expected marks of {CLASSES!r}, one headline at most and a body, found {found}")
    domain = f"{SHAPE}:{name}"
    return {
        "id": domain,
        "domain": domain,
        "dumper": SHAPE,
        "lang": language,
        "raw_text": "".join(text for _, text in parts),
        "gold_text": "\n\n".join(body),
        "gold_optional": [text.strip() for kind, text in parts if kind == "S" and text.strip()],
        "gold_title": " ".join(titles[0].split()) if titles else None,
        "gold_published": None if day == "-" else day,
        "gold_authors": None if authors.strip() == "-" else [name.strip() for name in authors.split(";") if name.strip()],
        "gold_coverage": 1.0,
        "shape": SHAPE,
    }
