"""Stage check: the gate runs on the built file in a process of its own and says whether it may be
published."""
