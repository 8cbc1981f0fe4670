"""What a reader saw in, a short text that is the same for the same rows out; needs nothing but Python."""

import hashlib
import json
from collections.abc import Iterable


def digest_of(columns: Iterable[tuple[list[object], list[object]]]) -> str:
    """One short text for pairs of a key and another column, in any order, as any reader gives them."""
    lines = sorted(f"{key}\t{value}" for keys, values in columns for key, value in zip(keys, values, strict=True))
    return f"{len(lines)}-{hashlib.sha256(json.dumps(lines).encode()).hexdigest()[:16]}"
