#!/usr/bin/env python3
"""Invented dumps of old archives in; which columns of each are not as a reader would fill them, and the shares that are, out.

    .venv/bin/python benchmarks/archive_dumps.py [NAME …] [--set archive_dumps_third]

Nine sets of texts of papers that never were, in the forms that archives hold: text browsers, spools of agencies, newsgroups,
mails, press databases, exports, pages of the nineties and after. The 77 of `archive_dumps` are in fifteen languages; the 151 of
`archive_dumps_later` and the 71 of `archive_dumps_third` in 23 and 24, written without a look at the cleaner, so that they showed
what it did not know; so were the 90 of `archive_dumps_fourth`, half of them in 21 languages other than English, the 80 of
`archive_dumps_fifth`, half of them in 17, the 90 of `archive_dumps_sixth` and the 40 of `archive_dumps_seventh`, whole pages for
the most part, and the 80 of `archive_dumps_eighth`, half of them in 24 other languages. The 45 of
`archive_records` are records of press databases, corpora and wires, and what scripts and mail programs write. `expected.json`
says of each what its columns hold, captions without who took the picture; what a dump does not print is null, and a
`standfirst` may head the text or not. No model was trained on them. With names, only these are read, and their text is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline.load.content import read_content
from pipeline.load.errors import Refused
from pipeline.load.pieces import documents
from pipeline.load.settings import LoadSettings
from pipeline.marks.caption_loose import caption_wording
from pipeline.text.clean import clean_text
from pipeline.text.database_record import SeveralDocumentsError, read_record
from pipeline.text.raw_lines import raw_lines

FIRST = "archive_dumps"
NAMES = (
    FIRST,
    *(f"archive_dumps_{n}" for n in ("later", "third", "fourth", "fifth", "sixth", "seventh", "eighth")),
    "archive_records",
)
SETS = {name: Path(__file__).with_name(name) for name in NAMES}
BODY = ("begins", "ends", "paragraphs", "holds", "holds_not")
"""What is expected of the text, which is right where none of it fails."""
COLUMNS = ("title", "authors", "day", "precision", "dateline", "agencies", "section", "captions")
LEAST_WHOLE_PARAGRAPH = 110
"""Characters from which an expected last paragraph is given whole; a shorter snippet begins it or ends it."""


def expected(folder: Path) -> dict[str, dict[str, Any]]:
    """By the dump's name what its columns hold; columns that are not named may hold anything."""
    wanted: dict[str, dict[str, Any]] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return wanted


def text_of(folder: Path, name: str) -> str:
    """A dump as a backfill decodes it; of one that holds several records the first, parted as the rejection tells."""
    payload = (folder / f"{name}.txt").read_bytes()
    try:
        read_record(raw_lines(text := _decoded(payload)))
    except SeveralDocumentsError as error:
        parts = (_decoded(piece.payload) for piece in documents(BytesIO(payload), LoadSettings(split=error.split)))
        return next(part for part in parts if read_record(raw_lines(part)) is not None)
    return text


def _decoded(payload: bytes) -> str:
    content = read_content(payload, "text", LoadSettings())
    assert not isinstance(content, Refused)
    return content.decoded.text


def columns(text: str) -> dict[str, Any]:
    """What the cleaner makes of a dump, as `expected` names it."""
    found = clean_text(text).extracted
    published = found.published
    return {
        "title": found.title,
        "authors": list(found.authors),
        "day": published.day.isoformat() if published and published.day else None,
        "precision": published.precision if published else None,
        "dateline": found.dateline,
        "agencies": sorted(found.agencies),
        "section": found.section,
        "captions": [caption_wording(line) for line in found.captions],
        "text": found.text,
    }


def faults(wanted: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The columns that are not as expected, each with what was found; those of the text are `text`."""
    for name in COLUMNS:
        if name in wanted and found[name] != wanted[name]:
            yield name, f"{name}: expected {wanted[name]!r}, found {found[name]!r}"
    paragraphs = found["text"].split("\n\n")
    if "standfirst" in wanted and len(paragraphs) > 1 and paragraphs[0].startswith(wanted["standfirst"]):
        del paragraphs[0]
    text = "\n\n".join(paragraphs)
    first, last = wanted.get("begins", ""), wanted.get("ends", "")
    if not paragraphs[0].startswith(first):
        yield "text", f"begins: expected {first!r}, found {paragraphs[0][: len(first) + 40]!r}"
    begun = paragraphs[-1].startswith(last) and len(last) <= LEAST_WHOLE_PARAGRAPH
    if not begun and not paragraphs[-1].endswith(last):
        yield "text", f"ends: expected {last!r}, found {paragraphs[-1]!r}"
    if len(paragraphs) != wanted.get("paragraphs", len(paragraphs)):
        yield "text", f"paragraphs: expected {wanted['paragraphs']}, found {len(paragraphs)}"
    on_a_line = text.replace("\n\n", " ")  # a snippet may run over the end of a paragraph, whose number is asked for as well
    yield from (
        ("text", f"holds: expected {part!r}") for part in wanted.get("holds", ()) if part not in text and part not in on_a_line
    )
    yield from (("text", f"holds: {part!r} is not of the story") for part in wanted.get("holds_not", ()) if part in text)


def measured(folder: Path, names: list[str] | None = None, *, told: bool = True) -> dict[str, float]:
    """Shares of the dumps of which all is right, and each column.

    Args:
        folder: One of `SETS`.
        names: The dumps that are read; None: all.
        told: Whether each dump's faults are printed.
    """
    wrong: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    whole = 0
    every = {name: wanted for name, wanted in expected(folder).items() if names is None or name in names}
    for name, wanted in every.items():
        found = columns(text_of(folder, name))
        missed = list(faults(wanted, found))
        whole += not missed
        wrong.update({column for column, _ in missed})
        asked.update(column for column in COLUMNS if column in wanted)
        asked["text"] += any(part in wanted for part in BODY)
        if told:
            print(f"{name}: {'right' if not missed else ''}", *(fault for _, fault in missed), sep="\n  " if missed else "")
    return {"whole": whole / len(every)} | {column: 1 - wrong[column] / n for column, n in sorted(asked.items()) if n}


def main() -> int:
    """Prints the faults, then the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="dumps to read and print; all where none is named")
    parser.add_argument("--set", choices=SETS, default=FIRST, dest="folder")
    options = parser.parse_args()
    folder = SETS[options.folder]
    unknown = set(options.names) - set(expected(folder))
    if unknown:
        parser.error(f"expected names of dumps in {folder}, found {', '.join(sorted(unknown))}")
    for column, share in measured(folder, options.names or None).items():
        print(f"{column} {share:.3f}")
    for name in options.names:
        print(f"\n{name}\n{columns(text_of(folder, name))['text']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
