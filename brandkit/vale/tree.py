"""Reading a Vale set-up from its folders: the one place in this package that touches files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from brandkit.errors import KitError, Refusal
from brandkit.vale.rule_sets import LeftOut, RuleSet, RuleSource, WordLists, build, named_rules, named_styles
from brandkit.vale.settings import Section, Settings, parse_settings

_NAMES = (".vale.ini", "_vale.ini", "vale.ini")
_VOCABULARIES = ("config/vocabularies", "Vocab")


@dataclass(frozen=True, kw_only=True)
class Package:
    """The files of a style, of several side by side, or of a whole set-up, before they become rules."""

    settings: Settings
    sources: tuple[RuleSource, ...]
    words: WordLists
    missing: tuple[LeftOut, ...] = ()


def read_setup(ini: Path) -> RuleSet:
    """The rules of a `.vale.ini` and the styles it names. `KitError` says which file is missing or wrong."""
    package = _read_tree(ini)
    rules = build(package.settings, package.sources, package.words)
    return replace(rules, left_out=(*rules.left_out, *package.missing))


def read_package(folder: Path, vocabulary: Path | None = None) -> Package:
    """What a folder holds: a style, styles side by side, or a tree with its `.vale.ini`; and a vocabulary."""
    if not folder.is_dir():
        raise Refusal(f"{folder} is no folder. Name the folder of a style, or of a Vale set-up.")
    words = read_words(vocabulary) if vocabulary else WordLists()
    ini = next((folder / name for name in _NAMES if (folder / name).is_file()), None)
    if ini is not None:
        package = _read_tree(ini)
        return replace(package, words=words) if vocabulary else package
    sources = tuple(_sources(folder))
    if not sources:
        raise Refusal(f"There are no rules (*.yml) in {folder}. Name the folder of a style.")
    styles = tuple(dict.fromkeys(source.name.partition(".")[0] for source in sources))
    settings = Settings(sections=(Section(glob="*", styles=styles),))
    return Package(settings=settings, sources=sources, words=words)


def read_words(folder: Path) -> WordLists:
    """A vocabulary folder: `accept.txt` and `reject.txt`, one pattern a line, `# ` starts a remark."""
    if not folder.is_dir():
        raise Refusal(
            f"There is no vocabulary folder {folder}. Name the folder of accept.txt and reject.txt."
        )
    return WordLists(
        accepted=tuple(_word_list(folder / "accept.txt")), rejected=tuple(_word_list(folder / "reject.txt"))
    )


def write_into_kit(folder: Path, files: Mapping[str, str], *, left_alone: Callable[[str], bool]) -> list[str]:
    """Write rule files into a kit; those that stand there and are not an earlier import stay as they are.

    `left_alone` judges a file by its text. Gives the paths that stayed.
    """
    kept = []
    for name, text in files.items():
        path = folder / name
        if path.is_file() and left_alone(_text(path)):
            kept.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return kept


def _read_tree(ini: Path) -> Package:
    if not ini.is_file():
        raise Refusal(f"There is no file {ini}. Name the .vale.ini of the set-up.")
    settings = parse_settings(_text(ini), str(ini))
    folders = tuple(_folders(ini, settings))
    sources = [source for style in named_styles(settings) for source in _style(style, folders)]
    loaded = {source.name.partition(".")[0] for source in sources}
    missing = []
    for name in named_rules(settings):
        if name.partition(".")[0] not in loaded:
            found = _rule(name, folders)
            if found is None:
                missing.append(LeftOut(name=name, reason="there is no such rule in the StylesPath"))
            else:
                sources.append(found)
    return Package(
        settings=settings, sources=tuple(sources), words=_words(settings, folders), missing=tuple(missing)
    )


def _folders(ini: Path, settings: Settings) -> Iterator[Path]:
    for written in settings.styles_paths or ("styles",):
        folder = ini.parent / written
        if folder.is_dir():
            yield folder
        elif settings.styles_paths:
            raise KitError(f"the StylesPath “{written}” does not exist in {ini.parent}.", file=str(ini))


def _style(name: str, folders: tuple[Path, ...]) -> list[RuleSource]:
    for folder in folders:
        if (folder / name).is_dir():
            return list(_sources(folder / name))
    places = ", ".join(map(str, folders)) or "a StylesPath"
    raise KitError(f"the style “{name}” is not in {places}. Put it there, or take it out.", file=name)


def _sources(folder: Path) -> Iterator[RuleSource]:
    """The rule files of a folder, at any depth; a rule's style is the folder it stands in."""
    for path in sorted(folder.rglob("*.yml")):
        if path.is_file() and "config" not in path.relative_to(folder).parts[:-1]:
            yield _source(path)


def _source(path: Path) -> RuleSource:
    name = f"{path.resolve().parent.name}.{path.name.partition('.')[0]}"
    return RuleSource(name=name, text=_text(path), file=str(path))


def _rule(name: str, folders: tuple[Path, ...]) -> RuleSource | None:
    style, _, rule = name.partition(".")
    paths = (folder / style / f"{rule}.yml" for folder in folders)
    return next((_source(path) for path in paths if path.is_file()), None)


def _words(settings: Settings, folders: tuple[Path, ...]) -> WordLists:
    lists = [read_words(_vocabulary(name, folders)) for name in settings.vocabularies]
    return WordLists(
        accepted=tuple(word for each in lists for word in each.accepted),
        rejected=tuple(word for each in lists for word in each.rejected),
    )


def _vocabulary(name: str, folders: tuple[Path, ...]) -> Path:
    tried = [folder / place / name for folder in folders for place in _VOCABULARIES]
    found = next((path for path in tried if path.is_dir()), None)
    if found is None:
        places = ", ".join(map(str, tried)) or "a StylesPath"
        raise KitError(f"the vocabulary “{name}” was not found. Looked in: {places}.", file=name)
    return found


def _word_list(path: Path) -> Iterator[str]:
    if path.is_file():
        for line in _text(path).splitlines():
            word = line.strip()
            if word and not word.startswith("# "):
                yield word


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KitError("this is not UTF-8 text. Save it with the encoding UTF-8.", file=str(path)) from error
