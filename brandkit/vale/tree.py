"""Reading a Vale set-up from its folders: the one place in this package that touches files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from brandkit.errors import KitError
from brandkit.vale.rule_sets import LeftOut, RuleSet, RuleSource, WordLists, build, named_rules, named_styles
from brandkit.vale.settings import Section, Settings, parse_settings

_VOCABULARIES = ("config/vocabularies", "Vocab")


def read_setup(ini: Path) -> RuleSet:
    """The rules of a `.vale.ini` and the styles it names. `KitError` says which file is missing or wrong."""
    if not ini.is_file():
        raise KitError(f"there is no {ini}. Name the .vale.ini of the set-up.", file=str(ini))
    settings = parse_settings(_text(ini), str(ini))
    folders = tuple(_folders(ini, settings))
    sources: list[RuleSource] = []
    for style in named_styles(settings):
        sources += _style(style, folders)
    loaded = {source.name.partition(".")[0] for source in sources}
    single, missing = [], []
    for name in named_rules(settings):
        if name.partition(".")[0] not in loaded:
            found = _rule(name, folders)
            single += [found] if found else []
            missing += [] if found else [LeftOut(name=name, reason="there is no such rule in the StylesPath")]
    rules = build(settings, (*sources, *single), _words(settings, folders))
    return RuleSet(settings=settings, rules=rules.rules, left_out=(*rules.left_out, *missing))


def read_package(folder: Path, words: WordLists) -> RuleSet:
    """The rules of a folder: a style, several styles side by side, or a whole tree with its `.vale.ini`."""
    if not folder.is_dir():
        raise KitError(
            f"{folder} is no folder. Name the folder of a style, or of a Vale set-up.", file=str(folder)
        )
    ini = next((folder / name for name in (".vale.ini", "_vale.ini") if (folder / name).is_file()), None)
    if ini is not None and not words.accepted and not words.rejected:
        return read_setup(ini)
    sources = tuple(_sources(folder))
    if not sources:
        raise KitError(f"there are no rules (*.yml) in {folder}.", file=str(folder))
    styles = dict.fromkeys(source.name.partition(".")[0] for source in sources)
    if words.accepted or words.rejected:
        styles["Vale"] = None
    settings = Settings(sections=(Section(glob="*", styles=tuple(styles)),))
    return build(settings, sources, words)


def read_words(folder: Path) -> WordLists:
    """A vocabulary folder: `accept.txt` and `reject.txt`, one pattern a line, `# ` starts a remark."""
    if not folder.is_dir():
        raise KitError(f"there is no vocabulary folder {folder}.", file=str(folder))
    return WordLists(
        accepted=tuple(_word_list(folder / "accept.txt")), rejected=tuple(_word_list(folder / "reject.txt"))
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
