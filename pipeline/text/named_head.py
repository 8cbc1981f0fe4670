"""Raw lines that begin with named fields, as mails, postings and private exports do, in; their record out.

`Subject:` is the headline and `Date:` the day; what stands below is the page as it was, with whatever was around the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.margins import MIN_LINES, QUOTED_SHARE
from pipeline.text.page_talk import FROM_SENDER, talks_of_page
from pipeline.text.record import BODY, BYLINE, CAPTION, DATE, DATELINE, DAY, FIELD, OUTLET, SECTION, TITLE, Record

_LOOSE_NAME, _COLON = r"[^\W\d_]{1,15}(?:[-_ ][^\W\d_]{1,12}){0,2}\.?", r"[ \t\u00a0]{0,16}:(?:\s+|\Z)"
LOOSE_LABEL = re.compile(rf"#?(?P<label>(?:dc:|content:)?{_LOOSE_NAME})(?:_\d{{1,2}})?{_COLON}")
"""Exports align their colons, number what comes twice (`FOTO_1:`), French sets a blank before each, feeds have `dc:creator`."""
SENT_LABEL = re.compile(rf"(?P<label>[A-Za-z]+(?:-[A-Za-z0-9_.]{{1,30}}){{1,9}}|{_LOOSE_NAME}){_COLON}")
"""Those, and what servers and their filters note: `X-Spam-Checker-Version:`."""
MAIL = {
    **dict.fromkeys(("subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "temat", "emne", "ämne"), TITLE),
    **dict.fromkeys(("date", "sent", "gesendet", "datum", "envoyé", "enviado", "enviado el", "fecha", "inviato", "data"), DATE),
    **dict.fromkeys(("enviada em", "verzonden", "wysłano", "sendt", "skickat"), DATE),
}
"""Of the head of a mail or a posting; its other lines fill no column, whatever their names are."""
MAIL_SIGNS = frozenset(
    (
        *("from", "to", "newsgroups", "message-id", "path", "return-path", "received", "date", "x-mailer", "sent", "cc"),
        *("von", "gesendet", "an", "de", "envoyé", "à", "enviado el", "para", "da", "inviato", "a", "enviada em"),
        *("van", "verzonden", "aan", "od", "wysłano", "do", "fra", "sendt", "til", "från", "skickat", "till"),
    )
)
MIN_MAIL_SIGNS = 2
OF_SENDER = re.compile(
    r"(?:(?:fwd?|fw|re|aw|wg|tr|rv|i|enc)\s?:\s?)*(?:[^:]{2,40}:\s)?(?:an?\s|ein\s|une?\s|un\s)?"
    r"(?:article|story|artikel|artículo|articolo|artigo|news\sitem)\s(?:from|by|of|on|for|sent|von|aus|über|de|du|di|da|van|uit)\b.*",
    re.IGNORECASE,
)
"""A subject that a site or a sender wrote: `An article from The Tidal Post`, `Post Online: Artikel von Ada Huber`."""
MAIL_ENVELOPE = re.compile(r"From \S+@\S+\s+\w{3} \w{3} ")
"""What parts the mails of an mbox file."""
MAIL_QUOTE = re.compile(r"\s?>[ \t]?")
KEPT_FROM = re.compile(r">+From ")
"""An mbox file sets `>` before a line of a mail that begins with what parts its mails."""
MIN_QUOTED_SHARE = 0.5
"""Of a mail's lines with wording; fewer are one mail that answers another, not an article passed on."""
MAIL_SIGNATURE = re.compile(r"-- ?\Z")
MAX_SIGNATURE_LINES, MAX_NOTE_LINES = 12, 20
EXPORT = {
    **dict.fromkeys(
        ("title", "headline", "titel", "überschrift", "titre", "título", "titulo", "titolo", "tytuł", "tittel"), TITLE
    ),
    **dict.fromkeys(
        ("author", "authors", "byline", "by", "autor", "autorin", "autoren", "verfasser", "auteur", "auteurs"), BYLINE
    ),
    **dict.fromkeys(("autora", "autores", "autore", "autori", "forfatter"), BYLINE),
    **dict.fromkeys(("date", "published", "publication date", "pub date", "publish date", "datum", "erscheinungsdatum"), DATE),
    **dict.fromkeys(("fecha", "data", "dato", "date de publication", "fecha de publicación", "data de publicação"), DATE),
    **dict.fromkeys(
        ("source", "publication", "newspaper", "outlet", "publisher", "site", "quelle", "zeitung", "journal"), OUTLET
    ),
    **dict.fromkeys(("fuente", "medio", "periódico", "fonte", "jornal", "veículo", "testata", "bron", "krant", "kilde"), OUTLET),
    **dict.fromkeys(("section", "category", "ressort", "rubrik", "rubrique", "sección", "seção", "secção", "editoria"), SECTION),
    **dict.fromkeys(("sezione", "rubriek", "dział", "kategorie", "categories"), SECTION),
    **dict.fromkeys(("url", "link", "id", "language", "keywords", "tags", "length", "words", "page", "edition", "slug"), FIELD),
    **dict.fromkeys(("dokument-nr.", "dokument-nr", "nr.", "nummer", "seite", "ausgabe", "stichworte", "untertitel"), FIELD),
    **dict.fromkeys(("página", "pagina", "strona", "side", "ort", "sprache", "langue", "idioma", "layout", "draft"), FIELD),
    **dict.fromkeys(("status", "allow comments", "allow pings", "convert breaks", "primary category", "basename"), FIELD),
    **dict.fromkeys(("unique url", "no entry"), FIELD),
    **dict.fromkeys(("creator", "dc:creator"), BYLINE),
    **dict.fromkeys(("dc:date", "updated"), DATE),
    **dict.fromkeys(("guid", "comments", "enclosure", "dc:subject", "content type"), FIELD),
    "content:encoded": BODY,
    **dict.fromkeys(("hed", "main headline", "hauptzeile", "schlagzeile"), TITLE),
    **dict.fromkeys(("writer", "reporter", "reporters", "credit line"), BYLINE),
    **dict.fromkeys(("pubdate", "publishdate", "publicationdate", "issue date", "run date", "rundate", "day"), DATE),
    **dict.fromkeys(("pub", "paper", "publication name", "pubname", "publication title"), OUTLET),
    **dict.fromkeys(("caption", "captions", "cutline", "photo caption", "bildunterschrift", "légende"), CAPTION),
    **dict.fromkeys(("dateline",), DATELINE),
    **dict.fromkeys(("subhead", "subheadline", "sub headline", "deck", "dek", "kicker", "standfirst", "desk", "column"), FIELD),
    **dict.fromkeys(("storyid", "story id", "docid", "doc id", "document id", "article id", "articleid", "record id"), FIELD),
    **dict.fromkeys(("wordcount", "word count", "copyright", "rights", "art", "photo", "image", "type", "dachzeile"), FIELD),
    **dict.fromkeys(
        ("email", "credit", "infobox", "factbox", "tagline", "copyedit", "photocredit", "photo credit", "haber_no", "durum"),
        FIELD,
    ),
    **dict.fromkeys(("başlık", "baslik", "manşet"), TITLE),
    **dict.fromkeys(("muhabir", "yazar", "imza"), BYLINE),
    **dict.fromkeys(("tarih", "yayin_tarihi", "yayın_tarihi"), DATE),
    **dict.fromkeys(("kaynak", "gazete", "ajans"), OUTLET),
    **dict.fromkeys(("kategori", "bölüm", "bolum"), SECTION),
    **dict.fromkeys(
        ("spot", "guncelleme", "güncelleme", "editor", "editör", "etiket", "etiketler", "foto", "telif", "üstbaşlık"), FIELD
    ),
    **dict.fromkeys(("publish_date", "published_at", "publishedat", "date_publish", "datetime", "timestamp"), DATE),
    **dict.fromkeys(("source_domain", "sitename", "hostname", "site_name"), OUTLET),
    **dict.fromkeys(
        ("description", "summary", "meta_keywords", "top_image", "movies", "images", "len_text", "text_length"), FIELD
    ),
    **dict.fromkeys(
        ("meta_description", "meta_lang", "canonical_link", "maintext length", "fetched", "scraped", "crawled"), FIELD
    ),
    **dict.fromkeys(
        ("text", "body", "content", "article", "full text", "volltext", "texte", "texto", "testo", "tekst", "metin"), BODY
    ),
}
"""Of the head that somebody's own export of articles prints."""
FRONT_MATTER = re.compile(r"-{3,}\s*\Z")
"""The rule above and below the head of a page that a site generator keeps as text."""
SCRIPT_RULE = re.compile(r"-{3,}(?: [^-]{1,30} -{3,})?\s*\Z|[=*#_]{5,}\s*\Z")
"""That, and what scripts print between the articles that they have fetched."""
OF_SITE = re.compile(r"(?<=.{10})\s\|\s.*\Z")
"""The section and the site's name behind a page's headline."""
NAMES_IN_A_LIST = re.compile(r"\[(?:'[^']*'|\"[^\"]*\")(?:,\s(?:'[^']*'|\"[^\"]*\"))*\]")
"""`['Ada Inkwell', 'Staff Writer']`, as Python prints it."""
BLOG_PART = re.compile(r"(?P<rule>-{5,8})\s*\Z|(?P<text>(?:EXTENDED )?BODY):\s*\Z|(?P<other>EXCERPT|KEYWORDS|COMMENT|PING):\s*\Z")
"""Movable Type and its heirs export a blog with a rule and a name above each part of an entry, its readers' comments last."""
BLOG_ENTRY = re.compile(r"-{8}\s*\Z")
"""What parts its entries."""
MANY_FIELDS, MAX_UNKNOWN_SHARE = 5, 1 / 3
"""Known names in an export's head from which others that no list has are fields too, and how many of all these may be."""
TAIL = frozenset(
    (
        *("caption", "captions", "cutline", "photo caption", "bildunterschrift", "art", "photo", "image"),
        *(
            "keywords",
            "tags",
            "copyright",
            "summary",
            "description",
            "infobox",
            "factbox",
            "tagline",
            "telif",
            "etiket",
            "etiketler",
        ),
    )
)
"""Fields that an export prints below the text."""
END_MARK = re.compile(r"\W*(?:end of (?:story|article|document|text)|ends?|ende|fin)\W*", re.IGNORECASE)
COMPACT_DAY = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])")
MIN_EXPORT_FIELDS = 3
"""Two may be a caption's: `Title:`, `Date:`."""
MAX_BLANK_LINES = 40
"""Above the head."""
HEAD_CHARS = 4000
HEADLINES = [name for known in (MAIL, EXPORT) for name, column in known.items() if column == TITLE]
HEADLINE = re.compile(rf"^#?(?:{'|'.join(HEADLINES)})[ \t\u00a0]{{0,16}}:", re.IGNORECASE | re.MULTILINE)
"""The name of a headline's field at a line's beginning, which every head holds near the text's."""


def names_headline(text: str) -> bool:
    """Whether a head that `count_mail` or `count_export` knows may stand at the beginning.

    Args:
        text: The decoded dump.
    """
    return HEADLINE.search(text[:HEAD_CHARS]) is not None


def _head_block(lines: Sequence[str], pattern: re.Pattern[str]) -> tuple[list[tuple[int, str, int]], int]:
    """The named lines a document begins with (line, name, where the value begins), and the line behind their block.

    Lines that are indented go on with the one before; the block ends at the first blank one, or where no name is.
    """
    first = next((i for i, line in enumerate(lines[:MAX_BLANK_LINES]) if line.strip()), len(lines))
    enveloped = first < len(lines) and (MAIL_ENVELOPE.match(lines[first]) or SCRIPT_RULE.match(lines[first]))
    start = first + 1 if enveloped else first
    named: list[tuple[int, str, int]] = []
    for i in range(start, len(lines)):
        found = pattern.match(lines[i])
        if found is not None:
            named.append((i, found["label"].casefold(), found.end()))
        elif not (named and lines[i][:1] in (" ", "\t") and lines[i].strip()):
            return named, i
    return named, len(lines)


def count_mail(lines: Sequence[str]) -> int:
    """One where the lines begin with a mail's or a posting's head, else none; `--split` parts the mails of one file."""
    names = {name for _, name, _ in _head_block(lines, SENT_LABEL)[0]}
    return int(any(MAIL.get(name) == TITLE for name in names) and len(names & MAIL_SIGNS) >= MIN_MAIL_SIGNS)


def read_mail(lines: Sequence[str]) -> Record:
    """The head of a mail or posting, and where its body is quoted."""
    record = Record(whole=False, passed_on=True)
    named, end = _head_block(lines, SENT_LABEL)
    _put_block(lines, named, end, MAIL, record)
    record.put(FIELD, lines, range(end, _note_end(lines, end)))
    if OF_SENDER.fullmatch(record.values.get(TITLE, "")):
        del record.values[TITLE]
    signature = next((i for i in range(len(lines) - 1, end, -1) if MAIL_SIGNATURE.match(lines[i])), len(lines))
    if len(lines) - signature <= MAX_SIGNATURE_LINES:
        record.put(FIELD, lines, range(signature, len(lines)))
    if _has_margin(lines):
        return record  # the margin is taken off the whole document
    record.heads.update((i, 1) for i in range(end, len(lines)) if KEPT_FROM.match(lines[i]))
    quoted = {i: found.end() for i in range(end, len(lines)) if (found := MAIL_QUOTE.match(lines[i]))}
    if len(quoted) >= MIN_QUOTED_SHARE * sum(1 for line in lines[end:] if line.strip()):
        record.heads.update(quoted)
    return record


def _note_end(lines: Sequence[str], start: int) -> int:
    """The line behind the rule below what a site and a sender wrote above the article that they pass on; `start` without one."""
    told = False
    for i in range(start, min(len(lines), start + MAX_NOTE_LINES)):
        told = told or talks_of_page(lines[i].strip()) == FROM_SENDER
        if told and SCRIPT_RULE.match(lines[i]):
            return i + 1
    return start


def count_export(lines: Sequence[str]) -> int:
    """One where the lines begin with fields of an article and nothing else, else none."""
    names = [name for _, name, _ in _head_block(lines, LOOSE_LABEL)[0]]
    columns = {EXPORT[name] for name in names if name in EXPORT}
    known = sum(name in EXPORT for name in names)
    others = len(names) - known
    enough = known >= MIN_EXPORT_FIELDS if not others else known >= MANY_FIELDS and others <= MAX_UNKNOWN_SHARE * len(names)
    return int(TITLE in columns and enough)


def count_blog(lines: Sequence[str]) -> int:
    """The entries of a blog's export, none where the lines do not begin with one."""
    end = _head_block(lines, LOOSE_LABEL)[1]
    if not count_export(lines) or end == len(lines) or not BLOG_PART.match(lines[end]):
        return 0
    ends = [i for i, line in enumerate(lines) if BLOG_ENTRY.match(line)]
    return 1 + sum(any(line.strip() for line in lines[i + 1 :]) for i in ends)


def read_export(lines: Sequence[str]) -> Record:
    """The fields above an article."""
    record = Record(whole=False)
    named, end = _head_block(lines, LOOSE_LABEL)
    if EXPORT.get(named[-1][1]) == BODY:
        at, _, cut = named.pop()
        record.heads[at] = cut
        end = at
    _put_block(lines, named, end, EXPORT, record)
    if end < len(lines) and BLOG_PART.match(lines[end]):
        _put_parts(lines, end, record)
    _put_tail(lines, end, record)
    if end < len(lines) and SCRIPT_RULE.match(lines[end]):
        record.put(FIELD, lines, range(end, end + 1))
    names = record.values.get(BYLINE, "")
    if NAMES_IN_A_LIST.fullmatch(names):
        record.values[BYLINE] = ", ".join(name.strip("'\"") for name in re.split(r"(?<=['\"]),\s", names[1:-1]))
    if TITLE in record.values:
        record.values[TITLE] = OF_SITE.sub("", record.values[TITLE])
    day = COMPACT_DAY.fullmatch(record.values.get(DATE, ""))
    if day is not None:
        record.values[DAY] = "-".join(day.groups())
    if FRONT_MATTER.match(next(line for line in lines if line.strip())):
        record.values = {column: _plain(value) for column, value in record.values.items()}
    return record


def _put_tail(lines: Sequence[str], end: int, record: Record) -> None:
    """The fields below the text, up to the last line that is none."""
    last = next((i for i in range(len(lines) - 1, end, -1) if lines[i].strip() and not SCRIPT_RULE.match(lines[i])), end)
    rule = next((i for i in range(last, end, -1) if SCRIPT_RULE.match(lines[i])), end)
    behind = LOOSE_LABEL.match(lines[rule + 1]) if end < rule < last else None
    if behind is not None and behind["label"].casefold() in EXPORT:
        record.put(FIELD, lines, range(rule, len(lines)))  # a summary and keywords, below a rule of their own
        return
    for i in range(len(lines) - 1, end, -1):
        if not lines[i].strip():
            continue
        if SCRIPT_RULE.match(lines[i]):
            record.put(FIELD, lines, range(i, i + 1))
            continue
        found = LOOSE_LABEL.match(lines[i])
        name = found["label"].casefold() if found is not None else ""
        if found is not None and name in TAIL:
            record.put(EXPORT[name], lines, range(i, i + 1), found.end())
        elif END_MARK.fullmatch(lines[i]):
            record.put(FIELD, lines, range(i, i + 1))
        else:
            return


def _put_parts(lines: Sequence[str], end: int, record: Record) -> None:
    """The rules and names between the parts of a blog's entry, and the parts that are no text of it."""
    is_text = True
    for i in range(end, len(lines)):
        part = BLOG_PART.match(lines[i])
        if part is not None and part["rule"] is None:
            is_text = part["text"] is not None
        if part is not None or not is_text:
            record.put(FIELD, lines, range(i, i + 1))


def _plain(value: str) -> str:
    """A value of a front matter without its quotes, the first one of a list."""
    first = value[1:-1].split(",")[0] if value[:1] == "[" and value[-1:] == "]" else value
    quoted = len(first) > 1 and first[0] == first[-1] and first[0] in "\"'"
    return first[1:-1].strip() if quoted else first.strip()


def _put_block(
    lines: Sequence[str], named: Sequence[tuple[int, str, int]], end: int, known: dict[str, str], record: Record
) -> None:
    """The lines of a head, each with those that go on with it."""
    record.put(FIELD, lines, range(named[0][0]))
    for (at, name, cut), after in zip(named, [*(i for i, _, _ in named[1:]), end], strict=True):
        record.put(known.get(name, FIELD), lines, range(at, after), cut)


def _has_margin(lines: Sequence[str]) -> bool:
    """Whether `without_margins` takes the quoting marks off already."""
    filled = [line for line in lines if line.strip()]
    return len(filled) >= MIN_LINES and sum(line.lstrip()[:1] == ">" for line in filled) >= QUOTED_SHARE * len(filled)
