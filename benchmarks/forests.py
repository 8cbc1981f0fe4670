"""A forest that lightgbm has learnt in, the arrays that `pipeline.text.forest` reads out; and the settings that forests share."""

from __future__ import annotations

from typing import Any

import numpy as np
from bench import SEED

COMMON = {
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": SEED,
    "deterministic": True,
    "num_threads": 2,
    "verbose": -1,
}
ALONE = COMMON | {"objective": "binary", "learning_rate": 0.07, "num_leaves": 16, "max_depth": 7, "min_data_in_leaf": 60}
"""Of forests that judge each candidate line alone."""


def flatten(booster: Any, part: str, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """A booster as the arrays that `pipeline.text.forest.Forest` reads."""
    feature, threshold, left, right, value, roots = [], [], [], [], [], []
    depth = 0

    def add(node: dict[str, Any], level: int) -> int:
        nonlocal depth
        depth = max(depth, level)
        at = len(feature)
        feature.append(node.get("split_feature", 0))
        threshold.append(node.get("threshold", 0.0))
        value.append(node.get("leaf_value", 0.0))
        left.append(at)
        right.append(at)
        if "split_feature" in node:
            left[at] = add(node["left_child"], level + 1)
            right[at] = add(node["right_child"], level + 1)
            value[at] = 0.0
        return at

    for tree in booster.dump_model()["tree_info"]:
        roots.append(add(tree["tree_structure"], 0))
    return {
        f"{part}_feature": np.array(feature, np.uint8),
        f"{part}_threshold": np.array(threshold, np.float32),
        f"{part}_left": np.array(left, np.uint16),
        f"{part}_right": np.array(right, np.uint16),
        f"{part}_value": np.array(value, np.float32),
        f"{part}_roots": np.array(roots, np.uint16),
        f"{part}_depth": np.array(depth, np.int32),
        f"{part}_names": np.array(names),
    }
