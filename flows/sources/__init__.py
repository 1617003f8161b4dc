"""Stage sources: what to collect, from whom and how gently. One YAML file a source."""
