"""What the HTML extractor hands back instead of an article."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.reasons import Reason


@dataclass(frozen=True, slots=True)
class PageFailure:
    """Why a page gave no article."""

    reason: Reason
    """`no_extract`, `too_deep`, `too_large`, `empty`, `timeout`, `memory` or `crashed`."""
    detail: str | None = None
    """What was found, for a person."""
