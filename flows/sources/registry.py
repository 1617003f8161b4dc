"""Reading source files: `data/sources/*.yml` to checked `Source`s.

What belongs here: finding the files, reading YAML, naming the file and the field that is wrong. What does
not: what the fields mean (`model.py`), and the form of a file of addresses (`addresses.py`).
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from pydantic import ValidationError

from flows.errors import SettingsError
from flows.sources.addresses import read_addresses
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
    source = _source_of(fields, path)
    if source.folder is not None:
        return source.model_copy(update={"folder": path.parent / source.folder})
    return _with_start_file(source, path) if source.start_file is not None else source


def _source_of(fields: object, path: Path) -> Source:
    """The checked source of a file's fields, named as the file is."""
    if not isinstance(fields, dict):
        raise SettingsError(f"{path}: holds no fields; data/sources/README.md shows what a source looks like")
    try:
        source = Source.model_validate(fields)
    except ValidationError as error:
        raise SettingsError(f"{path}: {_said(error)}") from error
    if source.id != path.stem:
        raise SettingsError(f"{path}: id: is {source.id!r} where the file's name says {path.stem!r}")
    return source


def _with_start_file(source: Source, path: Path) -> Source:
    """The source with the addresses of its file among its start addresses, checked as those are.

    Without `allowed_hosts` the hosts of all start addresses may be asked.
    """
    file = path.parent / str(source.start_file)
    try:
        listed = read_addresses(file)
        start = tuple(dict.fromkeys((*source.start, *listed)))
        hosts = source.allowed_hosts or tuple(sorted({urlsplit(url).hostname or "" for url in start}))
        given = source.model_dump() | {"start": start, "start_file": file, "allowed_hosts": hosts}
        return Source.model_validate(given)
    except (ValidationError, ValueError) as error:
        raise SettingsError(f"{path}: start_file: {file}: {_said(error)}") from error
    except OSError as error:
        raise SettingsError(f"{path}: start_file: {file}: cannot be read: {error.strerror}") from error


def _said(error: ValueError) -> str:
    """What is wrong, field by field."""
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(
        f"{'.'.join(map(str, e['loc'])) or 'source'}: {e['msg'].removeprefix('Value error, ')}"
        for e in error.errors()
    )


def refuse_known(folder: Path, source_id: str) -> Path:
    """The path of a new source's file.

    Raises:
        SettingsError: there is such a source already.
    """
    path = folder / f"{source_id}.yml"
    if path.exists():
        raise SettingsError(f"{path}: is there already; give the new source another id")
    return path


def save_new_source(folder: Path, source_id: str, text: str) -> Path:
    """Write the file of a new source; gives its path. What is there is never overwritten.

    Raises:
        SettingsError: the text is no valid source, there is such a source already, or the file cannot be written.
    """
    path = refuse_known(folder, source_id)
    _source_of(yaml.safe_load(text), path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written: {error.strerror}") from error
    return path


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
