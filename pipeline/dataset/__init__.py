"""The dataset on disk: snapshots of hard links, one rename a commit, one writer at a time."""

from pipeline.dataset.changes import Changes
from pipeline.dataset.commit import commit
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.errors import (
    ContractError,
    CorruptDatasetError,
    DatasetError,
    DatasetLockedError,
    DiskFullError,
    NotADatasetError,
    SchemaMismatchError,
)
from pipeline.dataset.index_runs import IndexUpkeep
from pipeline.dataset.lock import writer_lock
from pipeline.dataset.manifest import Manifest

__all__ = [
    "Changes",
    "ContractError",
    "CorruptDatasetError",
    "Dataset",
    "DatasetError",
    "DatasetLockedError",
    "DiskFullError",
    "IndexUpkeep",
    "Manifest",
    "NotADatasetError",
    "SchemaMismatchError",
    "commit",
    "writer_lock",
]
