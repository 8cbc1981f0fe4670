"""What goes wrong while reading: a refusal the loader turns into a rejection, and errors for the caller."""

from __future__ import annotations

from schemas.reasons import Reason


class Refused(Exception):  # noqa: N818 - a signal within this package, always turned into a Rejection
    """The bytes at hand cannot be read on; the loader turns this into one `Rejection`."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.offset: int | None = None
        """First byte of the piece that could not be read to its end, in the decompressed file or member; None where unknown."""


class ArchiveRefused(Refused):
    """The archive itself cannot be read on: its remaining members are lost too."""


class InputNotFoundError(FileNotFoundError):
    """A PATH given by the operator names nothing: a wrong setting, not a bad input."""


class InvalidSplitError(ValueError):
    """`split` is not a regular expression: a wrong setting, not a bad input."""


class RawBytesError(Exception):
    """A row's raw bytes are no longer where its provenance says."""
