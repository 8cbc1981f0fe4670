"""A night's summary in; the report out, as Markdown for a terminal or Prefect's artifact, and as one HTML page with charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from flows.crawl_child import DIED, STALLED, STOPPED
from flows.failed_nights import FailedNight
from flows.night_summary import NightSummary, SiteNight, UnfinishedNight
from spiders.job import FINISHED, TIME_LIMIT


class BarSize(NamedTuple):
    """Pixels of a small chart's bars."""

    width: int
    height: int


BAR, SPARK = BarSize(12, 60), BarSize(3, 18)
"""Of all sites together, and of one in its row."""

STYLE = (
    ":root{color-scheme:light dark;--text:#1a1a1a;--page:#fff;--faint:#595959;--line:#ddd;--bar:#4a6fa5;--alarm:#fff3cd}"
    "@media(prefers-color-scheme:dark){:root{--text:#e6e6e6;--page:#17191c;--faint:#a3a3a3;--line:#3a3d42;--bar:#7fa3d8;--alarm:#4a3c0c}}"
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "body{color:var(--text);background:var(--page)}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}"
    "th{overflow-wrap:normal}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".alarm{background:var(--alarm);padding:.6rem 1rem;border-radius:4px}"
    "figure{display:inline-block;margin:0 1.5rem 1rem 0}figcaption{font-size:.85rem;color:var(--faint)}"
    "svg{border-bottom:1px solid var(--line)}rect{fill:var(--bar)}"
)


def markdown_report(
    nights: Sequence[NightSummary], unfinished: Sequence[UnfinishedNight] = (), failed: Sequence[FailedNight] = ()
) -> str:
    """The latest night in Markdown.

    Args:
        nights: Those that came to their end, latest first, at least one.
        unfinished: Those that began since and did not.
        failed: Those that ended with an error since, latest first.
    """
    night = nights[0]
    lines = [part for line in since_lines(unfinished, failed) for part in (f"**{_plain(line)}**", "")]
    lines += [f"# Night {night.night}: {night.status}", "", _headline(night), ""]
    if night.alarms or night.failed_sites:
        lines += ["## Look at these first", ""]
        lines += [f"- {_plain(line)}" for line in alarm_lines(night)]
        lines.append("")
    lines += ["## Sites", "", "| site | requests | new | changed | articles | copies | rejected | robots | waiting |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |")
    for site in night.sites:
        cells = [site.site, *_numbers(site)[:5], _reasons(site), *_numbers(site)[5:]]
        lines.append(f"| {' | '.join(_plain(cell) for cell in cells)} |")
    problems = [problem for site in night.sites for problem in site.problems]
    if problems:
        lines += ["", "## Feeds with problems", "", *(f"- {_plain(problem)}" for problem in problems)]
    if night.slowest_hosts:
        lines += ["", "## Slowest hosts", "", "| host | requests | mean s | slowest s |", "| --- | ---: | ---: | ---: |"]
        lines += [f"| {_plain(h.host)} | {h.requests} | {h.mean_s:.2f} | {h.slowest_s:.2f} |" for h in night.slowest_hosts]
    if len(nights) > 1:
        lines += ["", f"## Last {len(nights)} nights", "", "| night | new | articles | rejected | minutes |"]
        lines.append("| --- | ---: | ---: | ---: | ---: |")
        lines += [f"| {n.night} | {n.new} | {n.articles} | {n.rejects} | {n.crawl_seconds / 60:.0f} |" for n in nights]
    return "\n".join(lines) + "\n"


def html_report(
    nights: Sequence[NightSummary], unfinished: Sequence[UnfinishedNight] = (), failed: Sequence[FailedNight] = ()
) -> str:
    """As `markdown_report`, one HTML page that needs nothing else: no script, no font, no picture from elsewhere."""
    night = nights[0]
    parts = [
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>",
        f"<title>Copydesk: night {escape(night.night)}</title><style>{STYLE}</style></head><body>",
        *(f"<p class='alarm'>{escape(line)}</p>" for line in since_lines(unfinished, failed)),
        f"<h1>Night {escape(night.night)}: {escape(night.status)}</h1><p>{escape(_headline(night))}</p>",
    ]
    if lines := alarm_lines(night):
        parts.append("<div class='alarm'><strong>Look at these first</strong><ul>")
        parts += [f"<li>{escape(line)}</li>" for line in lines]
        parts.append("</ul></div>")
    parts.append(f"<h2>Last {len(nights)} nights</h2>")
    parts += [_chart(nights, title, value) for title, value in CHARTS]
    parts.append("<h2>Sites</h2>")
    head = ("site", "requests", "new", "changed", "articles", "copies", "rejected", "robots", "waiting")
    rows = [[f"{s.outlet} ({s.site})", *_numbers(s)[:5], _reasons(s), *_numbers(s)[5:]] for s in night.sites]
    sparks = [_bars(nights, f"new pages of {s.outlet}", _new_pages_of(s.site), SPARK)[0] for s in night.sites]
    parts.append(_table((*head, "new pages by night"), rows, words=(0, 6, 9), charts=sparks))
    problems = [[site.site, problem] for site in night.sites for problem in site.problems]
    if problems:
        parts += ["<h2>Feeds with problems</h2>", _table(("site", "problem"), problems, words=(0, 1))]
    hosts = [[h.host, str(h.requests), f"{h.mean_s:.2f}", f"{h.slowest_s:.2f}"] for h in night.slowest_hosts]
    parts += ["<h2>Slowest hosts</h2>", _table(("host", "requests", "mean s", "slowest s"), hosts, words=(0,))]
    parts.append("</body></html>")
    return "\n".join(parts) + "\n"


CHARTS: tuple[tuple[str, Callable[[NightSummary], float]], ...] = (
    ("new pages", lambda night: night.new),
    ("articles", lambda night: night.articles),
    ("rejected", lambda night: night.rejects),
    ("minutes", lambda night: night.crawl_seconds / 60),
)


def _headline(night: NightSummary) -> str:
    if night.crawl_ended == FINISHED and not (night.requests or night.rejects or night.failed_sites):
        return f"Begun {_minute(night.started_at)} UTC. No feed was due yet, and no page waited: nothing was asked for."
    return (
        f"Begun {_minute(night.started_at)} UTC: {night.new} pages fetched new or changed with {night.requests} requests in "
        f"{night.crawl_seconds / 60:.0f} minutes ({night.bytes / 2**20:.1f} MB); {night.articles} articles and "
        f"{night.copies - night.articles} further copies added, {night.rejects} rejected, {night.unchanged} known already "
        f"(a refusal of an earlier night told again is one). {how_the_crawl_ended(night)}"
    )


def how_the_crawl_ended(night: NightSummary) -> str:
    """A sentence."""
    return f"The crawl {_ENDED.get(night.crawl_ended, night.crawl_ended)}."


_ENDED = {
    FINISHED: "came to its end",
    TIME_LIMIT: "reached its time limit; what was left waits for the next night",
    STOPPED: "was stopped",
    STALLED: "made no progress and was ended; what it had is loaded",
    DIED: "died; what it had is loaded, its log is in the dataset's logs folder",
}


def since_lines(unfinished: Sequence[UnfinishedNight], failed: Sequence[FailedNight]) -> list[str]:
    """What to know before reading of the last night that came to its end."""
    return [line for line in (failed_line(failed), unfinished_line(unfinished)) if line]


def failed_line(nights: Sequence[FailedNight]) -> str:
    """The latest night that ended with an error, and the error; empty where there is none."""
    if not nights:
        return ""
    others = f", as {len(nights) - 1} before it" if len(nights) > 1 else ""
    return f"The night of {_minute(nights[0].started_at)} UTC failed{others}: {nights[0].error}"


def unfinished_line(nights: Sequence[UnfinishedNight]) -> str:
    """What to know before reading of the night before: the latest began and did not come to its end; empty where it did."""
    if not nights:
        return ""
    latest, others = nights[0], f", as {len(nights) - 1} before it" if len(nights) > 1 else ""
    return (
        f"Night {latest.night} began {_minute(latest.started_at)} UTC and has not come to its end{others}: it is still going on, "
        f"or it was killed or failed. Its crawl's log is logs/crawl-{latest.night}.log; the next night goes on where it stopped."
    )


def alarm_lines(night: NightSummary) -> list[str]:
    """A line for each site that is silent or could not be asked, with what is known of its feeds."""
    lines = []
    for site in night.sites:
        problem = site.problems[0] if site.problems else ""
        if site.silent_for:
            nights = f"{site.silent_for} night{'s' if site.silent_for > 1 else ''}"
            why = f"; {problem}" if problem else ""
            lines.append(f"{site.outlet} ({site.site}) is silent: no new page for {nights}, it usually has some{why}")
        elif site.failed:
            lines.append(f"{site.outlet} ({site.site}) could not be asked for anything new: {problem or 'no answer'}")
    return lines


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _numbers(site: SiteNight) -> list[str]:
    values = (site.requests, site.new, site.changed, site.articles, site.copies, site.robots_skips, site.waiting)
    return [str(value) if value else "" for value in values]


def _reasons(site: SiteNight) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in site.rejected.items())


def _plain(text: str) -> str:
    """Text that cannot break out of a Markdown table's cell."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: tuple[int, ...], charts: Sequence[str] = ()) -> str:
    """Rows of text, escaped; `charts`, one for each row, are markup and stand in a last column without a number's alignment."""

    def cell(tag: str, index: int, text: str) -> str:
        kind = "" if index in words else " class='n'"
        return f"<{tag}{kind}>{escape(text)}</{tag}>"

    lines = ["<table><tr>" + "".join(cell("th", i, text) for i, text in enumerate(head)) + "</tr>"]
    for number, row in enumerate(rows):
        chart = f"<td>{charts[number]}</td>" if charts else ""
        lines.append("<tr>" + "".join(cell("td", i, text) for i, text in enumerate(row)) + chart + "</tr>")
    return "\n".join(lines) + "\n</table>"


def _chart(nights: Sequence[NightSummary], title: str, value: Callable[[NightSummary], float]) -> str:
    bars, last, top = _bars(nights, title, value, BAR)
    return f"<figure>{bars}<figcaption>{escape(title)}: {last:.0f}, at most {top:.0f}</figcaption></figure>"


def _new_pages_of(site: str) -> Callable[[NightSummary], float]:
    return lambda night: sum(s.new for s in night.sites if s.site == site)


def _bars(
    nights: Sequence[NightSummary], title: str, value: Callable[[NightSummary], float], size: BarSize
) -> tuple[str, float, float]:
    """A bar for each night, oldest at the left; with the last value and the largest."""
    values = [value(night) for night in reversed(nights)]
    top = max(values)
    bars = []
    for i, (night, number) in enumerate(zip(reversed(nights), values, strict=True)):
        height = number / (top or 1) * size.height
        label = escape(f"{night.started_at[:10]}: {number:.0f}")
        place = f"x='{i * (size.width + 1)}' y='{size.height - height:.1f}' width='{size.width}' height='{height:.1f}'"
        bars.append(f"<rect {place}><title>{label}</title></rect>")
    width = len(values) * (size.width + 1)
    picture = f"<svg width='{width}' height='{size.height}' role='img' aria-label='{escape(title)}'>{''.join(bars)}</svg>"
    return picture, values[-1], top
