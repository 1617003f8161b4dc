"""What a build depends on, as one fingerprint: equal inputs give an equal release.

What belongs here: which rows and files the marts are a function of. What does not: building.
"""

import hashlib

from flows.load.store import RawStore
from flows.settings import PROJECT_DIR

_PROJECT_PARTS = (
    "dbt_project/models",
    "dbt_project/macros",
    "dbt_project/seeds",
    "dbt_project/dbt_project.yml",
    "flows/personal.py",
)


def inputs_fingerprint(store: RawStore) -> str:
    """SHA-256 over the raw rows that the marts are made of and over the dbt project's files.

    Captures that found nothing new are left out: they say that a page was looked at, and change no fact.
    """
    return hashlib.sha256(f"{store.content_fingerprint()}|{project_fingerprint()}".encode()).hexdigest()


def project_fingerprint() -> str:
    """SHA-256 over the files that the marts are a function of: the dbt project's, and the function that it uses."""
    digest = hashlib.sha256()
    for part in _PROJECT_PARTS:
        root = PROJECT_DIR / part
        files = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file())
        for path in files:
            digest.update(str(path.relative_to(PROJECT_DIR)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
