"""A cleaned text in; the words by which a server or a guard says that this is no page, out."""

from __future__ import annotations

import re

MAX_CHARACTERS = 700
"""Error pages are short; a story that quotes one is longer."""

_GONE = (
    r"\b(?:error |http )?40[34]\b[\s:–—-]{1,3}(?:page |file )?(?:not found|forbidden)|\bpage not found\b",
    r"\b(?:page|article|story|content|document|url|address|resource) (?:that )?(?:you(?:[’']re| are| were|[’']ve| have)? )?"
    r"(?:requested|asked for|looking for|trying to (?:access|reach|view)|tried to (?:access|reach|view)) "
    r"(?:could ?n[o’']t be found|could not be found|can(?:no|['’])t be found|was not found|has been (?:moved|removed|deleted)"
    r"|does ?n[o’']t exist|does not exist|is (?:no longer|not|un)\s?(?:available|here|online))",
    r"\bthis (?:page|article|story) (?:does not exist|doesn[’']t exist|is no longer available|can(?:no|['’])t be found)",
    r"\bwe (?:can(?:no|['’])t|could ?n[o’']t|could not|can not) (?:seem to )?find th(?:e|at) (?:page|article|story) you",
    r"\bsorry, (?:but )?(?:we (?:could ?n[o’']t|could not|can(?:no|['’])t) find (?:the|that|this) page|(?:the|that|this) page)",
    r"\bseite (?:wurde |konnte )?(?:leider )?nicht gefunden|\bseite existiert nicht",
    r"\bartikel (?:ist|steht) nicht mehr (?:verfügbar|zur verfügung)",
    r"\bpage (?:demandée |recherchée )?(?:est |n[’']a pas été )?(?:introuvable|trouvée)",
    r"\bpage (?:que vous \w+ )?n[’']existe (?:pas|plus)",
    r"\bpágina (?:solicitada )?no (?:fue |ha sido |se ha )?(?:encontrada|encontrado|existe|está disponible)",
    r"\bpágina não (?:foi )?(?:encontrada|existe)|\bpagina (?:richiesta )?non (?:è stata )?(?:trovata|esiste)",
    r"\bpagina (?:is )?niet gevonden|\bsidan (?:kunde inte|hittades inte|finns inte)",
    r"\bsiden (?:ble ikke|blev ikke|finnes ikke|findes ikke)|\bnie znaleziono strony|\bstrona nie istnieje",
    r"\bsayfa bulunamadı|\bhalaman tidak ditemukan|страниц[аыу] не (?:найден|существует)|сторінк[аиу] не знайден",
    r"ページ(?:が|は)(?:見つかりません|存在しません)|お探しのページ|页面不存在|找不到(?:该)?(?:页面|网页)|頁面不存在|找不到(?:該)?(?:頁面|網頁)",
    r"페이지를 찾을 수 없|الصفحة (?:غير موجودة|المطلوبة)",
)
_BARRED = (
    r"\byou (?:do not|don[’']t) have permission to (?:access|view)\b|^access denied\b",
    r"\baccess to this (?:page|site) (?:has been|is) denied",
    r"\bplease (?:enable|turn on|activate) (?:javascript|cookies|js)\b|\bjavascript (?:is|seems to be) (?:disabled|required)",
    r"\b(?:verify|verifying|confirm|make sure) (?:that )?you are (?:a |not a )?(?:human|robot)|\bare you a (?:human|robot)\?",
    r"\bchecking your browser before|\b(?:complete|solve) the captcha",
)
_CONSENT = (
    r"\bwe (?:and|use|store) .{0,80}(?:store and/or access|access and/or store|process personal data|use precise geolocation)",
    r"\b(?:our|\d{2,4}) partners .{0,60}\b(?:store and/or access|process personal data)",
    r"\bwir und unsere (?:\d+ )?partner\b.{0,90}(?:speichern|verarbeiten|cookies)",
    r"\bmit werbung und tracking (?:lesen|weiterlesen|nutzen)",
    r"\bnous et nos (?:\d+ )?partenaires\b.{0,90}(?:stock|trait|accéd|utilis)",
    r"\b(?:nosotros y nuestros|nós e nossos|noi e i nostri|wij en onze) (?:\d+ )?(?:socios|parceiros|partner)",
)
"""Walls that ask for consent; the article stands behind them."""
_FAILED = (
    r"\b50[0234] (?:internal server error|bad gateway|service unavailable|service temporarily)",
    r"\bserver is (?:temporarily )?(?:unable to service|unavailable|overloaded|down for maintenance)",
)
_SAYS_SO = re.compile("|".join((*_GONE, *_BARRED, *_CONSENT, *_FAILED)), re.IGNORECASE | re.MULTILINE)


def error_message(text: str) -> str | None:
    """The words that show a short text for an error page, a wall before a page or a check for robots; None for anything else.

    Args:
        text: The repaired body.

    >>> error_message("Oops! The page you requested could not be found.")
    'page you requested could not be found'
    """
    if len(text) > MAX_CHARACTERS:
        return None
    found = _SAYS_SO.search(text)
    return found.group() if found else None
