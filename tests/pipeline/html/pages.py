"""Invented pages for the tests: an honest article, and generators of hostile ones."""

from __future__ import annotations

from collections.abc import Callable

PARAGRAPHS = (
    "The harbour council said on Monday that the new ferry terminal would open in spring, two years after the first date it had named.",
    "Porters have asked for a public inquiry into the costs, which have doubled since the foundation stone was laid beside the old fish hall.",
    "“We were promised dry feet and got a building site,” said Ines Fathom, who has sold tickets on the quay for thirty years.",
    "The council's engineer, Tom Binnacle, told the meeting that the piles had been driven into softer ground than the survey had shown.",
    "A second ferry, built for the longer berth, has been waiting in a yard up the coast since last summer and costs the town rent.",
    "The next meeting of the council is set for the first week of December, when the contractor is to present a new timetable.",
)


def body(paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def page(inside: str, head: str = "") -> str:
    return (
        f"<html lang='en-GB'><head><title>Ferry terminal opens late | Quay Post</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>Ferry terminal opens late</h1>{inside}</article></body></html>"
    )


HOSTILE: dict[str, Callable[[], str]] = {
    "300 nested tags": lambda: page("<div>" * 300 + body() + "</div>" * 300),
    "300 nested inline tags": lambda: page("<b>" * 300 + body() + "</b>" * 300),
    "100,000 nested tags": lambda: page("<div>" * 100_000 + body() + "</div>" * 100_000),
    "10 MB of entities": lambda: page("<p>" + "&amp;" * 2_000_000 + "</p>" + body()),
    "10 MB text node": lambda: page("<p>" + "A word here. " * 800_000 + "</p>"),
    "5 MB inline image": lambda: page(
        '<img src="data:image/png;base64,' + "iVBORw0KGgoAAAANSUhEUgAAAAUA" * 180_000 + '">' + body()
    ),
    "NUL bytes": lambda: page(body().replace("harbour", "har\0bour")),
    "empty page": lambda: "",
    "white space": lambda: " \n\t ",
    "20,000 table cells": lambda: page("<table>" + "<tr><td>one</td><td>two</td></tr>" * 10_000 + "</table>" + body()),
    "100,000 spans": lambda: page("<p>" + "<span>a</span>" * 100_000 + "</p>" + body()),
    "50,000 attributes": lambda: page("<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">x</p>" + body()),
    "13 MB of paragraphs": lambda: page(body() * 16_000),
    "50,000 links": lambda: page("<p><a href='/x'>link</a></p>" * 50_000 + body()),
    "a 2 MB script": lambda: page(body(), "<script>" + "var a=1;" * 250_000 + "</script>"),
    "bottomless JSON": lambda: page(body(), "<script type='application/ld+json'>" + "[" * 100_000 + "</script>"),
    "no HTML": lambda: "%PDF-1.4\n\x01\x02 obj",
    "lone surrogates": lambda: page(body() + "<p>\ud800 broken</p>"),
    "15,000 line breaks": lambda: page(
        "<div>" + "A line that is long enough to be a sentence of its own.<br>" * 15_000 + "</div>"
    ),
    "unclosed tags": lambda: page("<div><p><b>" + body()).replace("</", "<"),
}
