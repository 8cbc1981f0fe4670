"""Annotated wire pairs in, `pipeline/copies/verifier.json` out: trains the verifier; figures by cross-validation over stories.

    .venv/bin/pip install lightgbm
    .venv/bin/python benchmarks/train_copies.py [--bench ../shared/bench] [--write]

A pair is evidence (`pipeline.copies.compare`) and whether its texts are versions of one story. Constructed pairs come from the
edits of the wire set, real ones from its annotated pairs; later updates and templates are negatives. Each fold holds out all
pairs of a quarter of the stories, and recognition itself is scored with the models that have not seen a pair's stories.
Seeded; lightgbm is needed for training only.
"""

import argparse
import collections
import itertools
import json
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bench
import numpy as np
import score_wire

from pipeline.copies import matches
from pipeline.copies.compare import FEATURES, weigh
from pipeline.copies.index import MAX_DOCUMENTS_PER_HASH, MIN_SHARED, sample
from pipeline.copies.tokens import tokenise
from pipeline.copies.verifier import MODEL_FILE

FOLDS = 4
TREES = 120
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 12,
    "max_depth": 5,
    "min_data_in_leaf": 20,
    "lambda_l2": 3.0,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "seed": 1,
    "deterministic": True,
    "num_threads": 2,
    "verbose": -1,
}
WEIGHTS = {"constructed": 1.0, "update": 0.5, "real": 4.0, "read by a person": 12.0}
"""Real pairs are few and are what matters; those a person read are surest."""


def candidate_pairs(tokens: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs that recognition would compare."""
    owners = collections.defaultdict(list)
    for name, t in tokens.items():
        for value in sample(t).tolist():
            owners[value].append(name)
    shared: collections.Counter[tuple[str, str]] = collections.Counter()
    for names in owners.values():
        if len(names) <= MAX_DOCUMENTS_PER_HASH:
            shared.update(itertools.combinations(names, 2))
    return sorted(pair for pair, n in shared.items() if n >= MIN_SHARED)


class Stories:
    """Which documents belong to one story, so that no story stands on both sides of a fold."""

    def __init__(self, documents: dict[str, Any], real_pairs: list[dict[str, Any]]) -> None:
        self._documents, self._parent = documents, {}
        for pair in real_pairs:
            self._parent[self._root(pair["a"])] = self._root(pair["b"])

    def _root(self, name: str) -> str:
        while self._parent.setdefault(name, name) != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def fold(self, name: str) -> int:
        """The fold that holds out a document's story."""
        d = self._documents[name]
        story = "real " + self._root(name.removeprefix("real:")) if d["split"] == "real" else f"made {d['cluster']}"
        return zlib.crc32(story.encode()) % FOLDS


def label(a: dict[str, Any], b: dict[str, Any], real: dict[frozenset[str], dict[str, Any]]) -> tuple[int, float] | None:
    """Whether two documents are versions of one story, and the pair's weight; None where nobody can say."""
    if a["split"] == "real" and b["split"] == "real":
        pair = real.get(frozenset((a["id"], b["id"])))
        if pair is None:
            return None
        return int(pair["label"] == "same"), WEIGHTS["read by a person" if pair["how"] == "adj" else "real"]
    if "real" in (a["split"], b["split"]):
        return None
    kinds = {a["etype"], b["etype"]}
    if a["cluster"] == b["cluster"]:
        if "update" in kinds:
            return 0, WEIGHTS["update"]
        return None if "merge_wires" in kinds else (1, WEIGHTS["constructed"])
    related = b["cluster"] in a["ign"] or a["cluster"] in b["ign"] or bool(set(a["ign"]) & set(b["ign"]))
    return None if related else (0, WEIGHTS["constructed"])


def nested(node: dict[str, Any]) -> dict[str, Any]:
    """A booster's tree in the model file's form."""
    if "split_feature" not in node:
        return {"v": round(node["leaf_value"], 6)}
    children = {"l": nested(node["left_child"]), "r": nested(node["right_child"])}
    return {"f": node["split_feature"], "t": round(node["threshold"], 6)} | children


class HeldOut:
    """For each pair the model that has not seen its stories: stands in for the verifier while recognition is cross-validated."""

    def __init__(self, boosters: list[Any], rows: np.ndarray, probability: np.ndarray) -> None:
        self._boosters = boosters
        self._known = {row.tobytes(): p for row, p in zip(rows, probability.tolist(), strict=True)}

    def probability(self, rows: np.ndarray) -> np.ndarray:
        """As `Verifier.probability`; a pair that shares too few hashes to be in the set gets the mean of all models."""
        found = [self._known.get(row.tobytes()) for row in rows]
        strange = [i for i, p in enumerate(found) if p is None]
        if strange:
            mean = np.mean([b.predict(rows[strange]) for b in self._boosters], axis=0)
            for i, p in zip(strange, mean.tolist(), strict=True):
                found[i] = p
        return np.array(found, dtype=np.float64)


@dataclass(frozen=True)
class Pairs:
    """The wire set's candidate pairs, weighed and labelled."""

    rows: np.ndarray
    known: np.ndarray
    """Whether anybody can say what a pair is."""
    truth: np.ndarray
    weight: np.ndarray
    folds: np.ndarray
    """For each pair the folds of its two stories."""

    def train(self, of: np.ndarray) -> Any:
        """A booster trained on some of the pairs."""
        import lightgbm

        data = lightgbm.Dataset(self.rows[of], self.truth[of], weight=self.weight[of], feature_name=list(FEATURES))
        return lightgbm.train(PARAMETERS, data, TREES)

    def held_out(self) -> HeldOut:
        """By cross-validation: for each pair what a model says that knows none of its stories."""
        total, times, boosters = np.zeros(len(self.rows)), np.zeros(len(self.rows)), []
        for fold in range(FOLDS):
            inside = (self.folds == fold).any(axis=1)
            boosters.append(self.train(self.known & ~inside))
            total[inside] += boosters[-1].predict(self.rows[inside])
            times[inside] += 1
        return HeldOut(boosters, self.rows, total / times)


def wire_pairs(folder: Path, documents: dict[str, Any]) -> Pairs:
    """Candidate pairs of the wire set in `folder`."""
    real_pairs = bench.rows(folder / "wire" / "dev_real_pairs.jsonl.gz")
    real = {frozenset(("real:" + p["a"], "real:" + p["b"])): p for p in real_pairs}
    stories = Stories(documents, real_pairs)
    tokens = {name: tokenise(d["text"]) for name, d in documents.items()}
    pairs = candidate_pairs(tokens)
    labels = [label(documents[a], documents[b], real) for a, b in pairs]
    return Pairs(
        rows=weigh([(tokens[a], tokens[b]) for a, b in pairs]),
        known=np.array([v is not None for v in labels]),
        truth=np.array([v[0] if v else 0 for v in labels]),
        weight=np.array([v[1] if v else 0.0 for v in labels]),
        folds=np.array([(stories.fold(a), stories.fold(b)) for a, b in pairs]),
    )


def main() -> None:
    """Train, cross-validate, and write the model where asked to."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bench", type=Path, default=bench.BENCH)
    options.add_argument("--batches", type=int, nargs="+", default=[10], help="recognise in as many batches")
    options.add_argument("--write", action="store_true")
    o = options.parse_args()
    documents = {d["id"]: d for d in bench.rows(o.bench / "wire" / "dev.jsonl.gz")}
    pairs = wire_pairs(o.bench, documents)
    print(
        f"{len(pairs.rows)} pairs, {int(pairs.known.sum())} labelled, {int(pairs.truth.sum())} of one story; "
        "by cross-validation over stories:"
    )
    held_out = pairs.held_out()
    matches.load_verifier = lambda: held_out
    for batches in o.batches:
        with tempfile.TemporaryDirectory(prefix="copydesk-wire-") as folder:
            predictions = Path(folder) / "clusters.json"
            found = score_wire.directly(list(documents.values()), batches, Path(folder) / "d")
            predictions.write_text(json.dumps(found))
            bench.scorer(o.bench).score_wire(predictions, o.bench, "dev")
            print(score_wire.wrongly_joined(list(documents.values()), found))
    if o.write:
        booster = pairs.train(pairs.known)
        model = {
            "about": "Probability that two texts are versions of one story; see docs/models/verifier.md.",
            "features": list(FEATURES),
            "trees": [nested(t["tree_structure"]) for t in booster.dump_model()["tree_info"]],
        }
        target = bench.ROOT / "pipeline" / "copies" / MODEL_FILE
        target.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"wrote {target.name}, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
