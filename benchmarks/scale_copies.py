"""Synthetic documents in; what recognising copies costs as the history grows, the index's size and the peak memory out.

    nice .venv/bin/python benchmarks/scale_copies.py [--sizes 10000 100000 300000] [--batch 10000] [--night 50000]
        [--max-minutes 90] [--figures FILE]

Matching only: documents come as if cleaned; each batch is recognised against all earlier ones and committed to a dataset on
disk, as in a run. Their statistics are those of a news archive: words by Zipf's law from 60,000, 480 words in the median
(lognormal), stock phrases, one story in five printed by several outlets, who cut, add to and sub-edit it (a third of
these in later batches), daily reports that fill a template, and standing introductions. At the end a night's documents
are recognised too: also where the growth was ended by `--max-minutes`. `plot_copies.py` draws what `--figures` keeps.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import score_wire

from pipeline.copies.index import candidates
from pipeline.copies.recognise import Recognised, recognise_copies
from pipeline.dataset.dataset import Dataset

VOCABULARY, PHRASES = 60_000, 4_000
PARAGRAPH_WORDS = 55
TEMPLATES = 40
SHARED = 2**31
"""Numbers of the texts that templates and standing introductions are taken from: above all stories'."""
SHARES = {"story": 0.62, "copy here": 0.2, "copy of before": 0.1, "report": 0.05, "introduction": 0.03}
"""What a document is; the copies are of the one in five stories that an agency sends."""


@cache
def _words() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    syllables = [c + v for c in "bdfghklmnprstvwz" for v in ("a", "e", "i", "o", "u", "an", "er", "is")]
    names = set()
    while len(names) < VOCABULARY:
        names.add("".join(rng.choice(syllables, int(rng.integers(1, 5)))))
    weights = 1 / (np.arange(VOCABULARY) + 2.7) ** 1.07
    return np.array(sorted(names, key=lambda name: (len(name), name)), dtype=object), np.cumsum(weights / weights.sum())


def _some(rng: np.random.Generator, count: int) -> list[str]:
    names, cumulated = _words()
    found: list[str] = names[np.searchsorted(cumulated, rng.random(count)).clip(max=VOCABULARY - 1)].tolist()
    return found


@cache
def _phrase(number: int) -> str:
    rng = np.random.default_rng((1, number))
    return " ".join(_some(rng, int(rng.integers(5, 18))))


def _paragraphs(rng: np.random.Generator) -> list[str]:
    """A text of its own, with some stock phrases."""
    words = _some(rng, int(np.clip(rng.lognormal(np.log(480), 0.5), 60, 3_000)))
    found = []
    for start in range(0, len(words), PARAGRAPH_WORDS):
        part = words[start : start + PARAGRAPH_WORDS]
        part[:: max(1, len(part) // 2)] = [str(n) for n in rng.integers(1, 5_000, len(part[:: max(1, len(part) // 2)]))]
        stock = _phrase(int(min(PHRASES - 1, rng.pareto(0.6) * 3))) + " " if rng.random() < 0.3 else ""
        found.append(f"{stock}{' '.join(part)}.")
    return found


def _story(number: int) -> list[str]:
    return _paragraphs(np.random.default_rng((2, number)))


def _copy(number: int, rng: np.random.Generator) -> list[str]:
    """What an outlet makes of a story: whole, cut from the end, with a paragraph added, or with words changed."""
    text, kind = _story(number), rng.random()
    if kind < 0.3:
        return text
    if kind < 0.6:
        return text[: max(2, int(len(text) * rng.uniform(0.4, 0.9)))]
    if kind < 0.8:
        return [*text, *_paragraphs(rng)[:1]]
    return [" ".join(w if rng.random() > 0.06 else "other" for w in p.split(" ")) for p in text]


def _report(number: int, rng: np.random.Generator) -> list[str]:
    """A daily report: a template's words with other figures and names."""
    template = " ".join(_story(SHARED + number)[:4]).split(" ")
    return [" ".join(_some(rng, 1)[0] if i % 9 == 0 else word for i, word in enumerate(template))]


def texts(first: int, count: int, seed: int, step: int) -> Iterator[str]:
    """A batch's texts.

    Args:
        first: Stories that earlier batches have told.
        count: How many texts.
        seed: Of the batch.
        step: Stories of an earlier batch.
    """
    rng = np.random.default_rng((3, seed))
    kinds = rng.choice(list(SHARES), count, p=list(SHARES.values()))
    agency = max(1, count // 8)
    for i, kind in enumerate(kinds):
        if kind == "copy here" or (kind == "copy of before" and not first):
            paragraphs = _copy(first + int(rng.integers(agency)), rng)
        elif kind == "copy of before":
            paragraphs = _copy(first - step * int(rng.integers(1, min(6, first // step + 1))) + int(rng.integers(step // 8)), rng)
        elif kind == "report":
            paragraphs = _report(int(rng.integers(TEMPLATES)), rng)
        elif kind == "introduction":
            paragraphs = [*_story(SHARED + TEMPLATES + int(rng.integers(TEMPLATES)))[:2], *_paragraphs(rng)]
        else:
            paragraphs = _story(first + i)
        yield "\n\n".join(paragraphs)


def batch(first: int, count: int, seed: int, step: int) -> list[dict[str, str]]:
    """A batch's documents, as `score_wire.cleaned` takes them."""
    return [{"id": f"{seed} {i}", "src": "scale", "text": text} for i, text in enumerate(texts(first, count, seed, step))]


class Clock:
    """CPU-seconds of recognition, and of the search for candidates within it."""

    def __init__(self) -> None:
        self.search = self.whole = 0.0

    def recognise(self, documents: list[dict[str, str]], dataset: Dataset) -> Recognised:
        """One batch."""
        table, history = score_wire.cleaned(documents), dataset.history()
        before = time.process_time()
        done = recognise_copies(table, history, score_wire.STAMP, self._candidates)
        self.whole = time.process_time() - before
        return done

    def _candidates(self, samples, runs):  # type: ignore[no-untyped-def]
        before = time.process_time()
        found = candidates(samples, runs)
        self.search = time.process_time() - before
        return found


def high_water_mb() -> int:
    """The most memory this process ever held."""
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def main() -> None:
    """Grow a history, and measure at each size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 300_000])
    options.add_argument("--batch", type=int, default=10_000)
    options.add_argument("--night", type=int, default=50_000)
    options.add_argument("--max-minutes", type=float, default=float("inf"), help="grow no longer than this, then the night")
    options.add_argument("--figures", type=Path, help="JSON Lines, one for each batch")
    o = options.parse_args()
    clock, told, commits, articles, began = Clock(), 0, 0.0, 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="copydesk-scale-copies-") as name:
        dataset = Dataset.create_or_open(Path(name) / "d")
        while told < max(o.sizes) and time.monotonic() - began < o.max_minutes * 60:
            before_batch = told
            done = clock.recognise(batch(told, o.batch, told // o.batch, o.batch), dataset)
            before = time.process_time()
            score_wire.committed(dataset, done, told // o.batch)
            commits += time.process_time() - before
            told, articles = told + o.batch, articles + done.articles_added
            rate = 10_000 / o.batch
            print(
                f"{told:>9,} documents, {articles:,} articles: CPU-s per 10,000: search {clock.search * rate:.2f}, recognition "
                f"{clock.whole * rate:.1f}; commits {commits:.0f} CPU-s so far; peak {high_water_mb()} MB",
                flush=True,
            )
            if o.figures:
                with o.figures.open("a") as sink:
                    sink.write(
                        json.dumps(
                            {
                                "history": before_batch,
                                "documents": o.batch,
                                "search": round(clock.search, 3),
                                "recognition": round(clock.whole, 3),
                                "peak_mb": high_water_mb(),
                            }
                        )
                        + "\n"
                    )
            if told in o.sizes:
                runs = dataset.history().index_runs()
                size = sum(run.stat().st_size for run in runs)
                print(
                    f"   index {size / told:.0f} bytes a document, {size / articles:.0f} an article, {len(runs)} runs", flush=True
                )
        night = clock.recognise(batch(told, o.night, 10**6, o.batch), dataset)
        print(
            f"   a night of {o.night:,} against {told:,}: {clock.whole:.1f} CPU-s, search {clock.search:.2f}; "
            f"{night.articles_added:,} new articles; peak {high_water_mb()} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
