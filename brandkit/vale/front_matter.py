"""What stands in front of a Markdown text: its title and other values, which are prose too."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

import regex
import yaml

from brandkit.vale.blocks import Block, Origin

_YAML = regex.compile(r"\s*---[ \t]*\n(?P<inside>.*?)\n---[ \t]*(?:\n|\Z)", regex.DOTALL)
_TOML = regex.compile(r"\s*\+\+\+[ \t]*\n(?P<inside>.*?)\n\+\+\+[ \t]*(?:\n|\Z)", regex.DOTALL)


def front_matter_blocks(text: str, extension: str) -> Iterator[Block]:
    """A block for each text among the values; none when they cannot be read.

    Vale looks for values above the first place where what follows the front matter stands: where nothing
    follows, it finds none.
    """
    found = _YAML.match(text) or _TOML.match(text)
    if found is None:
        return
    lines = text[: text.find(text[found.end() :])].split("\n")
    for key, value in _values(found).items():
        line = _line(lines, value.split("\n", 1)[0]) if isinstance(value, str) else -1
        if isinstance(value, str) and line >= 0:
            start = text.find(value)
            tags = ("text", "frontmatter", *key.split("."), *filter(None, extension.split(".")))
            origins = (Origin(at=0, start=start, length=len(value)),) if start >= 0 else ()
            yield Block(text=value, tags=frozenset(tags), line=line - 1, origins=origins)


def _values(found: regex.Match[str]) -> Mapping[str, object]:
    try:
        if found.re is _TOML:
            return dict(tomllib.loads(found["inside"]))
        value = yaml.load(found["inside"], Loader=_Loader)  # noqa: S506  (it is a safe loader)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        return {}
    return {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}


def _line(lines: list[str], text: str) -> int:
    """The longest of the lines that hold the text; -1 when none does."""
    holding = [number for number, line in enumerate(lines) if text in line]
    return max(holding, key=lambda number: len(lines[number]), default=-1)


class _Loader(yaml.SafeLoader):
    """A date is a text here."""

    yaml_implicit_resolvers = {  # noqa: RUF012  (as the class it extends has it)
        sign: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
        for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
