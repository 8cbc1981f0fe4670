"""A page's tree in; the same tree with sentences that stand loose beside blocks in paragraphs of their own out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import Element, HtmlElement

MIN_WORDS = 10
"""Of a run that counts as prose; shorter loose text is a label, a subhead or a line of a list."""

MIN_DIRECT_CHARACTERS = 20
"""Of one piece of text that no element holds, in a container worth looking into."""

MAX_LINK_SHARE = 0.4
"""Of a run's characters in links; above, it is a menu."""

MIN_PROSE_SHARE = 0.5
"""Of the page's prose in the container's own paragraphs and loose text; in others loose text is a notice or a teaser."""

_CONTAINERS = ("div", "section", "article", "main")
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
))  # fmt: skip


def wrap_loose_text(tree: HtmlElement) -> None:
    """Put loose sentences into paragraphs, in the container that holds most of the page's prose.

    trafilatura reads the paragraphs of such a container and drops the text between them: the lead of pages that begin it
    behind a picture, or that set their paragraphs apart with line breaks.

    Args:
        tree: From `parse_page`, without captions and posts; changed in place.
    """
    loose = {
        container: runs
        for container in tree.iter(*_CONTAINERS)
        if _has_text_beside_blocks(container)
        if (runs := [run for run in _runs(container) if _is_sentence(run)])
    }
    if not loose:
        return
    prose = sum(_length(paragraph) for paragraph in tree.iter("p")) + sum(run.length for runs in loose.values() for run in runs)
    for container, runs in loose.items():
        own = sum(_length(child) for child in container if child.tag == "p") + sum(run.length for run in runs)
        if own >= MIN_PROSE_SHARE * prose:
            for run in list(_runs(container)):
                _wrap(container, run)


def _has_text_beside_blocks(container: HtmlElement) -> bool:
    """A quick look: most containers have white space between their blocks and nothing else."""
    direct = [container.text, *(child.tail for child in container)]
    is_text = any(text is not None and len(text) >= MIN_DIRECT_CHARACTERS and not text.isspace() for text in direct)
    return is_text and any(child.tag not in _INLINE for child in container)


@dataclass(frozen=True, slots=True)
class _Run:
    before: HtmlElement | None
    """The block that it follows; None at the front of its container."""
    inline: list[HtmlElement]
    words: int
    length: int
    linked: int
    """Characters, and those of them in links."""


def _runs(container: HtmlElement) -> Iterator[_Run]:
    """Each stretch of text and inline elements between two blocks."""
    before: HtmlElement | None = None
    inline: list[HtmlElement] = []
    for child in container:
        if _is_inline(child):
            inline.append(child)
            continue
        yield _run(container, before, inline)
        before, inline = child, []
    yield _run(container, before, inline)


def _is_inline(element: HtmlElement) -> bool:
    """Whether an element is part of a sentence; an empty one is a break that the page's style makes."""
    return all(inner.tag in _INLINE for inner in element.iter()) and any(text.strip() for text in element.itertext())


def _run(container: HtmlElement, before: HtmlElement | None, inline: list[HtmlElement]) -> _Run:
    whole = (_text_after(container, before)) + "".join("".join(child.itertext()) + (child.tail or "") for child in inline)
    linked = sum(len("".join(link.itertext())) for child in inline for link in child.iter("a"))
    return _Run(before, inline, len(whole.split()), len(whole.strip()), linked)


def _text_after(container: HtmlElement, before: HtmlElement | None) -> str:
    return (container.text if before is None else before.tail) or ""


def _is_sentence(run: _Run) -> bool:
    return run.words >= MIN_WORDS and run.linked <= MAX_LINK_SHARE * run.length


def _wrap(container: HtmlElement, run: _Run) -> None:
    """A paragraph of a run, of a short one too: beside paragraphs the extractor would drop it."""
    if not run.words or run.linked > MAX_LINK_SHARE * run.length:
        return
    paragraph = Element("p")
    paragraph.text = _text_after(container, run.before)
    if run.before is None:
        container.text = None
        container.insert(0, paragraph)
    else:
        run.before.tail = None
        run.before.addnext(paragraph)
    paragraph.extend(run.inline)


def _length(element: HtmlElement) -> int:
    return sum(map(len, element.itertext()))
