"""Asking the published warehouse: `gongkai query` and `gongkai explain`. Nothing here can change a file."""
