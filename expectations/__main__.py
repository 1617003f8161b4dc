"""`python -m expectations PARENT`: the gate in a process of its own; PARENT is the process that began it.

Great Expectations takes seconds to import and holds the file it reads until its process ends; both stay here. So one
process serves both checkpoints of a night. It reads requests from its standard input, a JSON object a line, and
answers each with a line that names the file of the verdict. It ends with its input, and with its parent.
"""

import json
import sys
from pathlib import Path
from typing import Any

from expectations.checkpoint import check_raw, check_release
from expectations.history import verdict_file
from expectations.raw import Volume
from expectations.verdict import Verdict, write_verdict
from flows.orphans import end_with


def main() -> None:
    """Serve requests: `{"suite": "raw" | "release", "run_id", "last_release", "file", "quality", ...}`, with the
    `volumes` of the sources for the raw store and the `previous` file, or null, for a built one."""
    end_with(int(sys.argv[1]))
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        path = verdict_file(Path(request["quality"]), request["suite"], request["run_id"])
        path.parent.mkdir(parents=True, exist_ok=True)
        write_verdict(_verdict(request), path)
        sys.stdout.write(json.dumps(str(path)) + "\n")
        sys.stdout.flush()


def _verdict(request: dict[str, Any]) -> Verdict:
    file, quality = Path(request["file"]), Path(request["quality"])
    last_release, run_id = request["last_release"], request["run_id"]
    if request["suite"] == "raw":
        volumes = [Volume(**one) for one in request["volumes"]]
        return check_raw(file, last_release, volumes, run_id, quality)
    previous = Path(request["previous"]) if request["previous"] else None
    return check_release(file, previous, last_release, run_id, quality)


if __name__ == "__main__":
    main()
