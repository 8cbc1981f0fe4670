"""A day in, the pattern that finds it printed in any common format out."""

from __future__ import annotations

import re
from datetime import date

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
GERMAN = ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"]


def day_pattern(day: date) -> re.Pattern[str]:
    """Finds a day in a lower-case text, written with figures, English or German month names, or as in East Asia."""
    names = {MONTHS[day.month - 1], GERMAN[day.month - 1]}
    y, m, d = day.year, f"0?{day.month}", f"0?{day.day}"
    short = f"(?:{y}|{y % 100:02})"
    numeric = rf"\b(?:{y}[-/.]{m}[-/.]{d}|{d}[-/.]{m}[-/.]{short}|{m}[-/.]{d}[-/.]{short})\b"
    worded = "|".join(
        rf"{n}\w*\.?,? 0?{day.day}(?:st|nd|rd|th)?,? {day.year}|\b0?{day.day}(?:st|nd|rd|th)?\.? {n}\w*\.?,? {day.year}"
        for n in names
    )
    asian = rf"{day.year}\s?[年년]\s?0?{day.month}\s?[月월]\s?0?{day.day}\s?[日일]"
    return re.compile(f"{numeric}|{worded}|{asian}")
