"""`copydesk publish`: a dataset and a place elsewhere in, its current snapshot there out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from flows.console import say
from flows.settings import SettingsError
from pipeline.dataset import Dataset
from pipeline.dataset.publish_delta import SCHEMES, publish_as_delta
from pipeline.dataset.publish_folder import publish_to_folder

_ADDRESS = re.compile(r"[a-z0-9+]{2,}:/")
"""Also where one slash was forgotten: nobody means a folder called `s3:`."""


def publish(out: Path, target: str) -> int:
    """Publish to an object store as Delta tables, or to a folder as it is; only what changed is written.

    Args:
        out: The dataset.
        target: An address with one of `SCHEMES`, else a folder.

    Raises:
        SettingsError: It is an address of another kind, or nothing, or the dataset itself.
    """
    if not target:
        raise SettingsError(f"publish: expected a folder or an address with {', '.join(SCHEMES)}, found nothing")
    if _ADDRESS.match(target) and not target.startswith(SCHEMES):
        raise SettingsError(f"publish: expected a folder or an address with {', '.join(SCHEMES)}, found {target!r}")
    dataset = Dataset.open(out)
    if not target.startswith(SCHEMES) and Path(target).resolve() == out.resolve():
        raise SettingsError(f"publish: expected another folder than the dataset's own, found {target!r}")
    with dataset.writing():
        if target.startswith(SCHEMES):
            for done in publish_as_delta(dataset, target):
                say(f"{done.table}: {done.partitions} partitions, {done.rows} rows written")
        else:
            folder = publish_to_folder(dataset, Path(target), datetime.now(UTC))
            told = f"snapshot {folder.snapshot}, {folder.files} files of {folder.bytes / 1e6:.1f} MB copied"
            say(f"{target}: {told}")
    return 0
