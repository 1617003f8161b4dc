"""Stage archive: every byte that was fetched is kept (WARC), and every fetch is logged (captures)."""
