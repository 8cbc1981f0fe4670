"""Patterns of whole lines in which a page calls on its readers, says how its story was made, or heads a list of other stories."""

from __future__ import annotations

from pipeline.text.line_patterns import one_of

CALLS = one_of(
    r"(?:do\syou\shave|have\syou\sgot|got)\s(?:a|any)\s(?:story|news|news\stip|tip|photo|picture|view|opinion|question)s?\b[^.!?]{0,60}\?",
    r"(?:your\sview|have\syour\ssay|what\sdo\syou\sthink|tell\sus\swhat\syou\sthink|join\sthe\sdebate)\s?[:?]",
    r"(?:sms|text|whatsapp)\s(?:the\sword|us\b|your\s(?:views?|comments?))",
    r"like\swhat\syou['’]?re\sreading\?|(?:enjoy(?:ed|ing)?|like)\sthis\s(?:article|story|post|piece)\?",
    r"if\sthis\s(?:story|article)\shas\s(?:raised|affected|upset)",
    r"if\syou\s(?:have\sbeen|are|were)\saffected\sby\s(?:any\sof\s)?(?:the\s|these\s)?issues\b",
    r"was\sthis\s(?:summary|article|story|page)\s(?:useful|helpful|of\suse)\?",
    r"this\ssummary\s(?:was|is|has\sbeen)\s(?:generated|produced|created|written|made)\sby",
    r"ai[- ](?:generated|powered)\ssummary(?=\W*\Z)",
    r"(?:start|begin)\s(?:the|your)\s(?:day|morning|week)\swith\s(?:all|our)\s",
    r"subscribers\smay\s(?:also\s)?(?:read|listen|comment|download)",
    r"(?:schick(?:en\ssie)?|sende(?:n\ssie)?)\s(?:uns|mir)\s(?:dein|ihr|euer|deine|ihre|eure|fotos|videos)",
    r"(?:hast\sdu|haben\ssie)\s(?:einen\s|eine\s)?(?:hinweis|tipp|fehler|etwas\sgesehen)[^.!?]{0,60}\?",
    r"(?:fehler\s(?:gefunden|entdeckt)|hinweise?\sauf\sfehler)\?",
    r"(?:newsletter|push[- ]dienst|whatsapp[- ]kanal)\s(?:bestellen|abonnieren|aktivieren)",
    r"(?:vierzehn|vier|acht|sechs|zwei|drei|\d{1,2})\s(?:wochen|monate)\s(?:kostenlos|gratis)\s(?:lesen|testen)\b",
    r"vota\s(?:al|a\sla|en\sla|aquí)\b(?=[^.!?]{0,60}\Z)",
    r"rec[ií]b[ae]s?\s(?:nuestras?|las|los|en\stu|todas)\s(?:alertas?|noticias?|novedades|newsletters?|bolet[ií]n)",
    r"¿(?:tienes?|tiene\susted|has\svisto)\s(?:alguna?|una?)\s(?:noticia|denuncia|historia|foto|pista)",
    r"(?:clique|clica|toque)\saqui\b|inscreva-se\b",
    r"receba\s(?:as|os|nossas?|no\sseu)\s|participe\sd[oe]\s(?:nosso\s)?(?:canal|grupo)",
    r"(?:inscrivez|abonnez)-vous\b|recevez\s(?:chaque|tous|toutes|notre|nos|l['’])",
    r"écoutez\snotre\spodcast\b|déjà\slu\s\d+\sarticles?",
    r"vous\savez\s(?:une\sinformation|des\sinformations|été\stémoin)",
    r"(?:iscriviti|abbonati)\s(?:alla|a|al|qui|ora)\b|ricevi\s(?:ogni|le|la|gratis)\b",
    r"wil\sje\sop\sde\shoogte\sblijven\b",
    r"heb\sj(?:e|ij)\s(?:een\s)?(?:tip|stormschade|foto|vraag|iets\sgezien)\b[^.!?]{0,60}\?|tip\sde\sredactie\b",
    r"(?:hei!?\s)?har\sdu\s(?:et\s|ett\s)?(?:tips|innspill|nyhetstips|bilder|billeder)\b[^.!?]{0,80}[?!]",
    r"tips(?:a)?\s(?:oss|os|redaktionen)\b",
    r"masz\s(?:dla\snas\s)?(?:temat|zdjęcie|ciekawy\stemat|informacj[ęe])[^.!?]{0,60}\?|(?:bize|haber)\sihbar\s",
    r"téléchargez\s(?:gratuitement\s)?(?:l['’]application|notre)\b|abonniere\s(?:in\sunserer|unsere|den|unseren)\b|descarga\s(?:nuestra|la)\sapp\b",
    r".{0,60}bildirimlere\sizin\sver|हमारे\sन्यूज़लेटर|.{0,60}ऐप\sडाउनलोड\sकरें",
    closing=r".*",
)
"""`Do you have a story for us? …`, `SMS the word SPORT to 22840`, `Iscriviti alla newsletter`."""
RIGHTS = one_of(
    r"(?:este|esta)\s(?:dossier|documento|informe|página)\s.{0,40}uso\s(?:exclusivo|interno)|queda\s(?:totalmente\s|terminantemente\s)?prohibida\s(?:su|la|toda)\s(?:reproducción|distribución|copia|difusión|publicación)",
    r"conţinutul\s.{0,80}este\sdestinat\sexclusiv|este\sinterzisă\s(?:re)?(?:publicarea|producerea|difuzarea)",
    r"(?:reproduction|riproduzione|reprodução|nachdruck|vervielfältigung|overname|reprodukcja|kopiering)\b.{0,60}"
    r"(?:interdite|riservata|vietata|proibida|vedada|verboten|untersagt|verboden|zabronion[ea]|förbjuden|forbudt)",
    r"(?:é|está)\s(?:expressamente\s)?(?:proibida|vedada)\sa\sreprodução|toute\sreproduction\b.{0,60}interdite",
    closing=r".*",
)
"""`Queda prohibida su reproducción.`"""
NOTES = one_of(
    r"this\s(?:interview|conversation|transcript|q\s?&\s?a)\s(?:has\sbeen|was|is)\s(?:lightly\s|slightly\s)?(?:edited|condensed|shortened|translated)",
    r"the\s(?:interview|conversation)\s(?:has\sbeen|was)\s(?:lightly\s)?(?:edited|condensed|shortened)",
    r"(?:interview|conversation)\s(?:has\sbeen\s)?(?:edited|condensed)\s(?:and\s(?:edited|condensed)\s)?for\s",
    r"this\s(?:article|story|essay|piece)\s(?:appears|appeared|ran)\sin\sthe\s",
    r"(?:los\spuntos\sde\svista|las\sopiniones)\s(?:aquí\s)?(?:expresad[oa]s|vertidas)\b.{0,80}no\s(?:representan|reflejan)",
    r"(?:the\s)?(?:views|opinions)\s(?:expressed|in\sthis\s(?:article|column|piece|commentary))\b.{0,120}\b(?:do\snot|not\snecessarily|are\sthose\sof|are\shis\sown|are\sher\sown)\b",
    r"die\s(?:hier\s|in\s.{3,40}\s)?(?:geäußerten|vertretenen|wiedergegebenen)\s(?:meinungen|ansichten)\b.{0,80}\b(?:nicht|allein)\b",
    r"(?:les\s)?(?:opinions|propos)\sexprimée?s\b.{0,80}n['’]engagent",
    r"in\seiner\s(?:früheren|ersten|vorherigen)\s(?:fassung|version)\s(?:dieses|des|hieß)",
    r"(?:hinweis|anmerkung)\sder\sredaktion\s?:",
    closing=r".*",
)
"""`This interview has been edited and condensed.`"""
POINTERS = one_of(
    r"(?:veja|leia|confira)\smais\s(?:notícias|sobre)\b[^.!?]{0,60}|segu[ií]\sleyendo",
    r"más\s(?:noticias|en)\s[^.!?]{0,40}|prova\sanche|leggi\santeprima",
    r"weiterlesen\s?:\s?\S[^!?]{0,100}|(?:מ|ע)וד\sב(?:נושא|חדשות|כתבה)[^.!?]{0,30}",
    r"catch\sup\son\sthe\sday['’]s\s(?:other\s)?stories",
    r"[aà]\slire\saussi\s?[>›»:].{2,120}",
    r"(?:us\spot\sinteressar|te\srecomendamos|te\spuede\sinteresar|potrebbe(?:ro)?\sinteressarti|das\skönnte\s(?:sie|dich)\s(?:auch\s)?interessieren)\s?:?",
    closing=r"\W*",
)
"""`Veja mais notícias da região`, `Weiterlesen: …`, `A LIRE AUSSI >>> …`."""
