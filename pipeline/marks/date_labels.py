"""The words beside a printed date in; "published", "updated" or nothing, out."""

from __future__ import annotations

import re

PUBLISHED_WORDS = (
    # English
    "first published|originally published|published|publication date|date published|posted|created|issued|release date|"
    "released|aired|air date|broadcast|pub date|"
    "publish date|added|published at|published on|date posted|first posted|date|filed|online since|uploaded|"
    # German
    "veröffentlicht|erschienen|erstellt|publiziert|erstveröffentlichung|erstmals veröffentlicht|vom|datum|"
    # French, Spanish, Portuguese, Italian, Catalan
    "publié|publiée|publié le|mis en ligne|paru|parue|créé|publicado|publicada|publicación|fecha|publicação|publicado em|"
    "criado|pubblicato|"
    "pubblicata|pubblicazione|creato|publicat|"
    # Dutch, Nordic
    "gepubliceerd|geplaatst|geplaatst op|publicerad|publicerat|skapad|publisert|udgivet|offentliggjort|julkaistu|luotu|"
    # Slavic, Baltic, Hungarian, Romanian, Greek, Turkish
    "opublikowano|dodano|data publikacji|publikováno|vydáno|publikované|objavljeno|publikovano|опубликовано|"
    "дата публикации|размещено|"
    "опубліковано|публикувано|објављено|közzétéve|megjelent|publicat la|δημοσιεύτηκε|δημοσιεύθηκε|δημοσίευση|ημερομηνία|"
    "πρώτη καταχώρηση|yayınlanma|"
    "yayınlanma tarihi|yayın tarihi|giriş tarihi|giriş|eklenme|paskelbta|publicēts|avaldatud|"
    # Indonesian, Malay, Vietnamese, Filipino
    "diterbitkan|terbit|dipublikasikan|tayang|tarikh|ngày đăng|đăng ngày|"
    # Arabic, Persian, Hebrew, Hindi, Bengali
    "نشر|نُشر|تاريخ النشر|منتشر شده|تاریخ انتشار|פורסם|प्रकाशित|প্রকাশিত|প্রকাশ|"
    # Chinese, Japanese, Korean
    "发布时间|发布|發布時間|發布|发表|公開日|公開|掲載|配信|投稿日|入力|입력|등록|발행|기사입력"
)  # fmt: skip

UPDATED_WORDS = (
    "last updated|updated|last modified|modified|edited|revised|update|last update|"
    "aktualisiert|akt|zuletzt aktualisiert|geändert|letzte änderung|letztes update|stand|"
    "mis à jour|mise à jour|modifié|modifiée|actualisé|dernière mise à jour|actualizado|actualizada|última actualización|"
    "modificado|"
    "atualizado|atualizada|atualização|aggiornato|aggiornata|aggiornamento|ultimo aggiornamento|modificato|actualitzat|"
    "bijgewerkt|laatst bijgewerkt|laatste update|gewijzigd|uppdaterad|senast uppdaterad|oppdatert|sist oppdatert|"
    "opdateret|senest opdateret|päivitetty|muokattu|"
    "aktualizacja|zaktualizowano|aktualizováno|aktualizované|ažurirano|posodobljeno|обновлено|изменено|оновлено|обновена|"
    "ажурирано|frissítve|módosítva|actualizat|"
    "ενημερώθηκε|τελευταία ενημέρωση|güncelleme tarihi|güncelleme|güncellendi|güncellenme|son güncelleme|"
    "atnaujinta|atjaunināts|uuendatud|"
    "diperbarui|diperbaharui|dikemaskini|cập nhật|آخر تحديث|تحديث|تم التحديث|به روزرسانی|עודכן|अपडेटेड|अपडेट|আপডেট|"
    "更新时间|更新|更新日|最終更新|수정|업데이트|최종수정"
)  # fmt: skip

_GAP_WORDS = (
    r"(?:on|at|the|am|um|den|le|el|em|il|la|op|kl|o|a|à|den|der|la data|tarihi|date|time|zeit|in|by|dne|dnia|no|to|ngày|"
    r"lúc|was|it|is|this|of)"
)
_LABEL = re.compile(
    rf"(?:(?P<updated>(?<![^\W\d_])(?:{UPDATED_WORDS}))|(?P<published>(?<![^\W\d_])(?:{PUBLISHED_WORDS})))(?=[\W\d_]|$)"
    rf"(?:[\W_]+{_GAP_WORDS}\b){{0,3}}[^\w(]*\Z",
    re.IGNORECASE,
)
_LABEL_ANYWHERE = re.compile(
    rf"(?<![^\W\d_])(?:{UPDATED_WORDS}|{PUBLISHED_WORDS}|stand|published|updated)(?![^\W\d_])", re.IGNORECASE
)

WINDOW = 48
"""Characters before a date in which its label stands."""


def label_before(text: str) -> str | None:
    """Tell what the words just before a date say of it.

    Args:
        text: the line up to the date (its weekday or time included), from the end of the date before it.

    Returns:
        `published`, `updated`, or None where nothing is said.
    """
    found = _LABEL.search(text[-WINDOW:])
    if found is None:
        return None
    return "updated" if found["updated"] else "published"


def without_labels(text: str) -> str:
    """Take the label words out of a line."""
    return _LABEL_ANYWHERE.sub(" ", text)
