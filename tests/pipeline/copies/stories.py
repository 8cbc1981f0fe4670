"""Invented wire stories and the cleaned documents that outlets made of them."""

import hashlib
from datetime import UTC, date, datetime

import pyarrow as pa

from pipeline.copies.recognise import Stamp
from schemas.records import CLEANED

NOW = datetime(2031, 3, 4, 5, 6, tzinfo=UTC)
STAMP = Stamp(run_id="run-1", pipeline_version="0", now=NOW)

FERRY = [
    "The coastal town of Norrhaven will close its old ferry terminal in May after engineers found cracks in eleven of its "
    "concrete piers, the harbour board said on Tuesday.",
    "Passengers to the outer islands will board at the fishing dock for at least two summers while a replacement is built at "
    "a cost of 48 million crowns, according to the board's chairwoman, Ingrid Falk.",
    '"We looked at every way of keeping the terminal open, and none of them was safe," Falk told reporters on the quay, where '
    "divers had spent a week taking samples from below the waterline.",
    "The terminal, opened in 1961, handles some 900,000 travellers a year and is the only link to six islands without an "
    "airstrip. Hoteliers there fear a lost season and have asked the region for help.",
    "Shipping line Blue Sound said it would run smaller boats more often. The first of three leased catamarans is expected from "
    "a yard in the south before Easter, its operations manager Per Lund said.",
    "A report on how the damage stayed unseen during four inspections since 2019 is due in autumn.",
]
MINE = [
    "Miners at the Altas Verdes copper pit voted to end a strike that has lasted 23 days, their union said on Friday, clearing "
    "the way for shipments from the country's second-largest mine to start again.",
    "The new contract raises wages by 6.5 percent over three years and adds a bonus tied to safety rather than output, union "
    "secretary Ramiro Quinta said after the count in the mountain town of Puerto Seco.",
    "The company, which had warned of missed deliveries to smelters on two continents, called the result a good day for "
    "everybody who works at the pit.",
    "Production will need about ten days to return to normal because the concentrator was shut down and drained, it said.",
]
LOCAL = (
    "In our own county, the harbour at Little Marsh has asked for a survey of its piers too; the council will discuss the "
    "matter at its meeting next Wednesday, and the public may attend from six o'clock."
)


def market(points: str, percent: str, day: str, firm: str, price: str) -> str:
    """A templated report: the same words every day, other figures."""
    return (
        f"The Norrhaven share index closed {points} points higher on {day}, a gain of {percent} percent, as investors weighed "
        f"quarterly results.\n\nVolume was in line with the average of the past month. {firm} led the gainers, ending the session at "
        f"{price} crowns.\n\nThe crown was little changed against the main currencies in late trading."
    )


def an_id(name: str) -> str:
    """A document id."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def document(name: str, paragraphs: list[str] | str, **values: object) -> dict[str, object]:
    """A row of `CLEANED`; `name` decides its id."""
    text = paragraphs if isinstance(paragraphs, str) else "\n\n".join(paragraphs)
    row: dict[str, object] = {f.name: [] if pa.types.is_list(f.type) else None for f in CLEANED}
    row |= {
        "document_id": an_id(name),
        "text": text,
        "word_count": len(text.split()),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "fetched_at": NOW,
        "source_kind": "text",
        "source": name,
        "raw_uri": f"file:///{name}.txt",
        "raw_sha256": "0" * 64,
        "extractor": "test",
        "outlet": name.title(),
    }
    return row | values


def batch(*documents: dict[str, object]) -> pa.Table:
    """Documents as a batch."""
    return pa.Table.from_pylist(list(documents), schema=CLEANED)


def reworded(paragraph: str) -> str:
    """A sub-editor's version."""
    return paragraph.replace("said on Tuesday", "announced Tuesday").replace("according to", "said").replace("some ", "about ")


def day(n: int) -> date:
    """A day in March 2031."""
    return date(2031, 3, n)
