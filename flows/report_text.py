"""A night's summary in; the report out, as Markdown for a terminal or Prefect's artifact, and as one HTML page with charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from flows.night_summary import NightSummary, SiteNight

BAR_WIDTH, BAR_GAP, CHART_HEIGHT = 14, 4, 60
"""Pixels of the small charts."""

STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.alarm{background:#fff3cd;padding:.6rem 1rem;border-radius:4px}"
    "figure{display:inline-block;margin:0 1.5rem 1rem 0}figcaption{font-size:.85rem;color:#555}"
)


def markdown_report(nights: Sequence[NightSummary]) -> str:
    """The latest night in Markdown; `nights` latest first, at least one."""
    night = nights[0]
    lines = [f"# Night {night.night}: {night.status}", "", _headline(night), ""]
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


def html_report(nights: Sequence[NightSummary]) -> str:
    """The latest night as one HTML page that needs nothing else: no script, no font, no picture from elsewhere."""
    night = nights[0]
    parts = [
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>",
        f"<title>Copydesk: night {escape(night.night)}</title><style>{STYLE}</style></head><body>",
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
    parts.append(_table(head, rows, words=(0, 6)))
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
    return (
        f"{night.new} pages fetched new or changed with {night.requests} requests in {night.crawl_seconds / 60:.0f} minutes "
        f"({night.bytes / 2**20:.1f} MB); {night.articles} articles and {night.copies} copies added, {night.rejects} rejected, "
        f"{night.unchanged} unchanged. The crawl {_ENDED.get(night.crawl_ended, night.crawl_ended)}."
    )


_ENDED = {
    "finished": "came to its end",
    "time_limit": "reached its time limit; what was left waits for the next night",
    "stopped": "was stopped",
    "stalled": "made no progress and was ended; what it had is loaded",
    "died": "died; what it had is loaded, its log is in the dataset's logs folder",
}


def alarm_lines(night: NightSummary) -> list[str]:
    """A line for each site that is silent or could not be asked."""
    lines = [f"{s.outlet} ({s.site}) is silent: no new page for {s.silent_for} nights, it usually has some" for s in night.alarms]
    silent = {site.site for site in night.alarms}
    lines += [
        f"{site.outlet} ({site.site}) could not be asked for anything new: {site.problems[0] if site.problems else 'no answer'}"
        for site in night.sites
        if site.failed and site.site not in silent
    ]
    return lines


def _numbers(site: SiteNight) -> list[str]:
    values = (site.requests, site.new, site.changed, site.articles, site.copies, site.robots_skips, site.waiting)
    return [str(value) if value else "" for value in values]


def _reasons(site: SiteNight) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in site.rejected.items())


def _plain(text: str) -> str:
    """Text that cannot break out of a Markdown table's cell."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: tuple[int, ...]) -> str:
    def cell(tag: str, index: int, text: str) -> str:
        kind = "" if index in words else " class='n'"
        return f"<{tag}{kind}>{escape(text)}</{tag}>"

    lines = ["<table><tr>" + "".join(cell("th", i, text) for i, text in enumerate(head)) + "</tr>"]
    lines += ["<tr>" + "".join(cell("td", i, text) for i, text in enumerate(row)) + "</tr>" for row in rows]
    return "\n".join(lines) + "\n</table>"


def _chart(nights: Sequence[NightSummary], title: str, value: Callable[[NightSummary], float]) -> str:
    """A bar for each night, oldest at the left."""
    values = [value(night) for night in reversed(nights)]
    top = max([*values, 1.0])
    width = len(values) * (BAR_WIDTH + BAR_GAP)
    bars = []
    for i, (night, number) in enumerate(zip(reversed(nights), values, strict=True)):
        height = number / top * CHART_HEIGHT
        x, y = i * (BAR_WIDTH + BAR_GAP), CHART_HEIGHT - height
        label = escape(f"{night.started_at[:10]}: {number:.0f}")
        bars.append(
            f"<rect x='{x}' y='{y:.1f}' width='{BAR_WIDTH}' height='{height:.1f}' fill='#4a6fa5'><title>{label}</title></rect>"
        )
    return (
        f"<figure><svg width='{width}' height='{CHART_HEIGHT}' role='img' aria-label='{escape(title)}'>{''.join(bars)}</svg>"
        f"<figcaption>{escape(title)}: {values[-1]:.0f}, at most {top:.0f}</figcaption></figure>"
    )
