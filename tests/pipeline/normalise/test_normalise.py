"""An extracted article to a row, or a rejection."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, date, datetime, time
from typing import Any

import pyarrow as pa

from pipeline.normalise.normalise import NormaliseSettings, normalise
from schemas.reasons import Reason
from schemas.records import CLEANED, CleanedDocument, Extracted, Hints, Provenance, PublishedTime, RawDocument, Rejection

BODY = (
    "The harbour council said on Monday that the new ferry terminal would open in spring.\n\n"
    "The building is two years late, and the porters have asked for a public inquiry into its costs."
)
FETCHED = datetime(2024, 11, 5, 12, tzinfo=UTC)
SETTINGS = NormaliseSettings()


def raw(**hints: Any) -> RawDocument:
    provenance = Provenance(source_kind="text", source="quay", raw_uri="file:///a/b.txt", raw_sha256="0" * 64)
    return RawDocument(
        document_id="0" * 32, provenance=provenance, text=BODY, media="text", hints=Hints(**{"fetched_at": FETCHED, **hints})
    )


def extracted(text: str = BODY, **fields: Any) -> Extracted:
    return Extracted(text=text, extractor="text-rules/1", **fields)


def cleaned(document: RawDocument, article: Extracted, settings: NormaliseSettings = SETTINGS) -> CleanedDocument:
    outcome = normalise(document, article, settings)
    assert isinstance(outcome, CleanedDocument)
    return outcome


def test_the_row_holds_what_was_extracted() -> None:
    """Text, its hash, its words and its language agree with the body."""
    row = cleaned(raw(), extracted(title="Ferry terminal late"))
    assert row.text == BODY
    assert row.text_sha256 == hashlib.sha256(BODY.encode()).hexdigest()
    assert (row.word_count, row.language, row.title, row.quality_flags) == (33, "en", "Ferry terminal late", ["short"])


def test_an_empty_body_is_refused() -> None:
    """A body of punctuation is no body."""
    outcome = normalise(raw(url="https://quay.example/a"), extracted("\n…\n"), SETTINGS)
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.url) == (Reason.NO_BODY, "https://quay.example/a")


def test_a_short_body_is_refused_with_its_count() -> None:
    """The detail says how many words there were and how many are asked for."""
    outcome = normalise(raw(), extracted("The ferry terminal will open in spring."), SETTINGS)
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.detail) == (Reason.TOO_SHORT, "7 words, minimum 10")


def test_the_excerpt_of_what_is_too_short_can_be_read() -> None:
    """What is safe to print stays as it is, in any script; what is not is escaped."""
    outcome = normalise(raw(), extracted("東京\u3000港\x1b[2J"), SETTINGS)
    assert isinstance(outcome, Rejection)
    assert outcome.excerpt == "東京\u3000港\\x1b[2J"


def test_an_error_page_is_no_article() -> None:
    """Archives are full of them; the words that show it stand in the reason. A long story that quotes them stays."""
    page = "404 Not Found\n\nThe page you requested could not be found. Please check the address and try again."
    outcome = normalise(raw(), extracted(page), SETTINGS)
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, "404 Not Found" in str(outcome.detail)) == (Reason.NO_BODY, True)
    assert isinstance(normalise(raw(), extracted(f"{page}\n\n" + "\n\n".join([BODY] * 4)), SETTINGS), CleanedDocument)


def test_vowel_signs_part_no_words() -> None:
    """Hindi writes most vowels as marks behind their consonants."""
    sentence = "बंदरगाह परिषद ने सोमवार को कहा कि नया यात्री टर्मिनल वसंत में खुलेगा।"
    assert cleaned(raw(), extracted(sentence)).word_count == 13


def test_characters_count_as_words_in_scripts_without_spaces() -> None:
    """A Japanese sentence is not too short for want of spaces."""
    assert cleaned(raw(), extracted("港湾評議会は月曜日に新しい旅客ターミナルが春に開業すると発表した。")).word_count == 32


def test_hints_fill_what_the_text_does_not_tell() -> None:
    """A JSONL row's title, author, date and address are used where the text has none."""
    row = cleaned(
        raw(
            title="Row title",
            authors=("By Nora Quayle",),
            published_raw="3 Nov 2024",
            url="https://quay.example/a?utm_source=x",
            outlet="Quay Post | Home",
        ),
        extracted(),
    )
    assert (row.title, row.authors, row.published_date, row.published_source) == (
        "Row title",
        ["Nora Quayle"],
        date(2024, 11, 3),
        "file",
    )
    assert (row.url, row.url_canonical, row.domain, row.outlet) == (
        "https://quay.example/a?utm_source=x", "https://quay.example/a", "quay.example", "Quay Post",
    )  # fmt: skip


def test_the_text_wins_over_hints() -> None:
    """A date and a title of the document itself are not replaced by the row's."""
    published = PublishedTime(
        day=date(2024, 11, 2), clock=time(9, 5), utc_offset_minutes=60, precision="minute", raw="2 Nov", source="text"
    )
    row = cleaned(raw(title="Row title", published_raw="2024-11-03"), extracted(title="Own title", published=published))
    assert (row.title, row.published_at, row.published_raw) == ("Own title", datetime(2024, 11, 2, 8, 5, tzinfo=UTC), "2 Nov")


def test_a_title_is_never_invented() -> None:
    """Without a title anywhere the column is null."""
    assert cleaned(raw(), extracted()).title is None


def test_a_page_on_another_site_cannot_claim_the_address() -> None:
    """The page's own address counts only on the site where it was found."""
    own = cleaned(raw(url="https://www.quay.example/a?page=1"), extracted(url="https://quay.example/a"))
    foreign = cleaned(raw(url="https://quay.example/a"), extracted(url="https://elsewhere.example/b"))
    assert (own.url_canonical, foreign.url_canonical) == ("https://quay.example/a", "https://quay.example/a")


def test_flags_tell_what_a_reader_should_doubt() -> None:
    """A cut text in mojibake, dated after it was fetched, carries three flags besides the extractor's own."""
    published = PublishedTime(
        day=date(2024, 11, 9), clock=None, utc_offset_minutes=None, precision="day", raw="9 Nov", source="text"
    )
    text = (BODY + "\n\n") * 3 + "The councilâ€™s next meeting…"
    row = cleaned(raw(), extracted(text, published=published, quality_flags=("live_blog",)))
    assert row.quality_flags == ["future_date", "live_blog", "mojibake", "truncated"]


def test_a_row_fits_the_arrow_schema_whatever_it_holds() -> None:
    """Surrogates and control characters in any field do not reach Arrow."""
    bad = "a\ud800\x00b"
    row = cleaned(
        raw(url="https://quay.example/\ud800", section=bad),
        extracted(
            BODY + bad, title=bad, byline=bad, authors=(bad,), keywords=(bad, bad), captions=(bad,), embeds=(bad,), dateline=bad
        ),
    )
    table = pa.Table.from_pylist([dataclasses.asdict(row)], schema=CLEANED)
    assert table.num_rows == 1
    assert row.keywords == ["a�b"]


def test_normalising_twice_is_normalising_once() -> None:
    """A row's text, put through again, comes back the same."""
    once = cleaned(raw(), extracted("Caf\u00e9 &amp;amp; bar\u00a0 — " + BODY))
    assert cleaned(raw(), extracted(once.text)).text == once.text


def test_a_feeds_date_fills_what_the_page_does_not_print() -> None:
    """It is named as the feed's; a page's own date goes before it."""
    hints = {"published_raw": "Mon, 04 Nov 2024 21:30:00 +0900", "published_source": "feed"}
    row = cleaned(raw(**hints), extracted())
    assert (row.published_source, row.published_at) == ("feed", datetime(2024, 11, 4, 12, 30, tzinfo=UTC))
    own = PublishedTime(
        day=date(2024, 11, 3), clock=None, utc_offset_minutes=None, precision="day", raw="2024-11-03", source="meta"
    )
    own_time = dataclasses.replace(own, clock=time(9, 0), precision="minute")
    assert cleaned(raw(**hints), extracted(published=own_time)).published_source == "meta"
    far = dataclasses.replace(own, day=date(2024, 10, 1))
    assert cleaned(raw(**hints), extracted(published=far)).published_source == "meta"


def test_a_feeds_time_goes_before_a_page_that_gives_the_day_alone() -> None:
    """An address with a date in it names no hour; a row's own field is no feed."""
    hints = {"published_raw": "Mon, 04 Nov 2024 21:30:00 +0900", "published_source": "feed"}
    own = PublishedTime(
        day=date(2024, 11, 4), clock=None, utc_offset_minutes=None, precision="day", raw="2024/11/04", source="url"
    )
    assert cleaned(raw(**hints), extracted(published=own)).published_source == "feed"
    assert cleaned(raw(published_raw=hints["published_raw"]), extracted(published=own)).published_source == "url"


def test_a_documents_own_zone_goes_before_the_runs() -> None:
    """A crawl of many sites has a zone for each."""
    own = PublishedTime(
        day=date(2024, 11, 4), clock=time(21, 30), utc_offset_minutes=None, precision="minute", raw="4 Nov 21:30", source="text"
    )
    row = cleaned(raw(time_zone="Asia/Seoul"), extracted(published=own), NormaliseSettings(time_zone="Europe/Berlin"))
    assert row.published_at == datetime(2024, 11, 4, 12, 30, tzinfo=UTC)
