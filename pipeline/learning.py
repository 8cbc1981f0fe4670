"""Some of an archive's text files in, what is to be remembered of their documents out: the first pass over a run's inputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from zlib import crc32

from pipeline.clean import DocumentTimeoutError, time_limit
from pipeline.load.documents import load
from pipeline.load.names import file_type
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from pipeline.text.body import choose_body, judge_units
from pipeline.text.prepare import prepare
from pipeline.text.site_memory import Learnt, learn
from pipeline.text.vetoes import overrule
from schemas.records import RawDocument, Rejection

SAMPLE = 48
"""Files of a source, and documents of a source in a file, that are looked at: a line of every tenth story is met twice
in nineteen runs of twenty, and the first pass costs no more for a million files than for some thousands."""
REMEMBERED = 24
"""Documents of a source that are kept whatever comes, and of its latest run beside them: sites change their furniture."""
MAX_CHARS = 100_000
"""Longer documents are left out."""
MAX_READ = 20_000
"""Documents of one file that the sample is drawn from; the first ones."""
MAX_HELD_CHARS = 32 * 2**20
"""Text held while a file's sample is drawn; an archive of more sources gets fewer documents of each."""
TIME_LIMIT_S = 10.0

Memory = Mapping[str, Sequence[Learnt]]
"""What is remembered, by source."""


def choose_files(inputs: Iterable[InputFile | Rejection]) -> list[InputFile]:
    """`SAMPLE` files of each source that may hold plain text: the same ones whatever the order or the folder they lie in.

    Args:
        inputs: As planned; consumed once.
    """
    chosen: dict[str, list[tuple[int, str, InputFile]]] = defaultdict(list)
    for item in inputs:
        if isinstance(item, Rejection) or not _may_hold_text(item.path.name):
            continue
        rank = crc32(f"{item.path.name}\n{item.size}".encode("utf-8", "surrogateescape"))
        chosen[item.source].append((rank, str(item.path), item))
        if len(chosen[item.source]) >= 2 * SAMPLE:
            _keep_lowest(chosen[item.source], SAMPLE)
    for files in chosen.values():
        _keep_lowest(files, SAMPLE)
    return [item for source in sorted(chosen) for _, _, item in chosen[source]]


def _may_hold_text(name: str) -> bool:
    kind = file_type(name)
    return kind.media not in ("html", "warc") and not kind.is_web_archive


def learn_files(files: Sequence[InputFile], settings: LoadSettings) -> dict[str, list[Learnt]]:
    """What is to be remembered of the plain-text documents in some files, by source.

    Args:
        files: From `choose_files`.
        settings: As the run reads them.
    """
    learnt: dict[str, list[Learnt]] = defaultdict(list)
    for file in files:
        for source, document, text in _draw(_texts(file, settings)):
            if (one := _learn_text(document, text)) is not None:
                learnt[source].append(one)
    return dict(learnt)


def remember(memory: Memory, learnt: Iterable[Mapping[str, Sequence[Learnt]]]) -> dict[str, list[Learnt]]:
    """The memory with what a run has learnt; learning the same again changes nothing.

    Args:
        memory: What was remembered before.
        learnt: From `learn_files`, in any order.
    """
    new: dict[str, dict[int, Learnt]] = defaultdict(dict)
    for part in learnt:
        for source, documents in part.items():
            new[source].update({d.document: d for d in documents})
    out = {source: list(documents) for source, documents in memory.items()}
    for source, latest in new.items():
        everything = {d.document: d for d in memory.get(source, ())} | latest
        kept = sorted(everything)[:REMEMBERED]
        recent = [d for d in sorted(latest) if d not in frozenset(kept)][:REMEMBERED]
        out[source] = [everything[d] for d in sorted({*kept, *recent})]
    return out


def _texts(file: InputFile, settings: LoadSettings) -> Iterator[tuple[str, int, str]]:
    """Source, id's first 64 bits and text of a file's plain-text documents; a file that cannot be read is the run's to report."""
    try:
        for item in islice(load(file, settings), MAX_READ):
            if isinstance(item, RawDocument) and item.media == "text" and len(item.text) <= MAX_CHARS:
                yield item.provenance.source, int(item.document_id[:16], 16), item.text
    except Exception:  # noqa: BLE001 - as in `pipeline.shard`: the run meets the same file again and rejects it with the reason
        return


def _draw(texts: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """The documents with the lowest ids, at most `SAMPLE` a source, fewer where they are too long to hold."""
    drawn: dict[str, list[tuple[int, str]]] = defaultdict(list)
    each, held = SAMPLE, 0
    for source, document, text in texts:
        drawn[source].append((document, text))
        held += len(text)
        if len(drawn[source]) >= 2 * each:
            held -= _keep_lowest(drawn[source], each)
        while held > MAX_HELD_CHARS and each > 1:
            each //= 2
            held -= sum(_keep_lowest(documents, each) for documents in drawn.values())
    for documents in drawn.values():
        _keep_lowest(documents, each)
    return [(source, *entry) for source in sorted(drawn) for entry in drawn[source]]


def _keep_lowest(entries: list[Any], size: int) -> int:
    """Sort tuples that begin with their rank and cut the list; returns how many characters of text went."""
    entries.sort(key=lambda entry: entry[:-1])
    gone = sum(len(entry[-1]) for entry in entries[size:] if isinstance(entry[-1], str))
    del entries[size:]
    return gone


def _learn_text(document: int, text: str) -> Learnt | None:
    try:
        with time_limit(TIME_LIMIT_S):
            prepared = prepare(text)
            judged, _ = overrule(judge_units(prepared), prepared)
            return learn(document, prepared, choose_body(prepared, judged.body))
    except DocumentTimeoutError:
        return None
    except Exception:  # noqa: BLE001 - the run meets the same document again and rejects it with the reason
        return None
