"""A decoded HTML page in; the article and its metadata, or the reason why there is none, out. trafilatura's only home."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

from lxml.etree import _Element
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from pipeline.html.article import make_article
from pipeline.html.asides import take_asides
from pipeline.html.blocks import Block, read_blocks
from pipeline.html.ending import cut_at_end
from pipeline.html.failure import PageFailure
from pipeline.html.furniture import remove_furniture
from pipeline.html.loose_text import wrap_loose_text
from pipeline.html.metadata import read_metadata
from pipeline.html.page import parse_page
from pipeline.html.published import find_visible_day
from pipeline.html.rescue import rescue_body
from schemas.reasons import Reason
from schemas.records import Extracted

EXTRACTOR = f"trafilatura/{version('trafilatura')}"
"""Named in every row."""


def extract_page(html: str, url: str | None) -> Extracted | PageFailure:
    """Extract one page: parsed once for body and metadata, trafilatura for the body, its blocks re-examined.

    Deterministic: nothing of one page reaches the next. Runs hostile pages' worth of C code: call it through
    `pipeline.html.sandbox.Sandbox` wherever pages come from outside.

    Args:
        html: The decoded page.
        url: Where it was found, where known: it dates pages that do not date themselves, and resolves their links.

    Returns:
        The article, its text possibly empty of everything but a short notice; or why there is none.
    """
    tree = parse_page(html)
    if isinstance(tree, PageFailure):
        return tree
    metadata = read_metadata(tree, url)
    asides = take_asides(tree)
    if metadata.published is None:
        metadata = replace(metadata, published=find_visible_day(tree, url))
    remove_furniture(tree)
    wrap_loose_text(tree)
    blocks = _body_blocks(tree, url)
    if not blocks:
        return PageFailure(Reason.NO_EXTRACT, f"no article text among {_text_length(tree)} characters of visible text")
    blocks = cut_at_end(rescue_body(tree, blocks), metadata.structured_body)
    return make_article(blocks, metadata, asides, EXTRACTOR)


def _body_blocks(tree: HtmlElement, url: str | None) -> list[Block]:
    """trafilatura's choice of the body; empty where it finds none.

    `favor_precision` keeps fewer teasers; comments are other people's text; `deduplicate` would carry paragraphs seen on one
    page over to the next.
    """
    try:
        document = bare_extraction(
            tree, url=url, favor_precision=True, include_comments=False, deduplicate=False, with_metadata=False
        )
    except RecursionError:  # inline markup nested beyond what flattening undoes
        return []
    body = getattr(document, "body", None)
    return read_blocks(body) if isinstance(body, _Element) else []


def _text_length(tree: HtmlElement) -> int:
    return sum(len(text.strip()) for text in tree.itertext())
