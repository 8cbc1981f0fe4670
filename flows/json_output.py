"""A command's result in, one line of JSON for stdout out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time


def json_line(row: Mapping[str, object]) -> str:
    """The row as JSON, text as it is, days and instants in ISO 8601."""
    return json.dumps(row, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"cannot write {type(value).__name__} as JSON")
