"""Reading a brand kit from its folder: the one place in this package that touches files."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from brandkit.briefs import ChannelName
from brandkit.channel_files import parse_channel, shipped_channels
from brandkit.channels import Channel
from brandkit.entries import parse_yaml
from brandkit.errors import KitError
from brandkit.kit import BrandKit
from brandkit.kit_entries import parse_claims, parse_kit, parse_terms, vocabulary
from brandkit.pack_files import pack_names, packs_digest, read_pack
from brandkit.packs import parse_choices
from brandkit.rules import Rule, parse
from brandkit.templates import Template, TemplateError, parse_template

__all__ = ["guideline_files", "read_kit", "shipped_channels"]

_RULE_BEARING = (
    "kit.yaml",
    "terms.csv",
    "claims.yaml",
    "rules/*.y*ml",
    "templates/*.y*ml",
    "channels/*.y*ml",
)


def read_kit(folder: Path) -> BrandKit:
    """The kit in a folder. `KitError` names the file, the line and the change to make."""
    if not (folder / "kit.yaml").is_file():
        raise KitError(
            f"there is no kit.yaml in {folder}. Name the folder that holds the brand's kit.", file="kit.yaml"
        )
    terms = parse_terms(_table(folder, "terms.csv"), "terms.csv")
    products, words = vocabulary(_yaml(folder, "kit.yaml"), terms)
    choices = parse_choices(_yaml(folder, "kit.yaml"), pack_names())
    packed = (rule for each in choices for rule in read_pack(each, vocabulary=products + words).rules)
    return parse_kit(
        _yaml(folder, "kit.yaml"),
        slug=folder.resolve().name,
        version=_version(folder, packs_digest(choices)),
        channels=_channels(folder),
        rules=(*_rules(folder, products + words), *packed),
        packs=tuple(each.pack for each in choices),
        terms=terms,
        claims=parse_claims(_yaml(folder, "claims.yaml"), "claims.yaml"),
        templates=tuple(_templates(folder)),
    )


def guideline_files(folder: Path) -> tuple[Path, ...]:
    """The files under `guidelines/`, by name, without hidden ones. Readers know which are documents."""
    files = (folder / "guidelines").rglob("*")
    return tuple(sorted(path for path in files if path.is_file() and not path.name.startswith(".")))


def _channels(folder: Path) -> Mapping[ChannelName, Channel]:
    """The shipped formats, with those of the kit's own `channels/` in their place or beside them."""
    own = {
        channel.name: channel
        for path in _files(folder, "channels/*.y*ml")
        for channel in [parse_channel(_yaml(folder, path), path)]
    }
    return MappingProxyType({**shipped_channels(), **own})


def _rules(folder: Path, words: tuple[str, ...]) -> Iterator[Rule]:
    for path in _files(folder, "rules/*.y*ml"):
        yield parse(_yaml(folder, path), path, vocabulary=words)


def _templates(folder: Path) -> Iterator[Template]:
    for path in _files(folder, "templates/*.y*ml"):
        mapping = _yaml(folder, path)
        if not isinstance(mapping, dict):
            raise KitError("a template file must be a list of “key: value” lines.", file=path)
        try:
            yield parse_template(mapping, path)
        except TemplateError as error:
            raise KitError(str(error).removeprefix(f"{path}: "), file=path) from error


def _version(folder: Path, packs: str) -> str:
    digest = hashlib.sha256(packs.encode())
    for pattern in _RULE_BEARING:
        for path in _files(folder, pattern):
            content = (folder / path).read_bytes()
            digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def _files(folder: Path, pattern: str) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern)))


def _yaml(folder: Path, name: str) -> object:
    path = folder / name
    return parse_yaml(_text(path, name), name) if path.is_file() else None


def _table(folder: Path, name: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers; none when there is no such file."""
    path = folder / name
    if not path.is_file():
        return []
    reader = csv.DictReader(io.StringIO(_text(path, name)), restkey="")
    rows = []
    for row in reader:
        if "" in row:
            problem = (
                "this row has more cells than the first line names. Put quotes around a text with a comma."
            )
            raise KitError(problem, file=name, line=reader.line_num)
        rows.append((reader.line_num, {key.strip(): (value or "").strip() for key, value in row.items()}))
    return rows


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KitError("this is not UTF-8 text. Save it again with the encoding UTF-8.", file=name) from error
