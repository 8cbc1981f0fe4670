"""Pages that pandoc wrote as markdown: fences, attributes and spans are no text."""

from __future__ import annotations

from pipeline.text.clean import clean_text
from pipeline.text.pandoc import is_pandoc, without_pandoc

PAGE = """::: {#user-bar .sticky}
-   [[Log
    in](https://tidewater.example/login)]{#connect}
```{=html}
<!-- -
```
:::

::: {#header}
[![Tidewater](https://tidewater.example/logo.png)](https://tidewater.example){.navbar-brand}
:::

[News]{.slug}

Council keeps old ferry for another winter
==========================================

[By [Ada Inkwell, Harbour Correspondent](/authors/ada)]{.author} ---
[11 March 2014 at 19:46]{.date}

::: {#article-body .mod}
The council voted on Tuesday to keep the old ferry for another winter,
after a debate that went on until midnight.

\\"She leaks,\\" said Mayor Rosa Finch, who has sailed on
[her](https://tidewater.example/ferry) since she was a child.

The opposition had wanted to sell the boat, since the bridge that opened
in May carries most of the traffic across the sound.
:::
"""


def test_a_page_keeps_its_lines() -> None:
    """Nothing but the wording is left, on the line where it stood."""
    lines = PAGE.split("\n")
    read = without_pandoc(lines)
    assert is_pandoc(lines)
    assert len(read) == len(lines)
    assert not any(sign in line for line in read for sign in (":::", "{", "```", "==="))
    assert read[lines.index("Council keeps old ferry for another winter")] == "# Council keeps old ferry for another winter"


def test_its_article() -> None:
    """Headline, byline and paragraphs as the page had them."""
    found = clean_text(PAGE).extracted
    assert (found.title, found.authors) == ("Council keeps old ferry for another winter", ("Ada Inkwell",))
    assert found.text.split("\n\n")[1] == '"She leaks," said Mayor Rosa Finch, who has sailed on her since she was a child.'


def test_three_colons_in_a_text_are_none() -> None:
    """A rule of colons is an ornament."""
    assert not is_pandoc(["The ferry leaves at noon.", ":::", "It comes back at six.", ":::"])


def test_brackets_without_end() -> None:
    """A hostile text is left nearly as it is, and in no more time than any."""
    lines = ["::: {.a}"] * 3 + ["[" * 200_000 + "]{.b}" * 20_000]
    assert len(without_pandoc(lines)) == len(lines)
