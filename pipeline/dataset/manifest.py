"""What one snapshot consists of: the record, to JSON and back."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.dataset.errors import CorruptDatasetError, SchemaMismatchError
from schemas.tables import SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """One Parquet file of a table."""

    table: str
    """`articles`, `copies`, `rejects` or `runs`."""
    path: str
    """Below the snapshot's folder, with `/`."""
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFile:
    """One file of what Copydesk remembers between runs: a run of the near-duplicate index."""

    path: str
    """Below the dataset's root, with `/`."""
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One snapshot: where it comes from and every file it consists of."""

    snapshot: int
    """1 for the first."""
    parent: int | None
    """The snapshot this one was built on; None for the first."""
    batch_id: str
    """The batch whose commit this is."""
    run_id: str
    kind: str
    """As in `runs.kind`."""
    created_at: datetime
    """Aware, UTC."""
    schema_version: str
    pipeline_version: str
    files: tuple[TableFile, ...]
    """Sorted by path."""
    state_files: tuple[StateFile, ...]
    """Oldest first."""
    batch_log_bytes: int
    """How much of the batch log this snapshot knows: the batches committed up to and with this one."""
    sealed: dict[str, int]
    """Rows by table."""

    def files_of(self, table: str) -> list[TableFile]:
        """The files of one table."""
        return [file for file in self.files if file.table == table]

    def to_json(self) -> bytes:
        """The manifest as it is written: one file a line, so that two manifests can be compared with `diff`."""
        facts = _facts(self) | {"created_at": self.created_at.isoformat()}
        lines = [f" {json.dumps(key)}: {_entries(value)}" for key, value in facts.items()]
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _entries(value: object) -> str:
    if not isinstance(value, tuple):
        return json.dumps(value)
    return "[" + ",".join(f"\n  {json.dumps(_facts(entry))}" for entry in value) + "]"


def _facts(record: Manifest | TableFile | StateFile) -> dict[str, Any]:
    # Not `asdict`: it copies in depth, which takes a second for ten thousand files.
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def read_manifest(path: Path) -> Manifest:
    """A manifest from its file.

    Raises:
        CorruptDatasetError: The file is missing or is not a manifest.
        SchemaMismatchError: Its dataset has another major schema version than this program.
    """
    try:
        facts = json.loads(path.read_bytes())
        written = facts["schema_version"]
        if written.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
            raise SchemaMismatchError(
                f"{path}: the dataset has schema version {written}, this program writes {SCHEMA_VERSION}; "
                f"go on with the version of Copydesk that wrote it ({facts['pipeline_version']}), "
                "or build a new dataset from the raw files with --out"
            )
        return Manifest(
            **facts
            | {
                "created_at": datetime.fromisoformat(facts["created_at"]),
                "files": tuple(TableFile(**file) for file in facts["files"]),
                "state_files": tuple(StateFile(**file) for file in facts["state_files"]),
            }
        )
    except FileNotFoundError:
        raise CorruptDatasetError(f"{path}: the manifest of the current snapshot is missing") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorruptDatasetError(f"{path}: expected a snapshot's manifest, found {error!r}") from error
