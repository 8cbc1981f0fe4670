"""Records in, Arrow tables out: the one place where dataclasses become columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from schemas.reasons import REASONS
from schemas.records import Rejection
from schemas.tables import REJECTS, Reject


def to_table(records: Sequence[Any], schema: pa.Schema) -> pa.Table:
    """Records of one class as an Arrow table.

    Args:
        records: Dataclass instances that have an attribute for each of the schema's fields; may be empty.
        schema: The table's schema, for example `schemas.tables.COPIES`.

    Returns:
        One row a record, in the given order, with exactly `schema`.
    """
    columns = [pa.array([getattr(r, f.name) for r in records], type=f.type) for f in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def reject_row(rejection: Rejection, run_id: str, now: datetime) -> Reject:
    """A rejection as a row of `rejects`.

    Args:
        rejection: What was refused and why.
        run_id: The run that refused it.
        now: Aware UTC instant for `rejected_at`.
    """
    facts, where = REASONS[rejection.reason], rejection.provenance
    return Reject(
        reject_id=rejection.document_id,
        stage=facts.stage,
        reason=rejection.reason,
        detail=rejection.detail,
        retryable=facts.retryable,
        excerpt=rejection.excerpt,
        url=rejection.url,
        http_status=where.http_status,
        source_kind=where.source_kind,
        source=where.source,
        raw_uri=where.raw_uri,
        raw_member=where.raw_member,
        raw_sha256=where.raw_sha256,
        raw_offset=where.raw_offset,
        raw_length=where.raw_length,
        raw_record_id=where.raw_record_id,
        charset=where.charset,
        charset_source=where.charset_source,
        run_id=run_id,
        rejected_at=now,
    )


def reject_table(rejections: Sequence[Rejection], run_id: str, now: datetime) -> pa.Table:
    """Rejections as a table with the schema `REJECTS`, in the given order."""
    return to_table([reject_row(r, run_id, now) for r in rejections], REJECTS)
