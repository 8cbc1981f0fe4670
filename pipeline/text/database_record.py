"""A document's raw lines in; where a press database (Nexis, Factiva, ProQuest), a wire or a mail wrote it, fields and body out.

Databases name every field, so nothing has to be guessed: `HEADLINE:` is the headline, and all between the last field of
the head and the first one of the foot is the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.any_of import any_of
from pipeline.text.east_asian_record import (
    count_dotted,
    count_hong_kong,
    count_kikuzo,
    count_korean,
    count_taiwanese,
    read_dotted,
    read_hong_kong,
    read_kikuzo,
    read_korean,
    read_taiwanese,
)
from pipeline.text.europresse_record import count_europresse, read_europresse
from pipeline.text.factiva_record import (
    UNITS_OF_LENGTH,
    count_factiva,
    count_factiva_display,
    read_factiva,
    read_factiva_display,
)
from pipeline.text.genios_record import count_genios, count_genios_unparted, read_genios
from pipeline.text.labelled_record import count_labelled, count_labelled_dutch, count_labelled_wire, read_labelled
from pipeline.text.library_record import count_ebsco, count_gale, count_newsbank, read_ebsco, read_gale, read_newsbank
from pipeline.text.named_head import count_blog, count_export, count_mail, names_headline, read_export, read_mail
from pipeline.text.nexis_record import count_nexis, read_nexis
from pipeline.text.nordic_record import count_infomedia, count_retriever, read_infomedia, read_retriever
from pipeline.text.proquest_record import count_proquest, read_proquest
from pipeline.text.record import Record
from pipeline.text.spool_record import count_spool, read_spool
from pipeline.text.tagged_record import count_tagged, may_be_tagged, read_tagged
from pipeline.text.wire_record import count_wire, read_wire

SIGNS = (
    "^",
    "LENGTH:",
    "Length:",
    "LÄNGE:",
    "Länge:",
    "LONGUEUR:",
    "Longueur:",
    "Full text:",
    "Subject:",
    "Record Number",
    "Article Text",
    "Author/Byline",
    "Full Text",
    "Accession Number",
    *("(ANSA", "(AFP", "(EFE", "(dpa", "(APA", "(Adnkronos", "(AGI", "ZNA:"),
    *("Str.:", "Strana:", "Strona:", "Oldal:", "Pagina:", "Dokumentnummer", "Dokument-Nr."),
    *("news·", "Doc. :", "Retriever", "artikelförfattaren", "Publisert p", "rtikel-id:", "rtikel-ID:", "Id: e"),
    *("朝刊", "夕刊", "版/", "| 19", "| 20", "|19", "|20"),
    *(f" {unit}{end}" for unit in UNITS_OF_LENGTH for end in "\r\n"),
)
_ANY_SIGN = any_of(SIGNS)
_HEADLINE_CODE = re.compile(r"(?:\A|[\n\r\x85\u2028\u2029]) *HD")
"""A text without any of these signs, without Factiva's code at a line's beginning and without a headline's field is no record."""


class SeveralDocumentsError(ValueError):
    """A text has more lines than any page, or several records of a press database; its message says what to do."""

    def __init__(self, message: str, split: str | None = None) -> None:
        super().__init__(message)
        self.split = split
        """What parts the records, as `--split` is told; None where they are no records."""


def may_be_record(text: str) -> bool:
    """Whether a text holds any name of a field without which it is no record; cheap, for every dump is asked.

    Args:
        text: The decoded dump.
    """
    if _ANY_SIGN.search(text) is not None or ("HD" in text and _HEADLINE_CODE.search(text) is not None):
        return True
    return names_headline(text) or may_be_tagged(text)


def read_record(lines: Sequence[str]) -> Record | None:
    """The fields of a record, None where the document is none.

    Args:
        lines: Raw lines without their ends.

    Raises:
        SeveralDocumentsError: They are several records.
    """
    for name, count, read in READERS:
        found = count(lines)
        if found > 1:
            raise SeveralDocumentsError(f"{found:,} records in one file: part them with --split {name}", name)
        if found:
            record = read(lines)
            if record.paragraphs is not None:
                return record
            return record if any(line.strip() and i not in record.labels for i, line in enumerate(lines)) else None
    return None


READERS = (
    ("trec", count_tagged, read_tagged),
    ("nexis", count_nexis, read_nexis),
    ("factiva", count_factiva, read_factiva),
    ("factiva", count_factiva_display, read_factiva_display),
    ("proquest", count_proquest, read_proquest),
    ("gale", count_gale, read_gale),
    ("ebsco", count_ebsco, read_ebsco),
    ("newsbank", count_newsbank, read_newsbank),
    ("wire", count_wire, read_wire),
    ("wire", count_spool, read_spool),
    ("wire", count_labelled_wire, read_labelled),
    ("europresse", count_europresse, read_europresse),
    ("retriever", count_retriever, read_retriever),
    ("infomedia", count_infomedia, read_infomedia),
    ("kikuzo", count_kikuzo, read_kikuzo),
    ("PATTERN", count_dotted, read_dotted),
    ("udndata", count_taiwanese, read_taiwanese),
    ("wisenews", count_hong_kong, read_hong_kong),
    ("kinds", count_korean, read_korean),
    ("genios", count_genios, read_genios),
    ("PATTERN", count_genios_unparted, read_genios),
    ("anopress", count_labelled, read_labelled),
    ("krantenbank", count_labelled_dutch, read_labelled),
    ("mail", count_mail, read_mail),
    ("movabletype", count_blog, read_export),
    ("export", count_export, read_export),
)
"""Databases and what writes like them: the name, for databases their separator's for `--split`, `PATTERN` where they print none;
how many records a text holds; how one is read."""
