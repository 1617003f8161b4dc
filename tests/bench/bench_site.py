"""How long a site of 50,000 bodies takes, how much memory, and how many files it is.

The build runs in a process of its own and reads its own peak from the kernel: the peak that `getrusage` tells begins
with that of the process which started it. The release is invented (`tests/site/panel.py`):
18 million facts with their texts and cells, made before the clock starts.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flows.settings import make_settings
from tests.measures import Measure
from tests.site.panel import make_release

N_BODIES = 50_000
N_OF_DEMO = 100
"""The demo has 50 bodies and 24,000 facts; so many here have some 36,000."""
YEARS = 2
"""Of which each body has a report."""
_BUILD = """
import re, sys
from pathlib import Path
from flows.reference import load_reference
from flows.settings import make_settings
from flows.site.build import build_site
report = build_site(make_settings(data_dir=Path(sys.argv[1])), load_reference())
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(report.seconds, peak, report.n_files)
"""


def measures(n_bodies: int = N_BODIES) -> Iterator[Measure]:
    """Seconds, megabytes at the peak, and files; and the seconds of a release that is larger than the demo's."""
    seconds, peak, files = built_site(n_bodies)
    note = f"{n_bodies:,} bodies"
    yield Measure("site.seconds", seconds, 180, "at most", note=note)
    yield Measure("site.peak_mb", peak, 1_000, "at most", note=note)
    yield Measure("site.files", files, 10_000, "at most", note=note)
    seconds, _, _ = built_site(N_OF_DEMO)
    yield Measure("site.seconds_of_demo", seconds, 30, "at most", note=f"{N_OF_DEMO:,} bodies")


def built_site(n_bodies: int) -> tuple[float, float, float]:
    """Build the site of an invented release: seconds, megabytes at the peak, files."""
    with tempfile.TemporaryDirectory() as folder:
        make_release(make_settings(data_dir=Path(folder)), n_bodies, years=YEARS)
        answer = subprocess.run(
            [sys.executable, "-c", _BUILD, folder], capture_output=True, text=True, check=True
        ).stdout.split()
    seconds, peak, files = map(float, answer[-3:])  # DuckDB may show its progress before
    return seconds, peak, files
