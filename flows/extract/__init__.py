"""Stage extract: a clean page becomes documents with identity, facts and findings. Pure functions only."""
