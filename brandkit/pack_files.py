"""Reading the rule packs that come with the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from brandkit.entries import Entry, LocatedMapping, parse_yaml
from brandkit.errors import KitError
from brandkit.findings import Severity
from brandkit.packs import Pack, PackChoice, check_choice
from brandkit.rules import Rule, parse
from brandkit.word_classes import WordClasses

_ABOUT = "pack.yml"
_WORDS = "words.yml"


@dataclass(frozen=True, kw_only=True)
class _PackFiles:
    """A pack's files as they were read: what it is about, and the mapping of each of its rules."""

    about: object
    rules: Mapping[str, object]
    digest: str


def pack_names() -> tuple[str, ...]:
    """The packs that come with the desk, by name."""
    return tuple(sorted(folder.name for folder in _folder().iterdir() if folder.is_dir()))


def read_pack(choice: PackChoice, *, vocabulary: tuple[str, ...] = ()) -> Pack:
    """A pack as a kit chose it. `vocabulary` holds the brand's own words, which style rules leave alone.

    `KitError` names the file, the line and the change to make.
    """
    files = _read(choice.pack)
    check_choice(choice, files.rules)
    bare = _pack(choice.pack, files.about)
    rules = tuple(
        _rule(bare, stem, mapping, choice.levels.get(stem), vocabulary)
        for stem, mapping in files.rules.items()
        if stem not in choice.without
    )
    return Pack(
        name=bare.name,
        title=bare.title,
        about=bare.about,
        markets=bare.markets,
        channels=bare.channels,
        rules=rules,
    )


def packs_digest(choices: Sequence[PackChoice]) -> str:
    """A hash over the files of the chosen packs, so that a kit's version changes with them."""
    listed = "".join(f"{choice.pack}\0{_read(choice.pack).digest}\0" for choice in choices)
    return hashlib.sha256(listed.encode()).hexdigest() if listed else ""


def _folder() -> Traversable:
    return resources.files("brandkit").joinpath("shipped/packs")


@cache
def _words() -> str:
    return resources.files("brandkit").joinpath(f"shipped/{_WORDS}").read_text("utf-8")


@cache
def _classes() -> WordClasses:
    listed = parse_yaml(_words(), _WORDS)
    if not isinstance(listed, Mapping):
        raise KitError("the word classes must be lists by name.", file=_WORDS)
    return WordClasses(listed, file=_WORDS)


@cache
def _read(name: str) -> _PackFiles:
    texts = {
        path.name: path.read_text("utf-8")
        for path in sorted(_folder().joinpath(name).iterdir(), key=lambda path: path.name)
        if path.name.endswith(".yml")
    }
    parsed = {file: parse_yaml(text, f"packs/{name}/{file}") for file, text in texts.items()}
    hashed = {**texts, _WORDS: _words()}
    digest = hashlib.sha256("".join(f"{file}\0{text}\0" for file, text in hashed.items()).encode())
    return _PackFiles(
        about=parsed.pop(_ABOUT, None),
        rules={
            file.removesuffix(".yml"): _classes().spelled_out(value, f"packs/{name}/{file}")
            for file, value in parsed.items()
        },
        digest=digest.hexdigest(),
    )


def _pack(name: str, about: object) -> Pack:
    entry = Entry(about, file=f"packs/{name}/{_ABOUT}", name="a pack's file")
    pack = Pack(
        name=name,
        title=entry.text("title"),
        about=entry.text("about"),
        markets=entry.texts("markets"),
        channels=entry.texts("channels"),
    )
    entry.finish()
    return pack


def _rule(
    pack: Pack, stem: str, mapping: object, level: Severity | None, vocabulary: tuple[str, ...]
) -> Rule:
    """A rule of a pack; a source nobody read in the original cannot make an error."""
    file = f"packs/{pack.name}/{stem}.yml"
    whole = _with_defaults(mapping, pack, level)
    rule = parse(whole, file, vocabulary=vocabulary, name=f"{pack.name}.{stem}", proven=True)
    if level is None and not rule.header.confirmed and rule.header.severity is Severity.ERROR:
        problem = "a source that is not confirmed gives a warning at most. Lower “level”, or confirm it."
        raise KitError(problem, file=file)
    return rule


def _with_defaults(mapping: object, pack: Pack, level: Severity | None) -> object:
    """What the pack says for all its rules, and the kit for one, put into a rule's own mapping."""
    if not isinstance(mapping, LocatedMapping):
        return mapping
    defaults = dict(_defaults(pack))
    whole = LocatedMapping({**defaults, **mapping, **({"level": level.value} if level else {})})
    whole.lines = mapping.lines
    return whole


def _defaults(pack: Pack) -> Iterator[tuple[str, object]]:
    if pack.markets:
        yield "markets", list(pack.markets)
    if pack.channels:
        yield "channels", list(pack.channels)
