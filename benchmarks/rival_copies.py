"""Texts as JSON Lines in, one tool's clusters and its CPU-seconds out; run by `compare_copies.py` with the tool's own Python.

    PYTHON rival_copies.py datasketch|rensa|datatrove|text-dedup TEXTS OUT BANDS ROWS

Each tool as its documentation shows it, but for bands and rows: sketches of word 5-grams, a bucket for each band, connected
components of what shares a bucket. CPU-seconds are of this process and its children, its imports left out.
"""

import json
import re
import resource
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

WORD = re.compile(r"\w+")
NGRAM = 5


def cpu_seconds() -> float:
    """Of this process and its dead children."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


def texts(path: Path) -> list[str]:
    """The texts, in order."""
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def ngrams(text: str) -> list[str]:
    """Word 5-grams; of a shorter text all of it."""
    words = WORD.findall(text.lower())
    return [" ".join(words[i : i + NGRAM]) for i in range(max(1, len(words) - NGRAM + 1))]


def components(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each number the lowest one that it is connected with."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return [root(i) for i in range(count)]


def datasketch(path: Path, bands: int, rows: int) -> tuple[float, list[int]]:
    """MinHash and MinHashLSH."""
    from datasketch import MinHash, MinHashLSH

    begin = cpu_seconds()
    documents = texts(path)
    lsh = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
    pairs = []
    sets = ([g.encode() for g in ngrams(text)] for text in documents)
    for i, sketch in enumerate(MinHash.generator(sets, num_perm=bands * rows)):
        pairs += [(i, j) for j in lsh.query(sketch)]
        lsh.insert(i, sketch, check_duplication=False)
    return cpu_seconds() - begin, components(len(documents), pairs)


def rensa(path: Path, bands: int, rows: int) -> tuple[float, list[int]]:
    """RMinHash and RMinHashLSH."""
    from rensa import RMinHash, RMinHashLSH

    begin = cpu_seconds()
    documents = texts(path)
    # Its threshold only filters `is_similar`; what shares a bucket is decided by the bands.
    lsh = RMinHashLSH(threshold=0.5, num_perm=bands * rows, num_bands=bands)
    pairs = []
    for i, text in enumerate(documents):
        sketch = RMinHash(num_perm=bands * rows, seed=1)
        sketch.update(ngrams(text))
        pairs += [(i, j) for j in lsh.query(sketch)]
        lsh.insert(i, sketch)
    return cpu_seconds() - begin, components(len(documents), pairs)


def datatrove(path: Path, bands: int, rows: int) -> tuple[float, list[int]]:
    """The four MinHash stages, run in this process one after the other."""
    from datatrove.data import Document
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig

    begin = cpu_seconds()
    documents = [Document(text=text, id=str(i)) for i, text in enumerate(texts(path))]
    config = MinhashConfig(n_grams=NGRAM, num_buckets=bands, hashes_per_bucket=rows)
    with tempfile.TemporaryDirectory() as name:
        signatures, buckets, clusters = (f"{name}/{stage}" for stage in ("signatures", "buckets", "clusters"))
        MinhashDedupSignature(signatures, config=config).run(iter(documents), rank=0, world_size=1)
        for bucket in range(bands):
            MinhashDedupBuckets(signatures, buckets, config=config).run(None, bucket, bands)
        MinhashDedupCluster(buckets, clusters, config=config, save_cluster_id=True).run(None, 0, 1)
        for _ in MinhashDedupFilter(clusters, load_cluster_ids=True).run(iter(documents), rank=0, world_size=1):
            pass
    spent = cpu_seconds() - begin
    found = [int(d.metadata["minhash_cluster_id"]) for d in documents]
    return spent, [-1 - i if cluster < 0 else cluster for i, cluster in enumerate(found)]


def text_dedup(path: Path, bands: int, rows: int) -> tuple[float, list[int]]:
    """Its `minhash` command with one process, loading and saving included: they cannot be left out."""
    import pickle

    from text_dedup.minhash import main as command

    begin = cpu_seconds()
    with tempfile.TemporaryDirectory() as name:
        where = ["--path", "json", "--data_files", str(path), "--split", "train", "--cache_dir", f"{name}/cache"]
        how = ["--column", "text", "--ngram", str(NGRAM), "--num_perm", str(bands * rows), "--b", str(bands), "--r", str(rows)]
        command([*where, *how, "--output", f"{name}/out", "--debug", "--num_proc", "1"], standalone_mode=False)
        spent = cpu_seconds() - begin
        found: dict[str, Any] = pickle.loads((Path(name) / "out" / "uf.pkl").read_bytes())
    union = found["uf"] if isinstance(found, dict) and "uf" in found else found
    count = len(texts(path))
    return spent, components(count, [(i, union.find(i)) for i in range(count)])


TOOLS: dict[str, Callable[[Path, int, int], tuple[float, list[int]]]] = {
    "datasketch": datasketch,
    "rensa": rensa,
    "datatrove": datatrove,
    "text-dedup": text_dedup,
}


def main() -> None:
    """Cluster the texts and write what came out."""
    tool, given, out, bands, rows = sys.argv[1:]
    seconds, clusters = TOOLS[tool](Path(given), int(bands), int(rows))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    Path(out).write_text(json.dumps({"cpu_seconds": seconds, "peak_mb": peak, "clusters": clusters}), encoding="utf-8")


if __name__ == "__main__":
    main()
