#!/usr/bin/env python3
"""Two libraries' stop words in, `pipeline/text/stopwords_more.toml` out: function words of languages with few annotated pages.

    .venv/bin/pip install stopwordsiso
    .venv/bin/python benchmarks/stop_words.py

Needed only to write the lists anew. stopwordsiso holds words that carry no topic, jusText (here with trafilatura) those that are
frequent, some thousand of them for richly inflected languages; what both have is as many words as the lists that the models were
trained on (`stopwords.toml`) and covers as much of a story.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import justext
import stopwordsiso

from pipeline.text.lexicon import tokens_of

LANGUAGES = {
    "af": "Afrikaans",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "ga": "Irish",
    "gl": "Galician",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hy": "Armenian",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mr": "Marathi",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sw": "Swahili",
    "tl": "Tagalog",
    "ur": "Urdu",
}
"""jusText's name of each. Hindi's list adds to the one of `stopwords.toml`."""
HEAD = """# Function words by language (ISO 639-1), from stopwordsiso {iso} and jusText {justext}: `benchmarks/stop_words.py`.
# stopwords-iso is Copyright (c) 2020 Gene Diaz and Arthit Suriyawongkul, under the MIT licence; jusText is Copyright (c) 2011
# Jan Pomikalek and Michal Belica, under the BSD 2-clause licence.
[words]
"""
FILE = Path(__file__).parent.parent / "pipeline" / "text" / "stopwords_more.toml"


def main() -> None:
    """Writes the file."""
    lines = []
    for language, name in LANGUAGES.items():
        words = sorted(w for w in stopwordsiso.stopwords(language) & justext.get_stoplist(name) if tokens_of(w) == [w])
        lines.append(f'{language} = "{" ".join(words)}"\n')
    head = HEAD.format(iso=version("stopwordsiso"), justext=version("justext"))
    FILE.write_text(head + "".join(lines), encoding="utf-8")
    print(f"{FILE.name}: {len(lines)} languages, {sum(line.count(' ') - 1 for line in lines)} words", file=sys.stderr)


if __name__ == "__main__":
    main()
