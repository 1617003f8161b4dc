"""The site: built from an invented release, looked at in a real browser."""
