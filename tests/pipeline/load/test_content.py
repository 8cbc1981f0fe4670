"""A document's bytes in, its text or the reason why it has none out."""

import pytest

from pipeline.load.content import Content, read_content
from pipeline.load.settings import LoadSettings

STORY = "The mill at Sorrel Weir grinds again, the miller said.\r\nThe first sacks went to Low Carrick.\r\n"
PAGE = f"<html><head><title>Mill</title></head><body><p>{STORY}</p></body></html>"


def read(payload: bytes, media: str = "text", transport: str | None = None) -> str:
    """The text, or the reason."""
    content = read_content(payload, media, LoadSettings(), transport)
    return content.decoded.text if isinstance(content, Content) else content.reason.value


@pytest.mark.parametrize("padding", [b"\0", b"\0" * 400, b"\x1a" + b"\0" * 127, b"\x1a" * 128 + b"\0" * 1024])
@pytest.mark.parametrize("media", ["text", "html"])
def test_padding_at_the_end_is_no_part_of_a_document(padding, media):
    """DOS and tapes filled the last block."""
    assert read(STORY.encode() + padding, media) == STORY


def test_a_padded_text_is_still_told_its_encoding():
    """Padding is no sign of UTF-16."""
    story = "Die Mühle am Wehr mahlt wieder, sagte der Müller über die erste Fuhre. Das ist schön."
    assert read(story.encode("cp1252") + b"\0" * 600) == story


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_padded_utf_16_is_read(codec):
    """Here padding is of NUL characters."""
    assert read((STORY + "\0" * 40).encode(codec)) == STORY


def test_a_page_is_read_without_its_few_nuls():
    """As browsers do."""
    payload = PAGE.encode().replace(b"grinds", b"gri\0nds")
    assert read(payload, "html") == PAGE
    assert read(PAGE.encode("utf-16-le").replace(b"g\0r\0i", b"g\0\0\0r\0i"), "html", "utf-16le") == PAGE


@pytest.mark.parametrize(
    ("payload", "media"),
    [
        (STORY.encode().replace(b"grinds", b"gri\0nds"), "text"),
        (STORY.encode() + b"\0" * 40 + STORY.encode(), "text"),
        (PAGE.encode().replace(b" ", b"\0"), "html"),
        (bytes(range(256)) * 8, "html"),
    ],
)
def test_nuls_among_the_text_are_no_text(payload, media):
    """Few in a text, or many in a page: what they stand for is not known."""
    assert read(payload, media) == "binary"


def test_nothing_but_padding_is_empty():
    """A block that was never written."""
    assert read(b"\0" * 512) == "empty"
