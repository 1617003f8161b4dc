"""`make bench`: how fast, as ratios within one run. Each bench module gives its figures; here they are gathered."""

import sys

from tests.bench import (
    bench_clean,
    bench_collect,
    bench_copies,
    bench_gate,
    bench_nights,
    bench_read,
    bench_scale,
    bench_site,
    bench_warehouse,
    bench_workers,
)
from tests.measures import publish

BENCHES = (
    bench_clean,
    bench_read,
    bench_workers,
    bench_copies,
    bench_collect,
    bench_warehouse,
    bench_scale,
    bench_gate,
    bench_site,
    bench_nights,
)


def main() -> int:
    """Run every bench, print and write; 1 where a target is missed."""
    return 0 if publish("bench", [measure for bench in BENCHES for measure in bench.measures()]) else 1


if __name__ == "__main__":
    sys.exit(main())
