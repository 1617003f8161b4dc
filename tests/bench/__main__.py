"""`make bench`: how fast, as ratios within one run. Each bench module gives its figures; here they are gathered."""

import sys

from tests.bench import bench_clean, bench_read
from tests.measures import publish


def main() -> int:
    """Run every bench, print and write; 1 where a target is missed."""
    return 0 if publish("bench", [*bench_clean.measures(), *bench_read.measures()]) else 1


if __name__ == "__main__":
    sys.exit(main())
