"""Which lines may sign an article at all."""

from __future__ import annotations

import pytest

from pipeline.text.signatures import BY, NAME_FIRST, find_signatures, signed_with_agency
from pipeline.text.units import build_units

BODY = "The harbour council of Tidewater voted on Tuesday night to keep the old ferry line open for another winter."


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Ada Inkwell 10:30 AM", ["Ada Inkwell"]),
        ("Ada Inkwell 14:30", ["Ada Inkwell"]),
        ("Upper Coyle 24 Lower Coyle 17", []),
        ("Marlow Heath 187-9 beat Upper Coyle", []),
        ("Marlow Heath 2:1", []),
        ("Corriere Marino — 27 novembre 2002 pagina 25 sezione: CRONACA", []),
    ],
)
def test_a_score_signs_nothing_and_a_time_of_day_hides_nobody(line: str, people: list[str]) -> None:
    """Even where the network points at the line."""
    units, _ = build_units(f"Council keeps the old ferry\n\n{line}\n\n{BODY}")
    found = find_signatures(units, [2], 0, {0: "title"}, [0.0, 0.9, 0.0], "en")
    assert [name for signature in found for name in signature.byline.authors] == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Birgit Quill Anna Julia Harbour Peter Michael Storm", ["Birgit Quill", "Anna Julia Harbour", "Peter Michael Storm"]),
        ("Jim Walden   Cherry Hill Courier-Post", ["Jim Walden"]),
        ("By Ada Inkwell last updated 19 September 2023 Seaphone 15 Pro Max", ["Ada Inkwell"]),
        ("ADA QUILL AND LEN REED", ["Ada Quill", "Len Reed"]),
        ("Artikel zum Hören•3 Min", []),
        ("Dan Harrow-BankThe West Islander", ["Dan Harrow-Bank"]),
        ("Andrew Rowe vom FC Tidewater", []),
        ("Ada Inkwell RSS", ["Ada Inkwell"]),
        ("Kolumne von Ada Inkwell", ["Ada Inkwell"]),
        ("Das Gespräch führte Ada Inkwell", ["Ada Inkwell"]),
        ("[7b6]Ada Inkwell", ["Ada Inkwell"]),
        ("By Ada Inkwell, Staff Writer https://tidal.example/2023/12/harbour.mp4", ["Ada Inkwell"]),
        ("Ada Inkwell/Tidal Pictures", []),
        ("(Ada Inkwell/Tidal Press)", []),
        ("Ada Inkwell enters Tidewater courtroom", []),
        ("Anadolu Ajansı", []),
    ],
)
def test_people_and_nothing_else_sign(line: str, people: list[str]) -> None:
    """Names without commas are cut apart; papers, products, buttons, agencies and whom or who pictures show are no people."""
    units, _ = build_units(f"Council keeps the old ferry\n\n{line}\n\n{BODY}")
    found = find_signatures(units, [2], 0, {0: "title"}, [0.0, 0.9, 0.0], "de")
    assert [name for signature in found for name in signature.byline.authors] == people


def test_whom_to_ask_signs_nothing() -> None:
    """A press release names a person for questions below `Contact:`."""
    units, _ = build_units(f"Council keeps the old ferry\n\n{BODY}\n\nContact:\nLena Hart, Investor Relations\n")
    assert find_signatures(units, [1], 0, {0: "title"}, [0.0, 0.0, 0.0, 0.9], "en") == []


@pytest.mark.parametrize(
    ("above", "people"), [("Upper Coyle 2 Lower Coyle 1", ["James Inkwell"]), ("The ferry is late again", [])]
)
def test_who_reports_from_the_ground_stands_below_the_result(above: str, people: list[str]) -> None:
    """Elsewhere a name at a place is a caption."""
    units, _ = build_units(f"Late goal keeps Coyle up\n\n{above}\n\nJames Inkwell at Harbour Road\n\n{BODY}")
    found = find_signatures(units, [3], 0, {0: "title"}, [0.0] * 4, "en")
    assert [name for signature in found for name in signature.byline.authors] == people


@pytest.mark.parametrize(
    ("link", "people"),
    [("More by this Author", [("Ada Inkwell", "Jo Walden")]), ("Ferry sinks in the bay", [("Ada Inkwell",), ("Jo Walden",)])],
)
def test_bylines_with_the_same_link_below_each_are_one(link: str, people: list[tuple[str, ...]]) -> None:
    """Between two with other words the second is another story's."""
    units, _ = build_units(f"Council keeps ferry\n\nBy ADA INKWELL\n\n{link}\n\nBy JO WALDEN\n\n{link}\n\n{BODY}")
    found = find_signatures(units, [5], 0, {0: "title"}, [0.0] * 6, "en")
    assert [signature.byline.authors for signature in found] == people


def test_a_place_and_a_day_sign_nothing() -> None:
    """However likely the network thinks the line a byline."""
    units, _ = build_units(f"Council keeps the old ferry\n\nHARBOUR HEADS, Friday.\n\n{BODY}")
    assert find_signatures(units, [2], 0, {0: "title"}, [0.0, 0.9, 0.0], "en") == []


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        (("By Ada Quill", "and Jo Reed"), [("Ada Quill", "Jo Reed")]),
        (("By Ada Quill", "and Harbour Pictures present the winners"), [("Ada Quill",)]),
        (("By Ada Quill,", "Jo Reed &", "Len Marsh"), [("Ada Quill", "Jo Reed", "Len Marsh")]),
    ],
)
def test_names_that_go_on_below(lines: tuple[str, ...], people: list[tuple[str, ...]]) -> None:
    units, _ = build_units("\n\n".join(("Council keeps the old ferry", *lines, BODY)))
    found = find_signatures(units, [len(units) - 1], 0, {0: "title"}, [0.0] * len(units), "en")
    assert [signature.byline.authors for signature in found] == people


def test_a_name_and_an_agency_sign_above_the_hour() -> None:
    units, _ = build_units(f"Council keeps the old ferry\n\nAda Quill / EFE\n\nSandquay 25 MAY 2015 - 13:27 CEST\n\n{BODY}")
    found = signed_with_agency(units, 0)
    assert found is not None
    assert (found.units, found.byline.authors, found.byline.agencies) == ((1,), ("Ada Quill",), ("efe",))


@pytest.mark.parametrize("below", ["The ferry on Monday", "25 May 2015"])
def test_a_name_and_an_agency_elsewhere_took_a_picture(below: str) -> None:
    units, _ = build_units(f"Council keeps the old ferry\n\nAda Quill / EFE\n\n{below}\n\n{BODY}")
    assert signed_with_agency(units, 0) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Автор: Анна Чернильная", BY),
        ("Írta: Anna Quill | 2031. május 30. | Interjú", BY),
        ("Anna Quill, Staff Writer", NAME_FIRST),
    ],
)
def test_what_labels_a_byline_says_by(line: str, kind: int) -> None:
    """In whatever language."""
    units, _ = build_units(f"Council keeps the old ferry\n\n{line}\n\n{BODY}")
    found = find_signatures(units, [2], 0, {0: "title"}, [0.0, 0.9, 0.0], "en")
    assert [signature.kind for signature in found] == [kind]


@pytest.mark.parametrize("line", ["St. Tidewater Falls, VT", "Directed by Hannah Quill '07", "4:51 PM BST", "Jaa Facebookissa"])
def test_places_directors_clocks_and_buttons_sign_nothing(line: str) -> None:
    """Where a byline may stand."""
    units, _ = build_units(f"Council keeps the old ferry\n\n{line}\n\n{BODY}")
    assert find_signatures(units, [2], 0, {0: "title"}, [0.0] * 3, "en") == []
