"""A new, empty dataset for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.dataset import Dataset


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """An empty dataset."""
    return Dataset.create_or_open(tmp_path / "dataset")
