"""Tables of dumps in, a trained `pipeline.text.network` out: the same network in torch, its loss and its training loop.

torch is needed for training only; what is written is read with numpy.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from unit_tables import Table, sureness

from pipeline.text.features import NETWORK_NAMES
from pipeline.text.network import FIRST_WORDS, LAST_WORDS, LIMIT, POINTERS, SOME_WORDS, UNKNOWN

WIDTH, VECTOR = 64, 8
DILATIONS = (1, 2, 4, 8, 16, 1)
MIDDLE = len(DILATIONS) // 2
MIN_DOMAINS = 25
"""Words of fewer training domains are unknown: they would tell sites apart, not classes."""
DROPOUT, WORD_DROPOUT = 0.4, 0.3
"""With .25 and .15 the network learns the training sites by heart: F1 .9377 instead of .9435 on one fold."""
LEARNING_RATE, WEIGHT_DECAY = 2e-3, 0.02
POINTER_WEIGHT = 0.4
BATCH_UNITS = 3000
ROUGH_WEIGHT = 0.3


class Network(nn.Module):
    """The network of `pipeline.text.network`, with what training needs."""

    def __init__(self, words: list[str], features: int) -> None:
        super().__init__()
        self.words = words
        self.vectors = nn.ModuleList(nn.Embedding(len(words) + 2, VECTOR, padding_idx=0) for _ in range(3))
        for table in self.vectors:
            nn.init.normal_(table.weight, 0, 0.1)
            table.weight.data[0] = 0
        self.input = nn.Linear(features + 3 * VECTOR, WIDTH)
        self.blocks = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=d, dilation=d) for d in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.rough, self.mix, self.gate = nn.Linear(WIDTH, 1), nn.Linear(2 * WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.hidden, self.body = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 1)
        self.point_hidden, self.point = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, len(POINTERS))
        self.none = nn.Linear(2 * WIDTH, len(POINTERS))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Any, words: Any, mask: Any) -> tuple[Any, Any, Any, Any]:
        """Logits of body, of the rough body, of the pointers and of "none"; mask has shape (documents, units, 1)."""
        if self.training:
            words = torch.where((torch.rand(words.shape) < WORD_DROPOUT) & (words > 0), UNKNOWN, words)
        parts, at = [x], 0
        for table, size in zip(self.vectors, (FIRST_WORDS, SOME_WORDS, LAST_WORDS), strict=True):
            ids = words[..., at : at + size]
            parts.append(table(ids).sum(dim=2) / (ids > 0).sum(dim=2, keepdim=True).clamp(min=1))
            at += size
        h = functional.relu(self.input(self.drop(torch.cat(parts, dim=2)))) * mask
        rough = both = None
        for k, (block, norm) in enumerate(zip(self.blocks, self.norms, strict=True)):
            z = (norm(h) * mask).transpose(1, 2)
            h = h + self.drop(functional.relu(block(z))).transpose(1, 2) * mask
            if k == MIDDLE:
                rough = self.rough(h)
                share = torch.sigmoid(rough) * mask
                other = (1 - torch.sigmoid(rough)) * mask
                body_mean = (h * share).sum(dim=1) / (share.sum(dim=1) + 1)
                both = torch.cat([body_mean, (h * other).sum(dim=1) / (other.sum(dim=1) + 1)], dim=1)
                mixed = functional.relu(self.mix(both))[:, None] + torch.tanh(self.gate(body_mean)[:, None] * h)
                h = h + mixed * mask
        body = self.body(functional.relu(self.hidden(self.drop(h))))[..., 0]
        points = self.point(functional.relu(self.point_hidden(self.drop(h))))
        return body, rough[..., 0], points, self.none(both)

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights by the names that `pipeline.text.network` reads, in half precision."""
        out = {"words": np.array(" ".join(self.words)), "dilations": np.array(DILATIONS), "middle": np.array(MIDDLE)}
        for name, table in zip(("first", "some", "last"), self.vectors, strict=True):
            out[name] = table.weight
        for name in ("input", "rough", "mix", "gate", "hidden", "body", "point_hidden", "point", "none"):
            layer = getattr(self, name)
            out[name], out[f"{name}_bias"] = layer.weight.T, layer.bias
        for k, (block, norm) in enumerate(zip(self.blocks, self.norms, strict=True)):
            out[f"norm{k}"], out[f"norm{k}_bias"] = norm.weight, norm.bias
            out[f"block{k}"] = block.weight.permute(2, 1, 0).reshape(3 * WIDTH, WIDTH)
            out[f"block{k}_bias"] = block.bias
        return {k: v.detach().numpy().astype(np.float16) if isinstance(v, torch.Tensor) else v for k, v in out.items()}


@dataclass(slots=True)
class Encoder:
    """How features and words become the network's input; fitted on the training dumps."""

    mean: np.ndarray
    scale: np.ndarray
    numbers: dict[str, int]

    def rows(self, table: Table) -> np.ndarray:
        """Features, scaled."""
        rows = table.rows[:, : len(NETWORK_NAMES)]
        scaled = (np.sign(rows) * np.log1p(np.abs(rows)) - self.mean) * self.scale
        return np.clip(scaled, -LIMIT, LIMIT).astype(np.float32)

    def words(self, table: Table) -> np.ndarray:
        """Numbers of each unit's first, some and last words, 0 where there are fewer."""
        out = np.zeros((len(table.tokens), FIRST_WORDS + SOME_WORDS + LAST_WORDS), np.int64)
        for i, tokens in enumerate(table.tokens):
            some = tokens[:: max(1, len(tokens) // SOME_WORDS)][:SOME_WORDS]
            at = 0
            for part, size in ((tokens[:FIRST_WORDS], FIRST_WORDS), (some, SOME_WORDS), (tokens[-LAST_WORDS:], LAST_WORDS)):
                out[i, at : at + len(part)] = [self.numbers.get(w, UNKNOWN) for w in part]
                at += size
        return out


def fit_encoder(tables: list[Table]) -> Encoder:
    """Means and spreads of the features, and the words that enough domains use."""
    stacked = np.concatenate([t.rows[:, : len(NETWORK_NAMES)] for t in tables])
    stacked = np.sign(stacked) * np.log1p(np.abs(stacked))
    domains: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for tokens in table.tokens:
            for word in tokens:
                domains[word].add(table.domain)
    words = sorted(w for w, seen in domains.items() if len(seen) >= MIN_DOMAINS)
    mean, scale = stacked.mean(axis=0), 1 / (stacked.std(axis=0) + 1e-3)
    return Encoder(
        mean.astype(np.float16).astype(np.float32),
        scale.astype(np.float16).astype(np.float32),
        {w: i + 2 for i, w in enumerate(words)},
    )


def batches(tables: list[Table], rng: random.Random | None) -> list[list[int]]:
    """Indices of dumps of similar length together."""
    order = sorted(range(len(tables)), key=lambda i: len(tables[i].rows) + (rng.random() * 20 if rng else 0))
    out: list[list[int]] = [[]]
    for i in order:
        if out[-1] and (len(out[-1]) + 1) * len(tables[i].rows) > BATCH_UNITS:
            out.append([])
        out[-1].append(i)
    if rng:
        rng.shuffle(out)
    return out


def padded(arrays: list[np.ndarray]) -> Any:
    """Arrays of different length as one tensor."""
    longest = max(len(a) for a in arrays)
    out = np.zeros((len(arrays), longest, *arrays[0].shape[1:]), arrays[0].dtype)
    for k, a in enumerate(arrays):
        out[k, : len(a)] = a
    return torch.from_numpy(out)


def train(tables: list[Table], epochs: int, seed: int, log: str) -> tuple[Network, Encoder]:
    """One network over the dumps given."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    tables = [t for t in tables if len(t.rows)]
    encoder = fit_encoder(tables)
    rows, words = [encoder.rows(t) for t in tables], [encoder.words(t) for t in tables]
    network = Network(list(encoder.numbers), rows[0].shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = epochs * (len(batches(tables, rng)) + 5)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps, pct_start=0.15)
    for epoch in range(epochs):
        total = 0.0
        for batch in batches(tables, rng):
            mask = padded([np.ones((len(rows[i]), 1), np.float32) for i in batch])
            output = network(padded([rows[i] for i in batch]), padded([words[i] for i in batch]), mask)
            loss = _loss(output, mask, [tables[i] for i in batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"{log}: epoch {epoch + 1} of {epochs}, loss {total / len(tables):.3f}", flush=True)
    network.eval()
    return network, encoder


def _loss(output: tuple[Any, Any, Any, Any], mask: Any, tables: list[Table]) -> Any:
    body, rough, points, none = output
    share = padded([t.target.astype(np.float32) for t in tables])
    weight = padded([t.weight.astype(np.float32) for t in tables]) * sureness(share)
    hard = (share >= 0.5).float()
    loss = functional.binary_cross_entropy_with_logits(body, hard, weight=weight, reduction="sum")
    loss = loss + ROUGH_WEIGHT * functional.binary_cross_entropy_with_logits(rough, hard, weight=weight, reduction="sum")
    for j, name in enumerate(POINTERS):
        logits = torch.cat([points[..., j].masked_fill(mask[..., 0] == 0, -1e4), none[:, j : j + 1]], dim=1)
        chances = functional.log_softmax(logits, dim=1)
        for k, table in enumerate(tables):
            if name in table.pointed:
                right = np.flatnonzero(table.pointed[name])
                one = torch.logsumexp(chances[k, torch.from_numpy(right)], dim=0) if len(right) else chances[k, -1]
                loss = loss - POINTER_WEIGHT * one
    return loss / len(tables)


def stored(network: Network, encoder: Encoder) -> dict[str, np.ndarray]:
    """All that `pipeline.text.network` reads."""
    arrays = network.arrays()
    arrays |= {
        "mean": encoder.mean.astype(np.float16),
        "scale": encoder.scale.astype(np.float16),
        "names": np.array(NETWORK_NAMES),
    }
    if not all(math.isfinite(float(np.abs(a).max())) for a in arrays.values() if a.dtype == np.float16):
        raise ValueError("a weight does not fit half precision")
    return arrays
