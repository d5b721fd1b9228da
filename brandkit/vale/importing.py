"""A Vale style as rules of a brand kit: which files to write, and what cannot be taken over and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from brandkit.entries import parse_yaml
from brandkit.errors import KitError
from brandkit.findings import Severity
from brandkit.rules import parse
from brandkit.vale.rule_sets import LeftOut, NotRun, RuleSource, WordLists, parse_rule
from brandkit.vale.settings import Settings, is_on

_MARK = "# Taken over from Vale:"
_LEVEL = regex.compile(r"^level:.*$", regex.MULTILINE)
_PLAIN_WORD = regex.compile(r"[\w '’\-.&+]+")
_ELSEWHERE = {"readability": "the kit has no such kind of rule; write the grade as a metric rule"}


@dataclass(frozen=True, kw_only=True)
class Import:
    """The files to write, by their path in the kit, the rules in them, and what was not taken."""

    files: Mapping[str, str]
    taken: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def is_own(text: str) -> bool:
    """Whether a rule file was written by hand, and not by an earlier import."""
    return not text.startswith(_MARK)


def to_kit(settings: Settings, sources: Sequence[RuleSource], words: WordLists) -> Import:
    """The rules of a set-up for a kit. Rules that are off everywhere are not taken."""
    files: dict[str, str] = {}
    taken: list[str] = []
    left_out: list[LeftOut] = []
    for source in sources:
        if not _is_on(source.name, settings):
            left_out.append(LeftOut(name=source.name, reason="the set-up turns it off"))
            continue
        path = _path(source.name)
        try:
            parse_rule(source, settings, words)
            files[path] = _kit_file(source, path, settings.levels.get(source.name))
            taken.append(source.name)
        except NotRun as error:
            left_out.append(LeftOut(name=source.name, reason=str(error)))
        except KitError as error:
            left_out.append(LeftOut(name=source.name, reason=error.problem))
    for name, text in _word_rules(words):
        files[_path(name)] = text
        taken.append(name)
    return Import(files=files, taken=tuple(taken), left_out=(*left_out, *_left_words(words)))


def _is_on(name: str, settings: Settings) -> bool:
    said = [section.rules[name] for section in settings.sections if name in section.rules]
    return any(map(is_on, said)) if said else True


def _path(name: str) -> str:
    words = regex.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "-", name)
    return f"rules/{words.lower().strip('-')}.yml"


def _kit_file(source: RuleSource, path: str, level: Severity | None) -> str:
    """The rule's own text under a mark, checked to be one that the kit reads."""
    text = source.text.removeprefix("\ufeff")
    if level is not None:
        text = _LEVEL.sub("", text).rstrip() + f"\nlevel: {level.value}\n"
    mapping = parse_yaml(text, path)
    kind = mapping.get("extends") if isinstance(mapping, dict) else None
    if kind in _ELSEWHERE:
        raise KitError(_ELSEWHERE[str(kind)], file=path)
    parse(mapping, path)
    return f"{_MARK} {source.name}\n{text.rstrip()}\n"


def _word_rules(words: WordLists) -> Iterator[tuple[str, str]]:
    """A vocabulary as two rules: how accepted words are written, and which words are rejected."""
    swaps = {word.lower(): word for word in words.accepted if _is_cased_word(word)}
    if swaps:
        yield _listed(
            "Vale.Terms", "substitution", "Use '%s' instead of '%s'.", {"ignorecase": True, "swap": swaps}
        )
    if words.rejected:
        yield _listed("Vale.Avoid", "existence", "Avoid using '%s'.", {"tokens": list(words.rejected)})


def _is_cased_word(word: str) -> bool:
    return _PLAIN_WORD.fullmatch(word) is not None and word != word.lower()


def _listed(name: str, kind: str, message: str, more: Mapping[str, object]) -> tuple[str, str]:
    value = {"extends": kind, "message": message, "level": "error", "vocab": False, **more}
    lines = (f"{key}: {json.dumps(each, ensure_ascii=False)}\n" for key, each in value.items())
    return name, f"{_MARK} {name}\n{''.join(lines)}"


def _left_words(words: WordLists) -> Iterator[LeftOut]:
    """Accepted words say how they are written; as exceptions of all rules a kit knows its terms."""
    for word in words.accepted:
        if not _PLAIN_WORD.fullmatch(word):
            yield LeftOut(name=f"accept.txt: {word}", reason="it is a pattern; a kit's terms are plain words")
    if words.accepted:
        reason = "add the words to terms.csv as preferred, case exact, so that other rules leave them alone"
        yield LeftOut(name="accept.txt as exceptions", reason=reason)
