"""`python -m expectations`: the gate in a process of its own.

Great Expectations takes seconds to import and holds the file it reads until its process ends; both stay here.
The exit code is 0 whenever a verdict was written, whatever it says.
"""

import argparse
from pathlib import Path

from expectations.checkpoint import run_checkpoint
from expectations.verdict import write_verdict


def main() -> None:
    """Check a built file and write `<out>/verdicts/<run>.json`, `<out>/results/` and `<out>/docs/`."""
    parser = argparse.ArgumentParser(
        prog="python -m expectations", description="Check a built file for publishing."
    )
    parser.add_argument("--file", type=Path, required=True, help="the built DuckDB file")
    parser.add_argument("--previous", type=Path, help="the last release, to compare with")
    parser.add_argument("--run-id", required=True, help="the night")
    parser.add_argument("--out", type=Path, required=True, help="folder of verdicts, results and Data Docs")
    given = parser.parse_args()
    verdict = run_checkpoint(given.file, given.previous, given.run_id, given.out)
    folder = given.out / "verdicts"
    folder.mkdir(parents=True, exist_ok=True)
    write_verdict(verdict, folder / f"{given.run_id}.json")


if __name__ == "__main__":
    main()
