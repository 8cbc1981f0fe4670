"""A plain-text dump of a news page in, the article and the fate of every raw line out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pipeline.normalise.flags import asks_to_subscribe
from pipeline.text.body import choose_body, judge_units
from pipeline.text.database_columns import filled, printed_subject
from pipeline.text.dating import Dates, find_published
from pipeline.text.evidence import find_evidence
from pipeline.text.live_report import is_live_report
from pipeline.text.prepare import Prepared, prepare
from pipeline.text.raw_lines import raw_lines
from pipeline.text.reasons import REASONS, classify
from pipeline.text.record import FIELD, TITLE
from pipeline.text.routed import Routed, agencies_of, outlet_of
from pipeline.text.routing import route_lines
from pipeline.text.section import find_section
from pipeline.text.site_memory import SiteLines
from pipeline.text.standfirst import find_standfirst
from pipeline.text.title import ENOUGH, Title, find_title
from pipeline.text.units import Unit
from pipeline.text.unspaced_wrap import CJK_OR_SIGN
from pipeline.text.vetoes import Objection, overrule
from schemas.records import Extracted, Hints

EXTRACTOR = "text-network/20"
"""Named in every row: rules for the units and the columns, a trained network for the choice of the body."""
RULE_CONFIDENCE = 0.9
MAX_SUBHEAD_WORDS = 14
MAX_EVIDENCE = 3
MAX_BEHIND, MAX_NOTICE_CHARS = 2, 300
"""Units behind the body of which one may tell that the rest is for subscribers."""


@dataclass(frozen=True, slots=True)
class UnitFate:
    """What became of one unit of the dump."""

    first_line: int
    """First raw line, from 1."""
    last_line: int
    text: str
    """The unit's wording, unwrapped; as printed where it has none (a bullet, an image)."""
    action: str
    """`keep`, `remove` or `metadata`."""
    label: str
    """Its class; `pipeline.text.reasons.REASONS` lists them."""
    reason: str
    """A few words for a person."""
    confidence: float
    """0 to 1."""
    evidence: tuple[str, ...] = ()
    """Up to three short phrases: what weighed most in the decision, strongest first; empty where a rule alone decided."""


@dataclass(frozen=True, slots=True)
class CleanedText:
    """An article taken from a dump."""

    extracted: Extracted
    """Its `text` is empty where the dump holds no article."""
    _fates: Callable[[], tuple[UnitFate, ...]]

    @property
    def units(self) -> tuple[UnitFate, ...]:
        """What became of each unit, in order; every raw line that is not blank belongs to at least one. Computed when asked."""
        return self._fates()


def clean_text(
    text: str,
    *,
    hints: Hints = Hints(),  # noqa: B008 - a frozen record without fields set
    site: SiteLines | None = None,
) -> CleanedText:
    """Takes the article out of a plain-text dump.

    Args:
        text: The decoded dump, any tool's, untouched.
        hints: What is known from elsewhere; here only `language` helps, everything else is the caller's to merge.
        site: What recurs over the dump's source, where that is known.

    Returns:
        The article and, for `copydesk explain`, what became of each line and why.
    """
    prepared = prepare(text)
    judged, vetoed = overrule(judge_units(prepared), prepared)
    body = choose_body(prepared, judged.body)
    recurring = site.elsewhere(prepared, body) if site and body else None
    if recurring is not None and recurring.stories.any():
        judged = replace(judged, body=recurring.discount(judged.body, prepared, body))
        body = choose_body(prepared, judged.body) or body
    probabilities = judged.body
    told = [*vetoed.items(), *((i, Objection(phrase)) for i, phrase in (recurring.phrases() if recurring else ()))]
    if not body or prepared.features is None:
        nothing = Extracted(text="", extractor=EXTRACTOR)
        return CleanedText(nothing, partial(_fates, prepared, probabilities, Routed(), None, text, told))
    language = (hints.language or prepared.features.words.language)[:2]
    title = find_title(prepared, body, judged) if prepared.record is None or prepared.record.passed_on else None
    if prepared.record is not None and prepared.record.passed_on and TITLE in prepared.record.values:
        subject = printed_subject(prepared.record, prepared.units)
        if subject is not None:
            title = Title(prepared.units[subject].text, subject, None, ENOUGH)
        elif title is not None and title.confidence < ENOUGH:
            title = None  # a mail's subject is likelier
    if title is not None:
        body = [i for i in body if i > title.units[-1]] or body
    pointers = {name: shares.tolist() for name, shares in judged.pointers.items()}
    above = prepared.units[: prepared.comments]
    routed = route_lines(above, body, title, pointers["author"], language, judged.body.tolist())
    barred = barred_units(routed, len(above), len(prepared.units))
    dates = find_published(prepared.units, body, title.unit if title else None, barred, pointers["date"], language)
    section, section_units = find_section(prepared.units, title, body[0], raw_lines(text) if title else ())
    routed.labels.update({i: "section" for i in section_units if i not in routed.labels})
    routed.labels.update({i: "date" for i in dates.units if i not in routed.labels and i < len(above)})
    routed.body = [(i, paragraph) for i, paragraph in routed.body if i not in routed.labels]
    below = find_standfirst(prepared, title.units[-1], body, judged.body, routed.labels, language) if title else None
    if below is not None:
        routed.labels[below] = "standfirst"
    standfirst = prepared.units[below].text if below is not None else None
    extracted = replace(_extracted(prepared, routed, title, dates, section), description=standfirst)
    if prepared.record is not None:
        routed.labels.update({i: unit.field for i, unit in enumerate(prepared.units) if unit.field not in ("", FIELD)})
        extracted = filled(extracted, prepared.record, language)
    return CleanedText(extracted, partial(_fates, prepared, probabilities, routed, body, text, told))


def barred_units(routed: Routed, above: int, units: int) -> frozenset[int]:
    """The units whose dates are of something else than the story: embeds, captions, notes on authors, readers' comments.

    Args:
        routed: The marked lines.
        above: Units above the readers' comments.
        units: Units of the dump.
    """
    marked = {i for i, label in routed.labels.items() if label in ("embed", "caption", "bio")}
    return frozenset(marked.union(range(above, units)))


def _extracted(prepared: Prepared, routed: Routed, title: Title | None, dates: Dates, section: str | None) -> Extracted:
    agencies, evidence = agencies_of(routed)
    units = prepared.units
    kept = (units[i] for i, _ in routed.body) if prepared.garbled else ()
    flags = ["paywall"] if routed.body and _is_cut(units, routed.body[-1][0]) else []
    if any(n in prepared.garbled for unit in kept for n in range(unit.first_line, unit.last_line + 1)):
        flags.append("mojibake")
    if routed.body and is_live_report(title.text if title else None, units[routed.body[0][0] : routed.body[-1][0] + 1]):
        flags.append("live_blog")
    return Extracted(
        text="".join(_paragraphs(routed.body, units)),
        extractor=EXTRACTOR,
        title=title.text if title else None,
        byline=routed.bylines[0][1].raw if routed.bylines else None,
        authors=routed.authors,
        agencies=agencies,
        agency_evidence=evidence,
        dateline=routed.dateline.raw if routed.dateline else None,
        credit=" ".join(c.raw for c in routed.credits) or None,
        published=dates.published,
        modified=dates.modified,
        outlet=outlet_of(routed.dateline),
        section=section,
        original_source=routed.original_source,
        captions=tuple(routed.captions),
        embeds=tuple(routed.embeds),
        bio=routed.bio,
        quality_flags=tuple(flags),
    )


def _is_cut(units: Sequence[Unit], last: int) -> bool:
    """Whether the page asks for a subscription right where the body ends."""
    behind = [unit.text for unit in units[last + 1 : last + 1 + 2 * MAX_BEHIND] if unit.text and not unit.image]
    return any(asks_to_subscribe(text[:MAX_NOTICE_CHARS]) for text in behind[:MAX_BEHIND])


def _paragraphs(body: Sequence[tuple[int, str]], units: Sequence[Unit]) -> Iterator[str]:
    """The paragraphs, each with what parts it from the one before: sentences of one joined line stand behind each other."""
    before, last = -1, ""
    for i, paragraph in body:
        if before >= 0 and units[i].run_on and before == i - 1:
            yield "" if CJK_OR_SIGN.match(last) and CJK_OR_SIGN.match(paragraph) else " "
        elif before >= 0:
            yield "\n\n"
        yield paragraph
        before, last = i, paragraph[-1:]


def _fates(
    prepared: Prepared,
    chances: NDArray[np.float64],
    routed: Routed,
    body: list[int] | None,
    text: str,
    told: Sequence[tuple[int, Objection]],
) -> tuple[UnitFate, ...]:
    units, probabilities = prepared.units, chances.tolist()
    first, last = (body[0], body[-1]) if body else (len(units), -1)
    kept = {i for i, _ in routed.body}
    evidence = find_evidence(prepared)
    classes = classify(units, prepared.tokens, prepared.hits, first, last, prepared.comments)
    for i, objection in told:
        evidence[i] = (objection.phrase, *evidence.get(i, ()))[:MAX_EVIDENCE]
        classes[i] = objection.label or classes[i]
    raw: list[str] = []
    fates = []
    for i, unit in enumerate(units):
        if i in kept:
            short = len(prepared.tokens[i]) <= MAX_SUBHEAD_WORDS and unit.text[-1:] not in '.!”"。！？।؟۔'
            action, label, confidence = "keep", "heading" if short else "body", probabilities[i]
        elif i in routed.labels:
            action, label, confidence = "metadata", routed.labels[i], RULE_CONFIDENCE
        elif i in prepared.repeats:
            action, label, confidence = "remove", "duplicate", RULE_CONFIDENCE
        else:
            action, label, confidence = "remove", classes[i], 1.0 - probabilities[i]
        decided = i not in routed.labels and i not in prepared.repeats
        wording = unit.text
        if not wording:
            raw = raw or raw_lines(text)
            wording = " ".join(raw[unit.first_line - 1 : unit.last_line]).strip()
        fates.append(
            UnitFate(
                first_line=unit.first_line,
                last_line=unit.last_line,
                text=wording,
                action=action,
                label=label,
                reason=REASONS[label],
                confidence=round(float(confidence), 3),
                evidence=evidence.get(i, ()) if decided else (),
            )
        )
    return tuple(fates)
