"""A folder of WARC files and the crawl's state in; both agreeing again after a crash out."""

from __future__ import annotations

from pathlib import Path

from pipeline.normalise.urls import canonical_url
from spiders.state import CrawlState
from spiders.warc import ENDING, PAGES, Place, read_metadata, salvage

PAGE_FILES = f"{PAGES}-*{ENDING}"


def recover_files(folder: Path, state: CrawlState) -> list[str]:
    """Complete the files that a crashed crawl left, and tell the state of every page that stands in a file it does not know.

    The WARC files are the truth: what stands in one was fetched, whatever the state had time to write down.

    Returns:
        Names of the files taken up.
    """
    salvage(folder)
    known = state.registered()
    names = sorted(path.name for path in folder.glob(PAGE_FILES) if path.name not in known)
    for name in names:
        written_at = (folder / name).stat().st_mtime
        for url, record_id, about in read_metadata(folder / name):
            site, key, digest = about.get("site"), about.get("key"), about.get("body_sha256")
            for each in dict.fromkeys((canonical_url(url) or url, str(key or url))):
                if state.page_status(each) != "seen":
                    state.wrote(
                        each,
                        Place(name, record_id),
                        written_at,
                        site=str(site),
                        url=url,
                        body_sha256=str(digest) if digest else None,
                    )
    state.register(names)
    state.flush()
    return names


def register_complete(folder: Path, state: CrawlState) -> None:
    """Tell the state of the files that a crawl closed in good order."""
    state.register(path.name for path in folder.glob(PAGE_FILES))
    state.flush()
