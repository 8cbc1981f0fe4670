"""First bytes in, what they are out."""

import time

from pipeline.load.sniff import is_html_page


def test_a_run_of_comments_costs_nothing():
    """A thousand comments before a word are no page, and are seen to be none at once."""
    started = time.process_time()
    assert not is_html_page(b"<!---->" * 1000 + b"Ferry")
    assert is_html_page(b"<!--a--> <!-- b -->\n<HTML>")
    assert time.process_time() - started < 0.5
