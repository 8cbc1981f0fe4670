"""A unit's wording in, what makes it talk of the page and not of its story out: marks of the end, jumps, notes to subscribers."""

from __future__ import annotations

import re

from pipeline.text.line_patterns import SIGNS, either, one_of
from pipeline.text.reader_calls import CALLS, NOTES, POINTERS, RIGHTS

CALLED = "asks readers for something"
MAX_CHARS, MAX_ELSEWHERE_CHARS = 160, 340
"""Of such a line; a longer one is a paragraph, but for one that repeats a headline."""

COMMENT_WORDS = either(
    (
        *("comments?", "kommentare?r?", "commentaires?", "comentarios?", "comentários?", "commenti", "reacties", "reactions?"),
        *("yorumlar", "komentarz[ey]", "komentáře", "комментари[ий]", "коментарі", "σχόλια", "التعليقات", "تعليقات", "תגובות"),
        *("टिप्पणियां", "kommentit", "hozzászólások"),
        *("评论", "評論", "コメント", "댓글"),
    )
)
TAG_WORDS = (
    *("tags?", r"tagged(?:\swith)?", r"(?:related\s|more\son\sthese\s)?topics", r"filed\sunder", "keywords", r"in\sthis\sstory"),
    *(r"schlagw[oö]rte?r?(?:\szu\sdiesem\sartikel)?", "stichworte?", r"themen(?:\sin\sdiesem\sartikel)?", "th[eè]mes?", "sujets"),
    *(
        "mots[- ]cl[eé]s",
        "etiquetas",
        r"palabras\sclave",
        "temas",
        "assuntos",
        "palavras-chave",
        r"parole\schiave",
        "argomenti",
        "onderwerpen",
        "trefwoorden",
    ),
    *(
        "tagi",
        r"słowa\skluczowe",
        "štítky",
        r"klíčová\sslova",
        r"ämnen(?:\si\sartikeln)?",
        "emneord",
        "avainsanat",
        "etiketler",
        "теги",
        "тэги",
    ),
    *(
        "метки",
        r"ключ(?:евые|ові)\sслова",
        "ετικέτες",
        "الوسوم",
        "وسوم",
        r"كلمات\sمفتاحية",
        "תגיות",
        "टैग्स",
        "标签",
        "標籤",
        "关键词",
        "タグ",
        "キーワード",
    ),
    "태그",
)
_ADVERTISING = (
    *("advertise?ments?", "ad", "sponsor", "anzeige", "werbung", "publicit[eé]", "publicidade?", "pubblicità", "advertentie"),
    *("reklama?", "annons", "annonse", "реклама"),
)
_PAGE_NUMBER = r"[A-Z]?-?\d{1,3}[A-Z]?"

END = re.compile(
    r"[-–—#*(\[\s]{0,12}(?:ends?|ende|fin|fine|fim|slut|slutt)[-–—#*)\]\s.]*|[-–—#*]+\s?(?:30|0)\s?[-–—#*]+", re.IGNORECASE
)
"""`ends`, `(ends)`, `-30-`, `--0--`."""
COUNTED_COMMENTS = one_of(
    rf"(?:{COMMENT_WORDS})\s?[:：]?\s?[(（\[]?\d{{1,5}}[)）\]]?", rf"\d{{1,5}}\s(?:{COMMENT_WORDS})", closing=r"\W*"
)
"""`YORUMLAR (8)`."""
TAGGED = one_of(*TAG_WORDS, closing=r"\s?[:：]\s?\S.*")
GOES_ON = one_of(
    r"(?:the\s)?(?:story|article|text|post)\scontinues\s(?:below|after)",
    r"(?:continue|scroll)\s(?:reading|down)\s(?:below|to\s(?:continue|read)|for\smore)",
    r"(?:der\s)?(?:text|artikel|beitrag)\s(?:geht|wird)\s(?:unter|nach)",
    r"(?:weiter|lesen\ssie\sweiter)\snach\sder\s(?:anzeige|werbung)|nach\sder\s(?:anzeige|werbung)\sgeht\ses\sweiter",
    r"la\ssuite\s(?:après|de\s(?:l['’]article|votre))",
    r"(?:el\s)?art[ií]culo\s(?:continúa|sigue)",
    r"continua\s(?:après|dopo|depois)",
    r"(?:de\s)?(?:tekst|artikel)\sgaat\sverder",
    r"(?:artikeln|texten)\sfortsätter|(?:saken|artikkelen)\sfortsetter|artiklen\sfortsætter|juttu\sjatkuu",
    r"(?:lees\sverder|verder\slezen)\s(?:na|onder)\sde|haberin\sdevamı\s(?:reklamdan|aşağıda)|(?:votre|le)\scontenu\scontinue\sci",
    r"la\snoticia\s(?:continúa|sigue)\s(?:más|debajo|después|tras)|l['’]articolo\scontinua\s(?:dopo|sotto)",
    r"(?:dalsza\sczęść|ciąg\sdalszy|dalszy\sciąg)\s(?:artykułu|tekstu|materiału|pod|poniżej)",
    closing=r"\b.*",
)
"""`Story continues below advertisement`, `Tekst gaat verder onder de foto`."""
JUMP = one_of(
    rf"(?:please\s)?see\s[A-Z][A-Z' -]{{1,30}},?\s(?:page|pg\.?)\s{_PAGE_NUMBER}",
    rf"(?:please\s)?turn\sto\s(?:page\s)?{_PAGE_NUMBER}",
    rf"(?:continued\s)?(?:from|on|to)\s(?:page|pg\.?)\s?{_PAGE_NUMBER}",
    r"(?:fortsetzung|weiter)\s(?:auf|von)\sseite\s\d{1,3}",
    r"(?:suite|lire\sla\ssuite)\s(?:en\s)?page\s\d{1,3}",
    r"(?:continúa|sigue|viene)\s(?:en|de)\s(?:la\s)?p[aá]g(?:ina|\.)\s\d{1,3}",
    r"(?:segue|continua)\s(?:a|da|na)\sp[aá]g(?:ina|\.)\s\d{1,3}",
    r"vervolg\s(?:op|van)\sp(?:agina|\.)\s\d{1,3}",
    closing=r"\W*",
)
"""`See MOWERS, Page 8A`, `Continued from Page 3A`."""
PAGE = one_of(
    r"(?:page|seite|página|pagina|strona|sida|side)\s\d{1,2}\s?(?:of|von|sur|de|di|van|z|av|/)\s?\d{1,2}(?:\W.{0,40})?",
    r"(?:(?:continue|go)\sto\s(?:the\s)?)?next\spage(?:\W.{0,30})?",
    r"(?:page\ssuivante|nächste\sseite|página\ssiguiente|próxima\spágina|pagina\ssuccessiva|volgende\spagina)(?:\W.{0,30})?",
)
NEIGHBOUR = one_of(
    r"(?:previous|next)\s(?:article|story|post|entry)|(?:vorheriger|nächster)\s(?:artikel|beitrag)",
    r"article\s(?:précédent|suivant)|(?:artículo|noticia|nota)\s(?:anterior|siguiente)",
    r"(?:texto|artigo|matéria)\s(?:anterior|seguinte)|próximo\s(?:texto|artigo)|articolo\s(?:precedente|successivo)",
    r"(?:vorig|volgend)\sartikel|poprzedni\sartykuł|następny\sartykuł|предыдущая\sстатья|следующая\sстатья",
    r"önceki\shaber|sonraki\shaber|上一篇|下一篇|前の記事|次の記事",
    closing=r"(?:\s?[:：].*|\W*)",
)
"""`Texto Anterior: …`."""
LETTER_SIZE = one_of(r"(?:[-+−]\s?A|A\s?[-+−])(?:[\s|/,]*[-+−]?\s?A\s?[-+−]?){0,3}", closing=r"\W*")
"""`A+ A-`: how large the page prints."""
DISTRIBUTED = one_of(
    r"distributed\sby\s(?:the\s)?[\w.,&'’ -]{3,50}\s(?:services?|syndicate|agency|network|newswire|features)",
    closing=r"(?:,?\sinc)?\W*",
)
"""`Distributed by Harbour Tribune Information Services.`"""
ADVERTISING = one_of(*_ADVERTISING, closing=r"(?:\smessage)?\W*")
SUBSCRIBER = one_of(
    r"thank\syou\sfor\s(?:subscribing|signing\sup|registering)",
    r"il\svous\sreste\s\d{1,3}(?:[.,]\d+)?\s?%|la\ssuite\sest\sréservée|(?:cet\s)?article\sest\sréservé",
    r"contenido\s(?:exclusivo|solo)\spara\ssuscriptores|conteúdo\sexclusivo\spara\sassinantes",
    r"questo\s(?:articolo|contenuto)\sè\sriservato",
    r"(?:この記事は)?(?:会員限定|有料会員)|残り\s?[\d０-９]+\s?文字|この記事は有料",
    closing=r".*",
)
"""`Il vous reste 52 % de cet article à lire`."""
TO_EDITORS = one_of(
    r"notes?\s(?:to|for)\s(?:the\s)?editors?",
    r"originaltext|pressekontakt|hinweis\san\sdie\sredaktion(?:en)?",
    r"(?:press|media)\scontacts?|contacts?\s(?:presse|media)",
    closing=r"\s?[:：].*",
)
IN_PRINT = one_of(
    r"(?:first\s)?published|printed|appeared",
    r"veröffentlicht|erschienen|publié|publicado|pubblicato|gepubliceerd|verschenen",
    closing=r"\s(?:in|im|dans|en|em|su|op)\s(?:the\s)?[^.!?]{3,70}\s(?:on|am|le|el|vom|du)\s[^!?]{4,30}",
)
"""`Published in The Tidal Post on 3/10/1998.`"""
COMMENTING = one_of(
    r"(?:you\smust\sbe|please)\s(?:logged|signed|log|sign)\s?in\sto|(?:log|sign)\s?in\sto\s(?:comment|post|leave|write|join)",
    r"um\szu\skommentieren|melden\ssie\ssich\san,?\sum|vous\sdevez\sêtre\sconnecté|connectez-vous\spour",
    r"inicia\ssesión\spara\scomentar|faça\slogin\spara\scomentar|accedi\sper\scommentare|log\sin\som\ste\sreageren",
    r"yorum\s(?:yazmak|yapmak)\siçin|aby\sskomentować|чтобы\sоставить\sкомментарий|logga\sin\sför\satt\skommentera",
    closing=r"\b.*",
)
"""`You must be logged in to post a comment`."""
FOLLOW = one_of(
    r"(?:follow|like|join)\s[^.!?]{1,60}\son|folgen\ssie\s[^.!?]{1,40}\sauf|suivez[- ][^.!?]{1,40}\ssur",
    r"s[ií]gue(?:nos|me)?\s[^.!?]{0,40}en|siga\s[^.!?]{0,40}n[oa]|segui(?:ci|teci)?\s[^.!?]{0,40}su|volg\s[^.!?]{1,40}\sop|bizi\s[^.!?]{1,40}",
    closing=r"\s(?:facebook|twitter|instagram|google\snews|whatsapp|telegram|linkedin|youtube|tiktok|threads|bluesky)\b[^?]{0,60}",
)
"""`Follow The Tidal Post on Facebook and Twitter`."""
APP = one_of(
    r"(?:get|download|install)\s(?:the|our|all\sthe)\s(?!\S+\s(?:was|is|had)\b)[^.!?]{0,60}\bapp\b(?:\s\([^()]{1,20}\))?[^.?,]{0,40}(?:,\sopens\snew\stab)?",
    r"get\s(?:the\s|all\s)?latest\snews\b.*",
    closing=r"\W*",
)
"""`Download our app for iPhone and Android`."""
CACHED = one_of(
    r"this\sis\s(?:the\shtml\sversion\sof|g\s?o\s?o\s?g\s?l\s?e['’]s\scache|a\s(?:cached|printer[- ]friendly)\s(?:copy|version))",
    r"g\s?o\s?o\s?g\s?l\s?e['’]s\scache\sis|the\spage\smay\shave\schanged\ssince|to\slink\sto\sor\sbookmark\sthis\spage",
    r"google\sis\s(?:not|neither)\saffiliated\swith|these\s(?:search\s)?terms\s(?:have\sbeen|only\sappear)",
    r"the\swayback\smachine\s-",
    closing=r".*",
)
"""What a search engine's cache and a web archive print above a page."""
WIRED = one_of(
    r"zczc(?:\s\S{1,12}){0,4}|nnnn|(?:rr|uu|pp|zz|bb)\sall[a-z]{2}|\(?more\)?(?:\s\d{4}\s?[a-z]{3,4})?",
    r"\d{1,2}(?:st|nd|rd|th)\s(?:add|take)\s.{2,80}\b(?:xxx|x\sx\sx)\b.{0,60}",
    r"[a-z]{2,4}\s\d\d-\d\d(?:-\d\d)?\s\d{4}\s?[a-z]{3,4}",
    r"\(?end\)?\s[^.!?]{2,30}\bnewswires?",
    closing=r"\W*",
)
"""`ZCZC XPA417`, `NNNN`, `1ST ADD FERRY TIDEWATER XXX AT MIDNIGHT.`, `UPI 07-19 1042 PES`: how a teletype parts its stories."""
TRANSCRIBED = one_of(
    r"this\sis\sa\srush\stranscript\b",
    r"this\stranscript\s(?:has\s(?:not\s(?:yet\s)?)?been|was|may|is)\s(?:automatically|being|contain|created|edited|generated|not|provided|typed|updated)\b",
    r"to\sorder\sa\s(?:video|tape|copy|transcript)\s(?:of\sthis\b|.{0,40}\bcall\s[\d(])",
    r"[a-z]{2,5}\stranscripts\sare\screated\son\sa\srush\sdeadline",
    r"(?:accuracy\sand\savailability\sof\s[a-z]{2,5}\stranscripts|return\sto\stranscripts\smain\spage)",
    closing=r".*",
)
"""`THIS IS A RUSH TRANSCRIPT.`"""
ON_AIR = one_of(
    r"über\s(?:dieses\sthema|dieses|das)\s(?:berichtete?n?|berichtet)\s(?:das\serste|die|der|das|wir)\s",
    r"dieses\sthema\sim\sprogramm",
    r"(?:you\scan\s)?(?:hear|watch|see)\smore\son\sthis\s(?:story|programme)\son",
    r"(?:quer\s(?:saber|ler)|para\sler)\smais\s(?:notícias|sobre)",
    closing=r".*",
)
"""`Über dieses Thema berichtete die Sendung am …`, below stories of broadcasters."""
EXTERNAL = one_of(
    r"an\sdieser\sstelle\s(?:finden\ssie|befindet\ssich|steht)\s.{0,80}inhalte?",
    r"ich\sbin\sdamit\seinverstanden,?\sdass\s(?:mir\s)?(?:externe\s)?inhalte",
    r"damit\skönnen\s(?:dabei\s)?personenbezogene\sdaten\san\sdrittplattformen",
    r"(?:empfohlener\s|redaktioneller\s)?(?:externe[rn]?|empfohlener)\sinhalt(?:\s(?:anzeigen|laden|zulassen|erlauben))?(?=\W*\Z)",
    r"this\s(?:article|story|page)\scontains\scontent\sprovided\sby|(?:we|to)\s(?:need\syour\sconsent|display\sthis\scontent)\b",
    r"(?:view|see)\s(?:this\s|the\s)?(?:full\s)?(?:post|tweet|photo|video)\son\s"
    r"(?:x|twitter|instagram|facebook|tiktok|threads|bluesky|youtube|iframe)(?=\W*\Z)",
    r"ce\scontenu\s(?:est\sbloqué|provient\sde|n['’]est\spas\svisible)|este\scontenido\sno\sse\spuede\smostrar",
    r"questo\scontenuto\sè\sospitato\ssu|bekijk\s(?:dit\sbericht|deze\spost)\sop\s",
    closing=r".*",
)
"""`An dieser Stelle finden Sie externe Inhalte …`: where a page held another site's."""
FIRST_ELSEWHERE = one_of(
    r"(?:the\spost|der\sbeitrag|l['’]article|la\sentrada|l['’]articolo|o\spost|het\sbericht|artykuł|inlägget)\s.{2,240}\s(?:"
    r"(?:first\s)?appeared\s(?:first\s)?on|erschien\szuerst\s(?:auf|bei)|est\sapparu\sen\spremier\ssur|se\spublicó\s(?:primero\s)?en|"
    r"(?:proviene\sda|sembra\sessere\sil\sprimo\ssu)|apareceu\sprimeiro\sem|verscheen\seerst\sop|pochodzi\sz\sserwisu|dök\sförst\supp\spå)",
    closing=r".{0,80}",
)
"""`The post … appeared first on The Tidal Post.`, as blogs' feeds end."""
FORWARDED = one_of(
    r"(?:your|a)\sfriend\s.{0,60}(?:thought|thinks|wants|has\ssent|recommends)",
    r"this\s(?:article|story|page)\s(?:was|has\sbeen|is\sbeing)\s(?:e-?mailed|sent|forwarded)\sto\syou",
    r"diese[rn]?\s(?:artikel|beitrag)\s(?:wurde|wird)\sihnen\s.{0,80}(?:ge(?:sandt|sendet|schickt)|empfohlen)",
    r"cet\sarticle\svous\s(?:est|a\sété)\s(?:envoyé|recommandé|transmis)|persönliche\s(?:mitteilung|nachricht)(?=\W*\Z)",
    closing=r".*",
)
"""`Your friend Ada thought you would like to read this article.`"""
FROM_SENDER = "tells who passed it on"
CONTROLS = one_of(
    r"print(?:er)?[- ]friendly(?:\s(?:version|page|format))?",
    r"(?:previous|next)\s(?:slide|photo|image)(?:\W+(?:previous|next)\s(?:slide|photo|image))?",
    r"\d{1,3}\s(?:of|/)\s\d{1,3}\s(?:previous|next)\sslide.{0,20}|full\s?screen|ratings?:?\s\d(?:\.\d)?\s(?:of|out\sof|/)\s(?:5|10)",
    closing=r"\W*",
)
LETTERS = one_of(
    r"letters\s(?:must|should)\sbe\s(?:signed|brief|short|exclusive)|(?:send|address)\s(?:your\s)?letters\sto\s",
    closing=r".*",
)
"""`Letters must be signed and may be edited.`"""
ASKED = one_of(
    r"poll\s?:\s.{6,100}\?",
    r"get\s(?:the|our)\s[^.!?]{2,40}\s(?:briefing|newsletter|bulletin)",
    closing=r"\W*",
)
"""`Poll: Should the ferry sail?`"""
WITHIN: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (
        ("rder your copy", "order a copy", "elivery charges", "ree UK p"),
        re.compile(r"[Oo]rder your copy|[Tt]o order (?:a|your) copy|[Dd]elivery charges may apply|[Ff]ree UK p\s?&\s?p"),
        "offers a book",
    ),
    (
        ("newsdesk", "news desk", "newsroom"),
        re.compile(
            r"(?:[Rr]ing|[Cc]all|[Pp]hone|[Cc]ontact|[Ee]-?mail) (?:our|the [^.!?]{2,30}) (?:newsdesk|news desk|newsroom)\b"
        ),
        CALLED,
    ),
)
"""Anywhere in a line: `To support The Tidal Post, order your copy at …`, `Missed out? Ring our newsdesk on 0555 0143`. Before
each stand the words of which such a line holds one, which are cheaper to look for."""
VIEWED = one_of(
    r"(?:this\s(?:story|article|page|post)\s)?(?:has\sbeen\s)?(?:viewed|read)\s[\d.,]+\stimes?",
    r"[\d.,]+\s(?:page\s)?(?:views?|reads?|shares?|vistas|visitas|lecturas|visualizações|aufrufe|vues|letture|kez\sokundu|просмотр\w{0,3})",
    closing=r"\W*",
)
"""`This story has been viewed 2,140 times.`"""
OF_ANY_LENGTH: tuple[tuple[re.Pattern[str], str], ...] = ((FIRST_ELSEWHERE, "tells where it appeared"),)
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    *OF_ANY_LENGTH,
    (END, "marks the end"),
    (COUNTED_COMMENTS, "counts comments"),
    (VIEWED, "counts readers"),
    (EXTERNAL, "stands for another site's content"),
    (CONTROLS, "control of the page"),
    (ASKED, CALLED),
    (CALLS, CALLED),
    (NOTES, "a note on the story"),
    (RIGHTS, "tells whose the page is"),
    (POINTERS, "points to another article"),
    (LETTERS, "asks for letters"),
    (FORWARDED, FROM_SENDER),
    (ON_AIR, "points to a broadcast"),
    (TAGGED, "lists tags"),
    (GOES_ON, "says where the story goes on"),
    (JUMP, "says where the story goes on"),
    (PAGE, "numbers the page"),
    (NEIGHBOUR, "points to another article"),
    (LETTER_SIZE, "sets the size of letters"),
    (DISTRIBUTED, "says who sent it out"),
    (ADVERTISING, "announces advertising"),
    (SUBSCRIBER, "talks to subscribers"),
    (COMMENTING, "asks for comments"),
    (FOLLOW, "asks to be followed"),
    (APP, "offers an app"),
    (TO_EDITORS, "talks to editors"),
    (IN_PRINT, "tells of the printed edition"),
    (CACHED, "tells where the page was kept"),
    (WIRED, "parts the stories of a wire"),
    (TRANSCRIBED, "tells of the transcript"),
)
"""Each must match the whole line. Of 460 such lines of annotated dumps two are body by the gold."""
_ANY_RULE = re.compile(
    rf"{END.pattern}|{SIGNS}(?:{either(pattern.pattern.removeprefix(SIGNS) for pattern, _ in RULES if pattern is not END)})",
    re.IGNORECASE,
)
"""Begins to match where one of the rules does; asked first, because one pattern costs less than all of them."""


def talks_of_page(text: str) -> str | None:
    """What a line says of the page that it stands on; None where it may tell of the story.

    Args:
        text: A unit's wording.
    """
    if len(text) > MAX_ELSEWHERE_CHARS:
        return None
    rules = OF_ANY_LENGTH
    if len(text) <= MAX_CHARS:
        rules = RULES if _ANY_RULE.match(text) is not None else ()
    for pattern, rule in rules:
        if pattern.fullmatch(text):
            return rule
    for words, pattern, rule in WITHIN:
        for word in words:
            if word in text and pattern.search(text):
                return rule
    return None
