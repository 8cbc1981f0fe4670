"""The body's last paragraphs and who signs in, those that say who a signer is out, and where the body ends by them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.text.units import Unit

MAX_CHARS = 320
"""Of such a note."""
LAST, LAST_WITH_ADDRESS = 2, 6
"""Paragraphs at the body's end among which a note stands, and one that tells how to reach its author."""
TOLD = re.compile(
    r",?\s(?:is|was|has been|ist|hat|est|es|è|é|är|er|jest|je|writes|lives|works|runs|teaches|covers|reports|edits|hosts|answers|"
    r"heads|schreibt|lebt|arbeitet|leitet|lehrt|berichtet|moderiert|vit|tient|dirige|enseigne|couvre|vive|escribe|trabaja|colabora|cubre|"
    r"scrive|lavora|insegna|escreve|trabalha|schrijft|werkt)\s"
)
OF_PERSON = re.compile(r"(?:\s\([^()]{1,40}\))?(?:,\s\d\d(?=,))?")
"""What may stand between: pronouns or a tribe in brackets, an age."""
REACHED = re.compile(r"@|\b(?:reached|Twitter|erreichbar|contactad[oa]|joindre)\b")
"""In a note on who signs that stands above the body's last two paragraphs, which are readers' then."""
COVERS = re.compile(r"\s(?:covers|reports|edits|hosts|berichtet|couvre|cubre)\s")
"""What is told of a writer by the family name alone."""


def notes_on_authors(
    units: Sequence[Unit], body: Sequence[int], authors: Sequence[str], labels: Mapping[int, str]
) -> tuple[list[int], int]:
    """The last paragraphs that say who somebody is that signs: `Odile Brandt is a pharmacist in the Midwest.`

    Args:
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        authors: Who signs.
        labels: Units that are something else already.

    Returns:
        The notes' units, and the body's last one: what stands behind a note on how to reach its author is its readers'.
    """
    notes = []
    end = body[-1]
    for i in body[max(LAST, len(body) - LAST_WITH_ADDRESS) :] if len(body) > LAST else ():
        text = units[i].text
        reached = REACHED.search(text) is not None
        if i in labels or len(text) > MAX_CHARS or not (reached or i in body[-LAST:]):
            continue
        if any(_tells_of(name, text) for name in authors):
            notes.append(i)
            end = min(end, i) if reached else end
    return notes, end


def _tells_of(name: str, text: str) -> bool:
    """Whether a paragraph begins with who somebody is: `Odile Brandt is …`, `Brandt covers …`."""
    last = name.split()[-1]
    whole = text.startswith((f"{name} ", f"{name}, "))
    behind = OF_PERSON.match(text, len(name)) if whole else None
    return (behind is not None and TOLD.match(text, behind.end()) is not None) or (
        text.startswith(f"{last} ") and COVERS.match(text, len(last)) is not None
    )
