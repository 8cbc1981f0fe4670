"""Where bytes are being read and what is known of them from outside in, provenance, hints and rejections out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipeline.load import pieces
from pipeline.load.errors import Refused
from pipeline.load.excerpt import excerpt, without_surrogates
from pipeline.load.identity import document_id, rejection_id
from pipeline.load.settings import LoadSettings
from schemas.records import Hints, Provenance, RawDocument, Rejection

Item = RawDocument | Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where bytes are being read, and what is known of them from outside."""

    name: str
    """As in `document_id`."""
    uri: str
    member: str | None
    source: str
    size: int
    """Of the raw file."""
    mtime: float
    settings: LoadSettings

    def provenance(self, source_kind: str) -> Provenance:
        """What is known before any byte is read."""
        return Provenance(source_kind=source_kind, source=self.source, raw_uri=self.uri, raw_member=self.member)

    def hints(self) -> Hints:
        """What the command line and the file system say."""
        return Hints(outlet=self.settings.outlet, language=self.settings.language, fetched_at=_instant(self.mtime))


def refused_piece(piece: pieces.Piece, source_kind: str, place: Place, detail: str | None) -> Rejection:
    """A rejection whose bytes are known."""
    assert piece.refused is not None
    return Rejection(
        document_id=document_id(place.name, place.member, piece.sha256, piece.offset, piece.length),
        provenance=replace(
            place.provenance(source_kind), raw_sha256=piece.sha256, raw_offset=piece.offset, raw_length=piece.length
        ),
        reason=piece.refused,
        detail=detail,
        excerpt=excerpt(piece.payload),
    )


def refusal(place: Place, refused: Refused, source_kind: str) -> Rejection:
    """A rejection whose bytes could not be read to the end."""
    return Rejection(
        document_id=rejection_id(place.name, place.member, refused.reason, place.size, refused.offset),
        provenance=replace(place.provenance(source_kind), raw_offset=refused.offset),
        reason=refused.reason,
        detail=without_surrogates(refused.detail),
    )


def _instant(mtime: float) -> datetime:
    """A modification time as an instant; nonsense on odd file systems becomes 1970, since the tables need one."""
    try:
        return datetime.fromtimestamp(mtime, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)
