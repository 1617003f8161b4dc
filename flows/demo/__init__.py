"""Demo: a sample portal on loopback whose every page is invented, and the comparison of what was read with it."""
