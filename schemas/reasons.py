"""The closed lists behind `rejects.stage` and `rejects.reason`: why an input did not become a row of `copies`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Stage(StrEnum):
    """Where an input was refused, in the order of the pipeline."""

    FETCH = "fetch"
    LOAD = "load"
    DECODE = "decode"
    EXTRACT = "extract"
    CLEAN = "clean"
    QUALITY = "quality"
    CONTRACT = "contract"


class Reason(StrEnum):
    """Why an input was refused; what each means is in `REASONS`."""

    # fetch
    BLOCKED_ADDRESS = "blocked_address"
    ROBOTS_DISALLOWED = "robots_disallowed"
    ROBOTS_UNAVAILABLE = "robots_unavailable"
    HTTP_STATUS = "http_status"
    GONE = "gone"
    NETWORK = "network"
    BAD_CERTIFICATE = "bad_certificate"
    FETCH_TIMEOUT = "fetch_timeout"
    REDIRECTS = "redirects"
    RESPONSE_TOO_LARGE = "response_too_large"
    RESPONSE_BOMB = "response_bomb"
    NOT_A_PAGE = "not_a_page"
    # load
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    BINARY = "binary"
    UNSUPPORTED_TYPE = "unsupported_type"
    WRONG_EXTENSION = "wrong_extension"
    TOO_LARGE = "too_large"
    LINE_TOO_LONG = "line_too_long"
    TRUNCATED_ARCHIVE = "truncated_archive"
    CORRUPT_ARCHIVE = "corrupt_archive"
    ENCRYPTED = "encrypted"
    PATH_TRAVERSAL = "path_traversal"
    LINK = "link"
    TOO_MANY_MEMBERS = "too_many_members"
    COMPRESSION_RATIO = "compression_ratio"
    NESTED_ARCHIVE = "nested_archive"
    BAD_JSON = "bad_json"
    MISSING_FIELD = "missing_field"
    CORRUPT_RECORD = "corrupt_record"
    TRUNCATED_RECORD = "truncated_record"
    REVISIT = "revisit"
    REDIRECT = "redirect"
    # decode
    UNDECODABLE = "undecodable"
    # extract
    NO_EXTRACT = "no_extract"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    TOO_DEEP = "too_deep"
    # clean
    NO_BODY = "no_body"
    # quality
    TOO_SHORT = "too_short"
    # contract
    INVALID_ROW = "invalid_row"


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """What one reason says."""

    stage: Stage
    """The stage that gives it."""
    meaning: str
    """One sentence for the operator."""
    retryable: bool = field(default=False, kw_only=True)
    """True where running again, with nothing changed in Copydesk, may succeed."""
    read_failure: bool = field(default=False, kw_only=True)
    """True where the input could not be read at all: a run that met one exits 10, not 0."""


REASONS: dict[Reason, ReasonFacts] = {
    Reason.BLOCKED_ADDRESS: ReasonFacts(Stage.FETCH, "The address leads to a private, local or otherwise non-public network."),
    Reason.ROBOTS_DISALLOWED: ReasonFacts(Stage.FETCH, "The site's robots.txt does not allow this address."),
    Reason.ROBOTS_UNAVAILABLE: ReasonFacts(
        Stage.FETCH, "The site's robots.txt could not be read, so nothing of that host was fetched.", retryable=True
    ),
    Reason.HTTP_STATUS: ReasonFacts(Stage.FETCH, "The server answered with an error, also when asked again.", retryable=True),
    Reason.GONE: ReasonFacts(Stage.FETCH, "The server says that there is no such page (404 or 410)."),
    Reason.NETWORK: ReasonFacts(Stage.FETCH, "No whole answer came: name not found, connection refused or cut.", retryable=True),
    Reason.BAD_CERTIFICATE: ReasonFacts(Stage.FETCH, "The server's certificate is not valid for it.", retryable=True),
    Reason.FETCH_TIMEOUT: ReasonFacts(Stage.FETCH, "The answer took longer than the time limit.", retryable=True),
    Reason.REDIRECTS: ReasonFacts(Stage.FETCH, "The address redirects too often, in a circle, or to no address."),
    Reason.RESPONSE_TOO_LARGE: ReasonFacts(Stage.FETCH, "The answer is larger than the cap."),
    Reason.RESPONSE_BOMB: ReasonFacts(Stage.FETCH, "The answer expands beyond the cap on ratio: a decompression bomb."),
    Reason.NOT_A_PAGE: ReasonFacts(Stage.FETCH, "The answer is not HTML."),
    Reason.UNREADABLE: ReasonFacts(
        Stage.LOAD, "The file could not be opened or read (permissions, I/O error, vanished).", retryable=True, read_failure=True
    ),
    Reason.EMPTY: ReasonFacts(Stage.LOAD, "No bytes, or nothing but white space."),
    Reason.BINARY: ReasonFacts(
        Stage.LOAD, "The bytes are not text: control bytes, a known binary signature, or a mail of files alone."
    ),
    Reason.UNSUPPORTED_TYPE: ReasonFacts(Stage.LOAD, "The name's ending is none that Copydesk reads."),
    Reason.WRONG_EXTENSION: ReasonFacts(Stage.LOAD, "The content is of another type than the name says."),
    Reason.TOO_LARGE: ReasonFacts(
        Stage.LOAD, "One document, or one archive in total, is larger than the cap, or one file holds several documents."
    ),
    Reason.LINE_TOO_LONG: ReasonFacts(Stage.LOAD, "One line is longer than the cap."),
    Reason.TRUNCATED_ARCHIVE: ReasonFacts(
        Stage.LOAD, "The archive or compressed file ends early; the whole documents before the cut were read.", read_failure=True
    ),
    Reason.CORRUPT_ARCHIVE: ReasonFacts(
        Stage.LOAD, "The archive or compressed file is damaged; what stood before the damage was read.", read_failure=True
    ),
    Reason.ENCRYPTED: ReasonFacts(Stage.LOAD, "The archive member needs a password.", read_failure=True),
    Reason.PATH_TRAVERSAL: ReasonFacts(Stage.LOAD, "The member's name is absolute or climbs out of the archive."),
    Reason.LINK: ReasonFacts(Stage.LOAD, "A link, device or other entry that is not a regular file; never followed."),
    Reason.TOO_MANY_MEMBERS: ReasonFacts(Stage.LOAD, "The archive has more members than the cap; the rest was not read."),
    Reason.COMPRESSION_RATIO: ReasonFacts(Stage.LOAD, "The data expands beyond the cap on ratio: a decompression bomb."),
    Reason.NESTED_ARCHIVE: ReasonFacts(Stage.LOAD, "An archive inside an archive; only one level is opened."),
    Reason.BAD_JSON: ReasonFacts(Stage.LOAD, "The line is not a JSON object."),
    Reason.MISSING_FIELD: ReasonFacts(Stage.LOAD, "The JSON object has none of the fields that can hold a text or a page."),
    Reason.CORRUPT_RECORD: ReasonFacts(
        Stage.LOAD, "The WARC record is damaged; the records around it were read.", read_failure=True
    ),
    Reason.TRUNCATED_RECORD: ReasonFacts(
        Stage.LOAD, "The WARC record, or the page in it, ends early without the archive saying so.", read_failure=True
    ),
    Reason.REVISIT: ReasonFacts(Stage.LOAD, "The WARC record only says that the page was the same as at an earlier visit."),
    Reason.REDIRECT: ReasonFacts(Stage.LOAD, "The WARC record holds a redirect to another address, no page."),
    Reason.UNDECODABLE: ReasonFacts(Stage.DECODE, "No character encoding fits the bytes."),
    Reason.NO_EXTRACT: ReasonFacts(Stage.EXTRACT, "The extractor found no article text in the page."),
    Reason.TIMEOUT: ReasonFacts(Stage.EXTRACT, "The document took longer than the time limit.", retryable=True),
    Reason.MEMORY: ReasonFacts(Stage.EXTRACT, "The document needed more memory than the limit.", retryable=True),
    Reason.CRASHED: ReasonFacts(
        Stage.EXTRACT, "The document made Copydesk fail, or ended its worker process: a defect to report.", retryable=True
    ),
    Reason.TOO_DEEP: ReasonFacts(Stage.EXTRACT, "The page nests deeper than the parser takes."),
    Reason.NO_BODY: ReasonFacts(Stage.CLEAN, "Nothing in the document reads like the body of an article."),
    Reason.TOO_SHORT: ReasonFacts(Stage.QUALITY, "The cleaned body has fewer words than the minimum."),
    Reason.INVALID_ROW: ReasonFacts(
        Stage.CONTRACT, "Reserved: a row that breaks the tables' contract. No step refuses one so far."
    ),
}
"""Every reason with its stage, its meaning and whether trying again can help."""
