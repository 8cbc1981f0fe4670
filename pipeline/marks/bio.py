"""A paragraph in; the person an author note describes, out ("Jane Doe is an award-winning journalist …")."""

from __future__ import annotations

import re

from pipeline.marks.people import looks_like_name, name_length, written_name

MAX_BIO_CHARACTERS = 1_500
"""Author notes run to two paragraphs at most."""

MAX_MORE_CHARACTERS = 70

MAX_SENTENCE_CHARACTERS = 400
"""The first sentences tell; what follows praises."""

_CRAFT = (
    r"journalist|reporter|correspondent|editor|columnist|writer|author|blogger|contributor|critic|producer|anchor|"
    r"broadcaster|photojournalist|freelancer|podcaster|newsletter|staffer|fellow|intern|"
    r"Redakteur(?:in)?|Reporter(?:in)?|Korrespondent(?:in)?|Journalist(?:in)?|Autor(?:in)?|Volontär(?:in)?|"
    r"Kolumnist(?:in)?|Chefredakteur(?:in)?|Ressortleiter(?:in)?|journaliste|rédacteur|rédactrice|correspondante?|"
    r"periodista|redactora?|corresponsal|"
    r"jornalista|repórter|giornalista|redattore|redattrice|verslaggever|redacteur"
)
_VERB = (
    r"(?:is|was|has\sbeen|joined|joins|covers|covered|writes|wrote|reports|reported|works|worked|has\s(?:worked|covered|"
    r"written|reported)|leads|edits|oversees|specializes|specialises|began|started|"
    r"ist|war|arbeitet|schreibt|berichtet|leitet|studierte|est|écrit|travaille|couvre|es|escribe|trabaja|cubre|é|escreve|"
    r"trabalha|è|scrive|lavora|werkt|schrijft)"
)
_STRONG = re.compile(
    rf"\b(?:(?:award-winning|freelance|investigative|senior|veteran|staff|freie[rn]?|multimedia|data|breaking\snews|"
    rf"national|political|seasoned|experienced|distinguished|accomplished|contributing|managing|associate|deputy|"
    rf"general\sassignment|crime|sports?|business|tech(?:nology)?|science|health|news|entertainment|culture)"
    rf"[\s,-]+(?:[\w'’&,-]+\s){{0,5}}?(?:{_CRAFT}))\b|\b(?:{_CRAFT})\b[^.]{{0,60}}\b(?:for|at|with|who|based|covering|im|in|"
    rf"specializing|specialising|focus(?:ing|ed)|known|bei|der|beim|von|à|du|de|en|del|per|bij)\b",
    re.IGNORECASE,
)
_ANY_CRAFT = re.compile(rf"\b(?:{_CRAFT})s?\b", re.IGNORECASE)
_COVERING = re.compile(
    r"^(?:covers|covered|covering|writes\s(?:about|for|on)|wrote\sfor|reports\s(?:on|for|from)|has\s(?:written|reported|"
    r"covered|worked\sas)|has\sbeen\s(?:writing|covering|reporting|a\s)|schreibt\s(?:über|für)|berichtet\s(?:über|für|"
    r"aus)|écrit|couvre|escribe\ssobre|joined)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"^(?:joined|started\sat|came\sto)\s+(?:the\s)?[A-Z][\w.’'& ]{2,40}\s(?:in|as|after|from)\b|^(?:is|"
    r"was)\s(?:the\s)?(?:[\w'’-]+\s){0,4}(?:bureau\schief|editor)\b"
)
_NOT_JOURNALISTS = re.compile(
    r"^(?:is|was|has\sbeen)\s+(?:an?|the|one)?\s*(?:[\w-]+\s){0,3}?(?:senator|minister|president|governor|mayor|lawmaker|"
    r"lawyer|spokes\w+|police|officer|player|actor|actress|singer|suspect|victim|congress\w+|representative|general|"
    r"chief\sexecutive|CEO|founder|owner|coach|candidate|prince|princess|king|queen)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:^|\b)(?:(?:can|may|kann)\sbe\sreached|Contact\s(?:reporter\s|the\s(?:writer|reporter|author)\s|staff\swriter\s)?|"
    r"(?:You\scan\s)?(?:[Ee]mail|Reach|Follow|Write\sto)\s(?:reporter\s)?|Story\stips|(?:on\sTwitter|auf\sTwitter|"
    r"on\sX\b))"
)
_FOLLOW_NAME = re.compile(
    r"^(?:You\scan\s)?(?:[Ee]mail|Contact|Reach|Follow|Read\smore\sfrom)\s(?:reporter\s|staff\swriter\s|the\s(?:writer|"
    r"author|reporter),?\s)?(?P<who>.+)$"
)
_HONORIFICS = frozenset(("Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Herr", "Frau", "M.", "Mme"))
"""`Mr. Doe is the deputy editor` goes on with a note; it does not name its person."""
_LEADING = re.compile(
    r"^(?:About\sthe\s[Aa]uthor:?|About\s[Aa]uthor:?|Über\sd(?:en|ie)\sAutor(?:in)?:?|Zur\sPerson:?|"
    r"À\spropos\sde\sl[’']auteure?:?|Sobre\s(?:el|la)\sautora?:?|Author\s[Bb]io:?|The\s(?:writer|author),\s|Image\sof\s|"
    r"Bio:|ABOUT\sTHE\sAUTHOR:?|—|–|-|\*|•)\s*"
)
_REACHED = re.compile(r"(?:\A|[.;]\s+)(?P<name>[^.;@]{4,40}?)\s(?:can|may)\sbe\sreached\s(?:at|by|via|on)\b")
"""`Jane Doe can be reached at … John Roe can be reached at …`: all who wrote the story, one behind the other."""
_MORE_BY = re.compile(
    r"\W*(?:(?:read|see|view)\s(?:more|all)|more|all)\s(?:(?:posts|articles|stories|columns|work)\s)?by\s(?P<name>[^\W\d_]\S*(?:\s[^\W\d_]\S*){1,3}?)\W*",
    re.IGNORECASE,
)
"""The link below an author's box. `More from …` leads to papers as often as to people."""
MAX_GUEST_CHARACTERS = 500
_GUEST = re.compile(
    r"(?:(?:is|was|serves\sas|teaches|ist|lehrt|est|es|é|è)\b.{0,80}?|,\s.{3,160}?,\s(?:is|was|serves\sas|teaches)\b.{0,80}?)"
    r"\b(?:professor\w*|fellow|director|president|chair(?:man|woman|person)?|(?:co-?)?founder|CEO|chief\sexecutive|executive|lecturer|"
    r"scholar|economist|lawyer|attorney|historian|researcher|scientist|physician|doctor|psycholog\w+|teacher|student|pastor|rabbi|"
    r"consultant|analyst|advis[eo]r|partner|dean|associate|activist|poet|novelist|film-?maker|publisher|board\smember|author|"
    r"Direktor(?:in)?|Geschäftsführer(?:in)?|Gründer(?:in)?|Vorsitzende[rn]?|Politolog\w+|Ökonom(?:in)?|Historiker(?:in)?|"
    r"professeur\w*|directeur|directrice|profesora?|directora?|abogad[oa]|economista|professore|direttore|storico)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[\"“„«][^\"”“»]{12,}[\"”“»]|\b(?:said|told|sagte|dijo|selon)\b")


def parse_bio(paragraph: str) -> str | None:
    """Tell whom an author note describes.

    Args:
        paragraph: a paragraph, usually after the story. It must begin with a person's name and say journalist's work of them,
            or how to reach them; "Jane Doe is a senator from …" and news sentences give None.

    Returns:
        The person's name in ordinary letter case, or None.
    """
    text = _LEADING.sub("", paragraph.strip(), count=1)
    if not 15 <= len(text) <= MAX_BIO_CHARACTERS:
        return None
    tokens = text[:120].split()
    length = name_length([token.rstrip(",") for token in tokens[:7]])
    if tokens[0] in _HONORIFICS:
        return None
    if 2 <= length <= 6:
        return _described(text, tokens, length)
    found = _FOLLOW_NAME.match(text[:160]) if _CONTACT.match(text) else None
    if found is not None:
        who = found["who"].split()
        length = name_length(who)
        following = who[length] if length < len(who) else ""
        outlet = any(len(word) > 2 and word.isupper() for word in who[:length])  # `Follow TPN North West on …`
        if 2 <= length <= 4 and not outlet and (following in ("at", "on", "here", "here,", "via", "by") or "@" in following):
            return written_name(" ".join(who[:length]))
    return None


def people_reached(paragraph: str) -> tuple[str, ...]:
    """List all whom a note tells how to reach (`Jane Doe can be reached at … John Roe can be reached at …`).

    Args:
        paragraph: one of which `parse_bio` read a name.
    """
    return tuple(written_name(m["name"]) for m in _REACHED.finditer(paragraph) if looks_like_name(m["name"]))


def parse_more_by(line: str) -> str | None:
    """Tell whose other stories a link leads to (`Read more by Jane Doe`): below a story that is its author."""
    found = _MORE_BY.fullmatch(line.strip()) if len(line) <= MAX_MORE_CHARACTERS else None
    return written_name(found["name"]) if found is not None and looks_like_name(found["name"]) else None


def parse_guest_note(paragraph: str) -> str | None:
    """Tell whom a note describes that may be about a guest author, no journalist.

    Args:
        paragraph: the story's last one, or one behind it. "Jane Doe is president of the harbour union." reads the same in a
            story about her: the caller must weigh it.

    Returns:
        The person's name in ordinary letter case, or None.
    """
    text = _LEADING.sub("", paragraph.strip(), count=1)
    if not 15 <= len(text) <= MAX_GUEST_CHARACTERS or _QUOTE.search(text):
        return None
    tokens = text[:120].split()
    length = name_length([token.rstrip(",") for token in tokens[:7]])
    name = " ".join(tokens[:length]).rstrip(",")
    if not looks_like_name(name) or _GUEST.match(text[len(name) :].lstrip(" ")) is None:
        return None
    return written_name(name.removeprefix("Dr. "))


def _described(text: str, tokens: list[str], length: int) -> str | None:
    """Judge what is said of the person named first."""
    half = length // 2  # dumps print a portrait's text and the name, one behind the other
    name = " ".join(tokens[half if tokens[:half] == tokens[half:length] else 0 : length]).rstrip(",")
    predicate = text.split(None, length)[length] if len(text.split(None, length)) > length else ""
    if not predicate:
        return None
    sentence = predicate[:MAX_SENTENCE_CHARACTERS]
    if tokens[length - 1].endswith(",") or predicate.startswith((",", "(")):
        # an apposition ("Jane Doe, the harbour editor, covers …") or pronouns in brackets
        verb = re.search(rf"[,)]\s+(?P<rest>{_VERB}\b.*)", sentence, re.DOTALL)
        if verb is None or not _ANY_CRAFT.search(sentence):
            return None
        sentence = verb["rest"]
    if _CONTACT.match(sentence) and ("@" in sentence or "http" in sentence):
        return written_name(name)
    if not re.match(rf"{_VERB}\b", sentence) or _NOT_JOURNALISTS.match(sentence):
        return None
    first, _, later = sentence.partition(". ")
    if _QUOTE.search(first):
        return None
    if _STRONG.search(first) or _JOINED.match(first):
        return written_name(name)
    if _COVERING.match(first) and (
        _ANY_CRAFT.search(sentence) or first.startswith(("writes about", "covers", "reports on", "schreibt über"))
    ):
        return written_name(name)
    if _ANY_CRAFT.search(first) and re.match(r"(?:is|was|ist|est|es|é|è)\s(?:an?|the|ein|eine|un|une|una|der|die)\b", first):
        return written_name(name)
    if later and _CONTACT.search(later) and ("@" in later or "Twitter" in later):
        return written_name(name)
    return None
