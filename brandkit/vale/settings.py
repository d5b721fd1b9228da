"""What a `.vale.ini` says: which styles and rules hold for which files, and what is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import regex

from brandkit.errors import KitError
from brandkit.findings import Severity

_SECTION = regex.compile(r"\[(.+)\]\s*(?:[#;].*)?")
_SETTING = regex.compile(r"([^=:]+?)\s*[=:]\s*(.*)")
_REMARK = regex.compile(r"\s[#;].*")
_ON = "YES"
_LEVELS = {severity.value: severity for severity in Severity}
_NOT_USED = {
    "Packages": "packages are not downloaded; styles have to be in the StylesPath",
    "NLPEndpoint": "no other service is asked about sentences",
    "Transform": "files are not transformed first",
    "Lang": "sentences are found as in English",
    "View": "data files are not read",
    "CommentDelimiters": "switches are read in HTML comments and, in MDX, in {/* … */}",
}
_CORE = frozenset(
    {
        "StylesPath",
        "MinAlertLevel",
        "Vocab",
        "IgnoredScopes",
        "SkippedScopes",
        "IgnoredClasses",
        "WordTemplate",
    }
)
_EVERYWHERE = "*"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One `[glob]`: its styles (None: it names none), its rules, and the patterns taken out before checking."""

    glob: str
    styles: tuple[str, ...] | None = None
    rules: Mapping[str, str] = field(default_factory=dict)
    token_ignores: tuple[str, ...] = ()
    block_ignores: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """A whole set-up. `notes` name what it says that has no effect here."""

    styles_paths: tuple[str, ...] = ()
    least: Severity = Severity.SUGGESTION
    vocabularies: tuple[str, ...] = ()
    ignored_scopes: tuple[str, ...] = ()
    skipped_scopes: tuple[str, ...] = ()
    ignored_classes: tuple[str, ...] = ()
    word_template: str = ""
    formats: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def everywhere(self) -> Section:
        """The section `[*]`, which holds for all files."""
        return next((each for each in self.sections if each.glob == _EVERYWHERE), Section(glob=_EVERYWHERE))

    @property
    def narrower(self) -> tuple[Section, ...]:
        """The other sections, in their order."""
        return tuple(each for each in self.sections if each.glob != _EVERYWHERE)

    @property
    def levels(self) -> Mapping[str, Severity]:
        """The rules that are given another severity; the last word counts."""
        return {
            name: _LEVELS[value]
            for each in (self.everywhere, *self.narrower)
            for name, value in each.rules.items()
            if value in _LEVELS
        }


def is_on(value: str) -> bool:
    """Whether a rule's setting turns it on: YES, or a severity."""
    return value == _ON or value in _LEVELS


def parse_settings(text: str, file: str = ".vale.ini") -> Settings:
    """The settings in a text. `KitError` names the line that is neither a section nor a setting."""
    groups: dict[str, dict[str, list[str]]] = {"": {}}
    group = groups[""]
    for number, line in _lines(text):
        if found := _SECTION.fullmatch(line):
            group = groups.setdefault(found[1].strip(), {})
        elif found := _SETTING.fullmatch(line):
            group.setdefault(found[1].strip(), []).append(_value(found[2]))
        else:
            problem = "this is neither a [section] nor “key = value”. Correct it, or start it with #."
            raise KitError(problem, file=file, line=number)
    return _settings(groups, file)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something; one that ends with a backslash goes on in the next."""
    kept, first = "", 0
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        stripped = line.strip()
        if not kept and (not stripped or stripped[0] in "#;"):
            continue
        first = first or number
        kept += stripped.removesuffix("\\")
        if not stripped.endswith("\\"):
            yield first, kept
            kept, first = "", 0
    if kept:
        yield first, kept


def _value(text: str) -> str:
    for quote in ('"""', "`", '"', "'"):
        if len(text) >= 2 * len(quote) and text.startswith(quote) and text.endswith(quote):
            return text[len(quote) : -len(quote)]
    return _REMARK.sub("", text).strip()


def _settings(groups: Mapping[str, Mapping[str, list[str]]], file: str) -> Settings:
    core = groups[""]
    sections = [(name, group) for name, group in groups.items() if name not in {"", "formats", "asciidoctor"}]
    least = core.get("MinAlertLevel", [Severity.SUGGESTION.value])[-1]
    if least not in _LEVELS:
        problem = f"“MinAlertLevel” is “{least}”. Use suggestion, warning or error."
        raise KitError(problem, file=file)
    for name, group in sections:
        for key in _CORE.intersection(group):
            raise KitError(f"“{key}” stands under [{name}]. Put it above all sections.", file=file)
    return Settings(
        styles_paths=tuple(core.get("StylesPath", ())),
        least=_LEVELS[least],
        vocabularies=_items(core, "Vocab"),
        ignored_scopes=_items(core, "IgnoredScopes"),
        skipped_scopes=_items(core, "SkippedScopes"),
        ignored_classes=_items(core, "IgnoredClasses"),
        word_template=core.get("WordTemplate", [""])[-1],
        formats={key: values[-1] for key, values in groups.get("formats", {}).items()},
        sections=tuple(_section(name, group) for name, group in sections),
        notes=tuple(_notes(groups)),
    )


def _section(name: str, group: Mapping[str, list[str]]) -> Section:
    return Section(
        glob=name,
        styles=_items(group, "BasedOnStyles") if "BasedOnStyles" in group else None,
        rules={key: values[-1] for key, values in group.items() if "." in key},
        token_ignores=_items(group, "TokenIgnores"),
        block_ignores=_items(group, "IgnorePatterns") + _items(group, "BlockIgnores"),
    )


def _items(group: Mapping[str, list[str]], key: str) -> tuple[str, ...]:
    """The items of all lines of a key, each once. A comma always parts, also inside of a pattern, as in Vale."""
    items = [item.strip() for value in group.get(key, ()) for item in value.split(",")]
    return tuple(dict.fromkeys(filter(None, items)))


def _notes(groups: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    for group in groups.values():
        for key in group:
            if key in _NOT_USED:
                yield f"{key} has no effect: {_NOT_USED[key]}."
