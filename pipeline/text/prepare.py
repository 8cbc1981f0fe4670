"""A dump in, its units with tokens, repeats and features out: all that the choice of the body looks at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipeline.normalise.mojibake import undo_mojibake
from pipeline.text.characters import MAX_UNIT_CHARS
from pipeline.text.database_record import SeveralDocumentsError, may_be_record, read_record
from pipeline.text.dump import DumpStyle
from pipeline.text.features import Features, features_of
from pipeline.text.lexicon import PhraseHit, phrase_hits, tokens_of
from pipeline.text.plain_letters import plain_letters
from pipeline.text.raw_lines import raw_lines, with_line_feeds
from pipeline.text.reader_comments import comments_start
from pipeline.text.record import Record
from pipeline.text.repeats import find_repeats
from pipeline.text.units import Unit, build_units

MAX_SEARCHED = 700
"""Tokens of a unit in which phrases are looked for; a longer one speaks for itself."""
MAX_UNITS = 20_000
"""The longest of 8,000 pages dumped by 14 tools has 2,375 lines; so many take two seconds and 280 MB."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One dump, ready to be judged."""

    units: tuple[Unit, ...]
    tokens: tuple[list[str], ...]
    hits: tuple[tuple[PhraseHit, ...], ...]
    """The boilerplate phrases found in each unit."""
    style: DumpStyle
    repeats: frozenset[int]
    live: tuple[int, ...]
    """Indices of the units that have wording of their own; the rows of `features` follow this order."""
    features: Features | None
    """None where no unit is live."""
    record: Record | None = None
    """What a press database says of the article, where one wrote the dump."""
    garbled: frozenset[int] = frozenset()
    """Raw lines, from 1, that had been read in a wrong code page; the units hold them as they were written."""
    comments: int | None = None
    """The unit at which readers' comments begin, which run to the end; None where the dump has none."""


def prepare(text: str) -> Prepared:
    """Takes a raw dump apart.

    Args:
        text: The decoded dump.

    Raises:
        SeveralDocumentsError: It has more than `MAX_UNITS` lines or paragraphs, or several records of a press database.
    """
    as_read = with_line_feeds(text)
    text = undo_mojibake(as_read)
    garbled = _changed_lines(as_read, text) if text != as_read else frozenset()
    text = plain_letters(text)
    record = read_record(raw_lines(text)) if may_be_record(text) else None
    units, style = build_units(text, record)
    if len(units) > MAX_UNITS:
        raise SeveralDocumentsError(
            f"{len(units):,} lines, more than {MAX_UNITS:,}: no one page; several documents in one file need --split"
        )
    tokens = tuple([tokens_of(unit.text[:MAX_UNIT_CHARS]) for unit in units])
    hits = tuple([phrase_hits(words[:MAX_SEARCHED]) for words in tokens])
    repeats = find_repeats(units, tokens)
    live = tuple([i for i, u in enumerate(units) if u.text and not u.image and not u.reference and i not in repeats])
    if not live:
        return Prepared(units, tokens, hits, style, repeats, live, None, record, garbled)
    comments = comments_start(units, tokens) if record is None else None
    counts = Counter([u.text for u in units])
    features = features_of(
        [units[i] for i in live], [tokens[i] for i in live], [hits[i] for i in live], style, [counts[units[i].text] for i in live]
    )
    return Prepared(units, tokens, hits, style, repeats, live, features, record, garbled, comments)


def _changed_lines(before: str, after: str) -> frozenset[int]:
    changed, number = set[int](), 1
    for old, new in zip(before.split("\n"), after.split("\n"), strict=True):
        count = len(raw_lines(new))
        if old != new:
            changed.update(range(number, number + count))
        number += count
    return frozenset(changed)
