#!/usr/bin/env python3
"""Faker's person providers in, `pipeline/marks/given_names.txt` out: the given names of some eighty languages.

    .venv/bin/pip install faker
    .venv/bin/python benchmarks/given_names.py

Needed only to write the list anew. Names of more than one word, initials and names in scripts written without blanks are
left out: `pipeline.marks.given_names` looks up the first word of a printed name.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterable
from importlib.metadata import version

import faker.providers.person as providers

from pipeline.marks.given_names import NAMES_FILE, folded

HEAD = """# Given names, folded (lower case, no accents), from Faker {version}: `benchmarks/given_names.py`.
# Faker is Copyright (c) 2012-present Daniele Faraglia and individual contributors, under the MIT licence.
"""
MIN_LETTERS = 2
UNSPACED = range(0x2E80, 0xD7B0)
"""Chinese, Japanese and Korean characters."""


def given_names() -> set[str]:
    """The single words that any provider gives as first names."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(providers.__path__):
        provider = importlib.import_module(f"{providers.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if attribute.startswith("first") and isinstance(values, Iterable) and not isinstance(values, str):
                found.update(folded(name) for name in values if isinstance(name, str))
    return {name for name in found if len(name) >= MIN_LETTERS and name.isalpha() and ord(name[0]) not in UNSPACED}


def main() -> int:
    """Writes the list."""
    names = sorted(given_names())
    NAMES_FILE.write_text(HEAD.format(version=version("faker")) + "\n".join(names) + "\n", encoding="utf-8")
    print(f"{len(names)} given names")
    return 0


if __name__ == "__main__":
    sys.exit(main())
