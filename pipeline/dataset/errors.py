"""What can be wrong with a dataset, each error with the exit code its program ends with."""

from __future__ import annotations

from typing import ClassVar


class DatasetError(Exception):
    """A dataset cannot be used, or a commit cannot be made; the message says what was expected, found and where."""

    exit_code: ClassVar[int] = 1
    """What `copydesk` exits with."""


class NotADatasetError(DatasetError):
    """The folder holds no dataset."""

    exit_code = 3


class NoSnapshotError(DatasetError):
    """No snapshot of the time asked for is kept, or the time cannot be understood."""

    exit_code = 3


class SchemaMismatchError(DatasetError):
    """The dataset was written with another major version of the tables' contract."""

    exit_code = 3


class ContractError(DatasetError):
    """A batch breaks the tables' contract; nothing of it was published."""

    exit_code = 3


class CorruptDatasetError(DatasetError):
    """Files that the current manifest names are missing or cannot be parsed."""

    exit_code = 1


class DatasetLockedError(DatasetError):
    """Another writer holds the dataset."""

    exit_code = 13


class NotWritableError(DatasetError):
    """The folder, or the filesystem it is on, cannot be written to."""

    exit_code = 3


class DiskFullError(DatasetError):
    """The disk or the quota is full; the dataset is as it was before the commit."""

    exit_code = 14
