"""Compare: which documents hold each other's prose. The last stage that reads texts; it makes no choice."""
