"""Where the files of a build lie.

What belongs here: names and places. What does not: what is written there (`dbt.py`, `base.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from flows.settings import Settings

_NOW: Final = "now"
"""A link to the folder of the build that dbt works on: what dbt was told of an earlier build holds of the next one
word for word, so that it need not read the project again."""

YEARS: Final = "int_years"
"""The work table that the next build compares with its own; what that one carries over of the others is made of seeds
alone."""


@dataclass(frozen=True, slots=True)
class BuildFiles:
    """The files of one build.

    Attributes:
        folder: of this build alone.
        store: the raw tables' file that it reads.
        target: what dbt writes beside its tables: manifest, results, log.
    """

    folder: Path
    store: Path
    target: Path

    @property
    def candidate(self) -> Path:
        """The marts, as they will be published."""
        return self.folder / "gongkai.duckdb"

    @property
    def work(self) -> Path:
        """Seeds, staging and intermediate models."""
        return self.folder / "work.duckdb"

    @property
    def spilled(self) -> Path:
        """What a build has no room for in memory, as the profile names it; of no use once dbt has ended."""
        return self.folder / "work.duckdb.tmp"

    @property
    def manifest(self) -> Path:
        """All nodes of the project, with what each is made of."""
        return self.target / "manifest.json"

    @property
    def parsed(self) -> Path:
        """The project as dbt has read it."""
        return self.target / "partial_parse.msgpack"

    @property
    def docs(self) -> Path:
        """The page of the models and their lineage."""
        return self.folder / "docs"

    @property
    def attached(self) -> Mapping[str, Path]:
        """The files that models name beside the work file."""
        return {"store": self.store, "gongkai": self.candidate}


def build_files(settings: Settings, run_id: str) -> BuildFiles:
    """The files of one run's build."""
    return files_in(settings.warehouse_dir / run_id, settings.store_file)


def files_in(folder: Path, store: Path) -> BuildFiles:
    """The files of the build in a folder."""
    folder = folder.absolute()
    return BuildFiles(folder=folder, store=store.absolute(), target=folder / "dbt")


def build_folders(builds: Path) -> list[Path]:
    """The folders of all builds, the oldest first."""
    return sorted(path for path in builds.glob("*") if path.is_dir() and not path.is_symlink())


def by_link(files: BuildFiles) -> BuildFiles:
    """The same files by addresses that are those of every build; of the build that asked last."""
    link = files.folder.parent / _NOW
    link.unlink(missing_ok=True)
    link.symlink_to(files.folder.name, target_is_directory=True)
    return replace(files, folder=link)
