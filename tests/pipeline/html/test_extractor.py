"""Whole pages to articles."""

from __future__ import annotations

import itertools
from datetime import date, time

import pytest
from lxml.html import HtmlElement

from pipeline.html.blocks import Block
from pipeline.html.ending import cut_at_end
from pipeline.html.extractor import extract_page
from pipeline.html.failure import PageFailure
from pipeline.html.page import parse_page
from pipeline.html.rescue import rescue_body
from schemas.reasons import Reason
from schemas.records import Extracted
from tests.pipeline.html.pages import PARAGRAPHS, body, page

HEAD = (
    "<meta property='og:title' content='Ferry terminal opens late'><meta property='og:site_name' content='Quay Post'>"
    "<meta property='og:description' content='Two years late.'><meta property='article:section' content='Port'>"
    "<meta property='article:tag' content='ferries'><meta property='article:tag' content='council'>"
    "<meta property='og:image' content='/img/ferry.jpg'><link rel='canonical' href='https://www.quay.example/port/ferry'>"
    '<script type=\'application/ld+json\'>{"@type":"NewsArticle","datePublished":"2024-11-04T09:30:00+00:00",'
    '"dateModified":"2024-11-05T10:00:00+00:00","author":{"@type":"Person","name":"Nora Quayle"},"isAccessibleForFree":false}</script>'
)


def extracted(html: str, url: str | None = "https://quay.example/port/ferry?utm_source=x") -> Extracted:
    outcome = extract_page(html, url)
    assert isinstance(outcome, Extracted), outcome
    return outcome


def tree_of(html: str) -> HtmlElement:
    tree = parse_page(html)
    assert isinstance(tree, HtmlElement)
    return tree


def test_the_body_is_the_paragraphs() -> None:
    """Menu, headline and nothing else of the page is left out."""
    assert extracted(page(body())).text == "\n\n".join(PARAGRAPHS)


def test_the_page_tells_its_metadata() -> None:
    """Title, times, people, section, keywords, image, outlet, address, language and flags come from the page."""
    article = extracted(page(body(), HEAD))
    assert (article.title, article.description, article.outlet) == ("Ferry terminal opens late", "Two years late.", "Quay Post")
    assert article.published is not None and article.modified is not None
    assert (article.published.day, article.published.clock, article.published.utc_offset_minutes) == (
        date(2024, 11, 4),
        time(9, 30),
        0,
    )
    assert article.modified.day == date(2024, 11, 5)
    assert (article.authors, article.section, article.keywords) == (("Nora Quayle",), "Port", ("ferries", "council"))
    assert (article.image_url, article.url) == ("https://quay.example/img/ferry.jpg", "https://www.quay.example/port/ferry")
    assert (article.language, article.quality_flags) == ("en", ("paywall",))


def test_a_repeated_headline_is_no_body() -> None:
    """The headline as a line of the body goes, wherever case and quotes differ."""
    assert extracted(page("<p><strong>FERRY TERMINAL OPENS LATE</strong></p>" + body())).text == "\n\n".join(PARAGRAPHS)


def test_captions_and_posts_have_columns_of_their_own() -> None:
    """A figure's caption and an embedded post are kept, but not in the text."""
    aside = (
        "<figure><img src='a.jpg'><figcaption>The old fish hall. Photo: Jo Lens</figcaption></figure>"
        "<blockquote class='twitter-tweet'><p>No ferry again!</p>— Quay Riders (@quayriders) November 3, 2024</blockquote>"
    )
    article = extracted(page(body(PARAGRAPHS[:3]) + aside + body(PARAGRAPHS[3:])))
    assert article.captions == ("The old fish hall. Photo: Jo Lens",)
    assert article.embeds == ("No ferry again! — Quay Riders (@quayriders) November 3, 2024",)
    assert article.text == "\n\n".join(PARAGRAPHS)


def test_dateline_and_credit_have_columns_of_their_own() -> None:
    """An agency's dateline and the credit after the story name the agency and leave the text."""
    paragraphs = (
        f"PORT ELLERY (Reuters) - {PARAGRAPHS[0]}",
        *PARAGRAPHS[1:],
        "(Reporting by Nora Quayle; Editing by Tom Binnacle)",
    )
    article = extracted(page(body(paragraphs)))
    assert (article.dateline, article.agencies, article.agency_evidence) == ("PORT ELLERY (Reuters) -", ("reuters",), "dateline")
    assert article.credit == "(Reporting by Nora Quayle; Editing by Tom Binnacle)"
    assert article.text == "\n\n".join(PARAGRAPHS)


def test_teasers_and_prompts_are_no_body() -> None:
    """Lines that point elsewhere go."""
    inside = body(PARAGRAPHS[:3]) + "<p>Read more: The day the crane fell</p><p>Advertisement</p>" + body(PARAGRAPHS[3:])
    assert extracted(page(inside)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "Newsletter",
        "Thank you for subscribing to the Quay Post. Look out for our round-up.",
        "Got a story? Write to us at desk@quay.example.",
        "© Quay Post Ltd. Not to be reproduced.",
        "Filed under: Ferries |",
        "Lesezeit: 3 Minuten",
        "Il vous reste 43.2% de cet article à lire. La suite est réservée aux abonnés.",
    ],
)
def test_what_a_site_says_of_itself_is_no_body(line: str) -> None:
    """Newsletters, notes on reading time, rights and paywalls go."""
    assert extracted(page(body() + f"<p>{line}</p>")).text == "\n\n".join(PARAGRAPHS)


def test_the_author_of_a_teaser_does_not_sign_the_story() -> None:
    """A byline beside another story's linked headline is that story's."""
    teaser = "<div class='entry'><h3><a href='/x'>The tide turns</a></h3><div class='entry-author'>Von Nora Quayle</div></div>"
    story = body(tuple(f"{first} {second}" for first, second in itertools.pairwise(PARAGRAPHS)))
    unsigned = page(story).replace("</article>", f"</article>{teaser}")
    signed = page("<div class='author'>By Ines Fathom</div>" + story).replace("</article>", f"</article>{teaser}")
    assert (extracted(unsigned).authors, extracted(signed).authors) == ((), ("Ines Fathom",))


def test_sentences_beside_blocks_are_body() -> None:
    """A lead behind a picture and paragraphs set apart by line breaks stand in no element of their own."""
    broken = "<br><br>".join(PARAGRAPHS[1:])
    assert extracted(page(f"<div><p></p>{PARAGRAPHS[0]}{body(PARAGRAPHS[1:])}</div>")).text == "\n\n".join(PARAGRAPHS)
    assert extracted(page(f"<div><i>{PARAGRAPHS[0]}</i><br><img src='a.png'>{broken}</div>")).text == "\n\n".join(PARAGRAPHS)


def test_a_loose_notice_is_no_body() -> None:
    """Loose text outside the container of the page's prose stays where the extractor leaves it."""
    notice = "<div>All rights reserved for everything that this paper writes and prints about the harbour.<br>Quay Post</div>"
    assert extracted(page(body()).replace("</body>", f"{notice}</body>")).text == "\n\n".join(PARAGRAPHS)


def test_a_page_without_an_article_is_a_failure() -> None:
    """Silence of the extractor becomes a reason."""
    outcome = extract_page("<html><body><nav><a href='/'>Home</a></nav></body></html>", None)
    assert isinstance(outcome, PageFailure)
    assert outcome.reason == Reason.NO_EXTRACT


def test_a_foreign_canonical_address_is_not_believed() -> None:
    """An address on another site, or of the front page, is not the article's."""
    foreign = page(
        body(),
        "<link rel='canonical' href='https://elsewhere.example/a'><meta property='og:url' content='https://quay.example/'>",
    )
    assert extracted(foreign).url is None


def test_one_page_leaves_no_trace_in_the_next() -> None:
    """Extracting a page twice, with others between, gives the same article."""
    first = extracted(page(body(), HEAD))
    extracted(page(body(PARAGRAPHS[::-1])))
    assert extracted(page(body(), HEAD)) == first


def test_a_body_in_pieces_is_completed() -> None:
    """Paragraphs of equal containers in the same article belong together; the next article and comments do not."""
    piece = "<div class='chunk'><div class='grid'>{}</div></div>"
    long = tuple(f"{text} {text.lower()}" for text in PARAGRAPHS)
    pieces = (
        piece.format(body(long[:2]))
        + "<aside>Advertisement</aside>"
        + piece.format(body(long[2:4]))
        + piece.format(body(long[4:]))
    )
    blocks = rescue_body(tree_of(page(pieces)), [Block("p", long[0]), Block("p", long[1])])
    assert [block.text for block in blocks] == list(long)


def test_the_next_article_does_not_complete_a_body() -> None:
    """An endless page's second article stands in an element of its own."""
    html = f"<html><body><article><div>{body(PARAGRAPHS[:2])}</div></article><article><div>{body(PARAGRAPHS[2:])}</div></article></body></html>"
    chosen = [Block("p", text) for text in PARAGRAPHS[:2]]
    assert rescue_body(tree_of(html), chosen) == chosen


def test_a_whole_body_is_left_alone() -> None:
    """Where nothing can be missing, the extractor's blocks stay as they are."""
    chosen = [Block("p", text) for text in PARAGRAPHS]
    assert rescue_body(tree_of(page(body())), chosen) is chosen


DIALOG = (
    "<div class='privacy-modal'><h2>Cookie List</h2>"
    + "<p>A cookie is a small file that this site asks your browser to store, and we use such files to make it work as it should.</p>"
    * 12
    + "</div>"
)
COMMENTS = (
    "<div class='forum-comments widget'><ul class='comments-list'><li><p>I walked past the quay last week, and nothing has moved there at all"
    " since the summer, whatever the council says.</p></li></ul></div>"
)


@pytest.mark.parametrize("beside", [DIALOG, COMMENTS, f"<div class='newsletter-form'>{DIALOG}</div>"])
def test_what_a_page_names_as_furniture_is_no_body(beside: str) -> None:
    """Consent dialogs, newsletter forms and readers' comments go, also where they are longer than the article."""
    assert extracted(page(body() + beside)).text == "\n\n".join(PARAGRAPHS)


def test_an_article_in_a_dialog_stays() -> None:
    """Most of the page's prose is the article, whatever its class says."""
    assert extracted(page(f"<div class='modal'>{body()}</div><p>{PARAGRAPHS[0]}</p>")).text


def test_a_live_blog_has_its_posts() -> None:
    """The extractor takes the introduction for the article; the posts follow it, in the page's order, each once."""
    posts = "".join(
        f"<div class='live-post'><h3>Update {n}</h3><div>{body((text,))}</div></div>" for n, text in enumerate(PARAGRAPHS[1:])
    )
    html = page(f"<div class='intro'><p>{PARAGRAPHS[0]}</p></div><div class='live-stream'>{posts}</div><footer>{body()}</footer>")
    blocks = [block.text for block in rescue_body(tree_of(html), [Block("p", PARAGRAPHS[0])])]
    assert blocks == [PARAGRAPHS[0], *(line for n, text in enumerate(PARAGRAPHS[1:]) for line in (f"Update {n}", text))]


def test_what_stands_behind_the_end_of_the_structured_body_goes() -> None:
    """`articleBody` shows the end, where its end is the end of a paragraph."""
    blocks = [Block("p", text) for text in (*PARAGRAPHS, "The tower crane is back, and so are the gulls that nest in it.")]
    assert cut_at_end(blocks, " ".join(PARAGRAPHS)) == blocks[:-1]


def test_a_cut_structured_body_cuts_nothing() -> None:
    """A teaser ends in the middle of a paragraph, and says nothing of the article's end."""
    blocks = [Block("p", text) for text in PARAGRAPHS]
    assert cut_at_end(blocks, " ".join(PARAGRAPHS)[:-160]) == blocks
    assert cut_at_end(blocks, PARAGRAPHS[0]) == blocks


def test_lists_of_other_stories_go() -> None:
    """A heading of such a list takes the headlines below it along, and no paragraph."""
    paragraphs = [Block("p", text) for text in PARAGRAPHS]
    teasers = [
        Block("head", "Related stories"),
        Block("p", "The day the crane fell"),
        Block("list", "Gulls return\nFish hall for sale"),
    ]
    assert cut_at_end([*paragraphs[:5], *teasers, paragraphs[5]], None) == paragraphs


def test_the_same_heading_early_in_a_story_stays() -> None:
    """Before the middle it opens a part of the story."""
    blocks = [Block("head", "Related stories"), *(Block("p", text) for text in PARAGRAPHS)]
    assert cut_at_end(blocks, None) == blocks


def test_names_between_standfirst_and_story_sign_it() -> None:
    """A line of names alone behind a short standfirst is the byline, where nothing else is."""
    inside = f"<p>…two years late</p><p>…and twice as dear</p><p><b>Nora Quayle/Ines Fathom</b></p>{body()}"
    article = extracted(page(inside))
    assert article.authors == ("Nora Quayle", "Ines Fathom")
    assert "Quayle" not in article.text
