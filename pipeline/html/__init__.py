"""HTML pages to articles: trafilatura, in worker processes with limits."""
