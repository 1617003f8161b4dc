"""Load: readings of payloads become rows of the raw tables."""
