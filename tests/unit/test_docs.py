"""Keeps the prose true: every file, name, command, setting and key that it mentions is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import typer.main
import yaml
from pydantic_settings import BaseSettings

from bot.cli.main import app
from bot.settings import Settings, SlackSettings
from brandkit.checking import check_text
from brandkit.errors import KitError
from brandkit.kit import BrandKit
from brandkit.kit_folder import guideline_files, read_kit
from brandkit.rules import KINDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if path.name != "house-writer-samples.md"
)
OURS = ("bot", "llm", "retrieval", "approvals", "brandkit", "sandbox", "serving", "tests", "bench")
MADE_AT_RUN_TIME = {
    "var", "var/demo", "copydesk.db", "originals/", "chroma/", "uploads/", "acorn", "post.md", "risky.md",
    ".venv", ".venv/bin", ".venv-vllm",
}  # fmt: skip
OF_A_KIT = re.compile(
    r"(?:rules|templates|channels|guidelines)/(?:[\w*.-]*)?|kit\.yaml|documents\.yaml|terms\.csv|claims\.yaml"
)
NAME = re.compile(r"_?[A-Za-z]\w*(?:\.\w+)*(?:\(\))?")

ids = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())


@dataclass(frozen=True)
class Span:
    """One piece of inline code, and the heading of its section."""

    text: str
    section: str


def spans(page: Path) -> Iterator[Span]:
    """All inline code outside code blocks."""
    section, fenced = "", False
    for line in page.read_text("utf-8").splitlines():
        fenced ^= line.startswith("```")
        if line.startswith("#") and not fenced:
            section = line
        elif not fenced:
            yield from (Span(text, section) for text in re.findall(r"`([^`\n]+)`", line))


def blocks(page: Path, language: str) -> Iterator[str]:
    """The code blocks in a language."""
    yield from re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@cache
def names_in(path: Path) -> frozenset[str]:
    """Every function, class and constant of a Python file, methods by their class too."""
    found: set[str] = set()

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.update({child.name, f"{prefix}{child.name}"})
                visit(child, f"{child.name}." if isinstance(child, ast.ClassDef) else prefix)
            elif isinstance(child, ast.Assign | ast.AnnAssign):
                targets = child.targets if isinstance(child, ast.Assign) else [child.target]
                found.update(target.id for target in targets if isinstance(target, ast.Name))

    visit(ast.parse(path.read_text("utf-8")), "")
    return frozenset(found)


@cache
def every_name() -> frozenset[str]:
    """All names of our packages."""
    files = (path for package in OURS for path in (ROOT / package).rglob("*.py"))
    return frozenset().union(*map(names_in, files))


def is_path(text: str) -> bool:
    """Whether inline code is meant as a file or folder of this repository."""
    if " " in text or text.startswith(("/", "-", "http", "@")) or "://" in text:
        return False
    return bool(re.search(r"\.(?:py|md|ya?ml|sh|lock|toml|csv|db)$", text)) or text.partition("/")[0] in {
        *OURS, "docs", "kits", "requirements", "Procfile", "Makefile",
    }  # fmt: skip


@ids
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = {span.text for span in spans(page) if is_path(span.text)} - MADE_AT_RUN_TIME
    missing = {
        text
        for text in named
        if not (ROOT / text).exists()
        and not (page.parent / text).exists()
        and not OF_A_KIT.fullmatch(text)
        and text != "utils.py"  # named as what there is none of
    }

    assert not missing


@ids
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    inside = [target.partition("#")[0] for target in targets if "://" not in target]

    assert not [target for target in inside if target and not (page.parent / target).exists()]


@ids
def test_every_name_of_code_that_a_page_mentions_is_there(page: Path) -> None:
    mentioned = {
        span.text
        for span in spans(page)
        if NAME.fullmatch(span.text)
        and not is_path(span.text)
        and re.match(r"_?[A-Z][a-z]+\w*[A-Z.]", span.text)
    }

    assert not {name for name in mentioned if name.removesuffix("()") not in every_name()} - {
        "BaseChatModel",
        "ChatOpenAI",
    }


def test_the_names_of_the_tour_are_in_the_files_it_sends_the_reader_to() -> None:
    sections: dict[str, list[str]] = {}
    for span in spans(ROOT / "docs" / "tour.md"):
        sections.setdefault(span.section, []).append(span.text)

    astray = {}
    for section, texts in sections.items():
        files = [ROOT / text for text in texts if text.endswith(".py")]
        here = frozenset().union(*map(names_in, files)) if files else frozenset[str]()
        names = {text for text in texts if NAME.fullmatch(text) and not is_path(text)}
        astray[section] = {name for name in names if name not in here}

    assert not {section: names for section, names in astray.items() if names}


def test_the_tour_visits_every_room() -> None:
    visited = {span.text.split("/")[0] for span in spans(ROOT / "docs" / "tour.md") if "/" in span.text}

    assert {"bot", "llm", "retrieval", "approvals", "brandkit"} <= visited


@ids
def test_every_command_that_a_page_shows_can_be_called_so(page: Path) -> None:
    wrong = [line for line in command_lines(page) if not is_callable(line)]

    assert not wrong


@ids
def test_every_make_target_that_a_page_names_is_there(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE))

    assert named <= targets


@ids
def test_every_setting_that_a_page_names_is_read(page: Path) -> None:
    known = {*settings_of(Settings), *settings_of(SlackSettings)}
    named = set(re.findall(r"\b(?:COPYDESK|SLACK)_[A-Z_]+\b", page.read_text("utf-8")))
    of_others = {
        "COPYDESK_SCREENSHOTS",
        "COPYDESK_TEST_POSTGRES",
        "COPYDESK_SHARED_DATA",
        "COPYDESK_SERVE_MODEL",
    }

    assert named <= known | of_others


def test_the_slack_page_explains_every_permission_of_the_manifest() -> None:
    manifest = yaml.safe_load((ROOT / "slack-manifest.yaml").read_text("utf-8"))
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    rows = [
        line
        for line in (ROOT / "docs/slack-app.md").read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    explained = {
        scope for row in rows for scope in re.findall(r"`([a-z_]+:[a-z]+|commands)`", row.split("|")[1])
    }

    assert explained == scopes


def test_the_events_in_the_logs_page_are_logged_somewhere() -> None:
    text = (ROOT / "docs/operating.md").read_text("utf-8")
    table = text.partition("Events worth an alert")[2].partition("\n\nThe exit code")[0]
    logged = "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))

    events = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)

    assert events
    assert not [event for event in events if f'"event": "{event}"' not in logged]


def test_the_serving_options_in_the_operating_page_are_those_the_launcher_uses() -> None:
    launcher = (ROOT / "serving/start.py").read_text("utf-8")
    text = (ROOT / "docs/operating.md").read_text("utf-8")
    options = set(re.findall(r"^\| `(--[\w.-]+)", text, re.MULTILINE)) - {"--max-num-queued-reqs"}

    assert options
    assert not {option for option in options if option not in launcher}


def test_the_pictures_are_small_and_used() -> None:
    used = "".join(page.read_text("utf-8") for page in PAGES)
    pictures = sorted((ROOT / "docs/images").glob("*.png"))

    assert pictures
    assert not [path.name for path in pictures if path.stat().st_size > 200_000]
    assert not [path.name for path in pictures if path.name not in used]


def test_the_small_kit_of_the_kits_page_loads_and_its_examples_hold(tmp_path: Path) -> None:
    folder = tmp_path / "acorn"
    for name, text in kit_of_the_page().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    kit = read_kit(folder)
    rule = kit.rules[0]

    assert (kit.name, kit.slug, kit.home_market, kit.policy.due_hours) == ("Acorn", "acorn", "uk", 24)
    assert [path.name for path in guideline_files(folder)] == ["voice.md"]
    assert [found(kit, example.text) for example in rule.header.bad] == [{"promises"}]
    assert [found(kit, example.text) for example in rule.header.good] == [set()]
    assert found(kit, "Put it into the piggy bank with acorn save.") == {"term.piggy-bank", "term.acorn-save"}


@pytest.mark.parametrize("key", sorted({*KINDS, "kit.yaml", "terms.csv", "claims.yaml"}))
def test_every_key_of_a_kit_is_explained(key: str, tmp_path: Path) -> None:
    explained = {word for span in spans(ROOT / "docs/kits.md") for word in re.findall(r"[\w-]+", span.text)}

    assert key in explained or key.partition(".")[0] in explained
    assert keys_of(key, tmp_path) <= explained


def test_the_changelog_keeps_the_next_release_open() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert headings[0] == "Unreleased"


def test_every_decision_is_listed_and_names_its_check() -> None:
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text("utf-8")
    records = sorted(folder.glob("0*.md"))

    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for record in records:
        text = record.read_text("utf-8")
        assert f"({record.name})" in listed
        assert all(f"**{part}" in text for part in ("Context.", "Decision.", "Consequences.", "Held by"))


def found(kit: BrandKit, text: str) -> set[str]:
    """The rules that speak up about a text."""
    return {finding.rule for finding in check_text(text, kit=kit, filetype="txt")}


def kit_of_the_page() -> Mapping[str, str]:
    """The files that docs/kits.md shows, by name."""
    text = (ROOT / "docs/kits.md").read_text("utf-8")
    return dict(re.findall(r"^```\w+ title=(\S+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


_MINIMAL = {
    "existence": "tokens: [a]",
    "substitution": "swap: {a: b}",
    "occurrence": "{token: a, max: 1}",
    "capitalization": "match: $sentence",
    "repetition": "tokens: [a]",
    "consistency": "either: {a: b}",
    "conditional": "{first: a, second: b}",
    "proximity": "{when: a, needs: b}",
    "disclosure": "{when: a, needs: b}",
    "metric": "{formula: words, condition: '> 10'}",
    "assertion": "tokens: [a]",
    "hashtag": "words: [a]",
    "link": "secure: true",
    "locale-format": "figures: false",
}


def keys_of(what: str, folder: Path) -> set[str]:
    """The keys that a file may have, as the reader itself tells when it meets one that it does not know."""
    strange = "zzzz-qqqq-xxxx"
    files = {"kit.yaml": "name: A\n"}
    if what == "kit.yaml":
        files["kit.yaml"] += f"{strange}: 1\n"
    elif what == "terms.csv":
        files[what] = f"term,status,{strange}\na,banned,x\n"
    elif what == "claims.yaml":
        files[what] = f"claims:\n  - {{claim: a, evidence: b, {strange}: 1}}\n"
    else:
        rule = {"extends": what, "message": "m", **yaml.safe_load(_MINIMAL[what]), strange: 1}
        files["rules/a.yml"] = yaml.safe_dump(rule)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")

    with pytest.raises(KitError) as refused:
        read_kit(folder)
    listed = re.search(r"(?:Known keys|Columns) are: (.+)\.$", str(refused.value))
    assert listed, refused.value
    return set(listed.group(1).split(", "))


def settings_of(group: type[BaseSettings]) -> set[str]:
    """The environment variables of a group of settings."""
    return {f"{group.model_config['env_prefix']}{name.upper()}" for name in group.model_fields}


def command_lines(page: Path) -> list[str]:
    """Each `copydesk …` that a page shows, in blocks and in running text."""
    shown = [
        line.removeprefix("$ ")
        for block in (*blocks(page, "sh"), *blocks(page, "console"))
        for line in block.splitlines()
    ]
    inline = [span.text for span in spans(page)]
    return [
        re.sub(r"^[A-Z_]+=\S+ ", "", line)
        for line in (*shown, *inline)
        if re.match(r"(?:[A-Z_]+=\S+ )?copydesk ", line)
    ]


def is_callable(line: str) -> bool:
    """Whether the command is there and has the options that are shown with it."""
    command = typer.main.get_command(app)
    words = line.split()[1:]
    while words and not words[0].startswith("-") and hasattr(command, "commands"):
        command = command.commands.get(words.pop(0).rstrip(","))
        if command is None:
            return False
    options = {name for parameter in command.params for name in parameter.opts}
    outside_quotes = re.sub(r'"[^"]*"', "", " ".join(words)).split()
    return all(word in options for word in outside_quotes if word.startswith("-") and word != "-")
