"""Reading source files: `data/sources/*.yml` to checked `Source`s.

What belongs here: finding the files, reading YAML, naming the file and the field that is wrong. What does
not: what the fields mean (`model.py`).
"""

import re
from pathlib import Path

import yaml
from pydantic import ValidationError

from flows.errors import SettingsError
from flows.sources.model import Source


def load_source(path: Path) -> Source:
    """Read one source file.

    Raises:
        SettingsError: the file cannot be read or is no YAML mapping, a field is missing, unknown or wrong, or
            the id is not the file's name; the message names the file and every field.
    """
    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    if not isinstance(fields, dict):
        raise SettingsError(f"{path}: holds no fields; data/sources/README.md shows what a source looks like")
    try:
        source = Source.model_validate(fields)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'source'}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        )
        raise SettingsError(f"{path}: {wrong}") from error
    if source.id != path.stem:
        raise SettingsError(f"{path}: id: is {source.id!r} where the file's name says {path.stem!r}")
    if source.folder is not None:
        return source.model_copy(update={"folder": path.parent / source.folder})
    return source


def load_sources(folder: Path) -> list[Source]:
    """Read every source file (`*.yml`) of a folder, in the order of their names, switched off ones too.

    Raises:
        SettingsError: the folder is missing, or one or more files are wrong: all of them are named.
    """
    if not folder.is_dir():
        raise SettingsError(f"{folder}: no such folder of source files")
    sources: list[Source] = []
    wrong: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            sources.append(load_source(path))
        except SettingsError as error:
            wrong.append(str(error))
    if wrong:
        raise SettingsError("\n".join(wrong))
    return sources


def folder_source(folder: Path) -> Source:
    """A source for a folder of saved pages that has no source file; its id comes from the folder's name.

    Raises:
        SettingsError: there is no such folder.
    """
    if not folder.is_dir():
        raise SettingsError(f"{folder}: no such folder")
    name = re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower()).strip("_")
    return Source(
        id=f"files_{name}"[:63].rstrip("_"),
        title=f"Saved pages in {folder.name or folder}",
        kind="files",
        folder=folder,
    )
