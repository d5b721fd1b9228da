"""The contract on a folder of fixtures: styles as published, texts, and the alerts of the real Vale engine.

The folder `vale_fixtures` is looked for in COPYDESK_SHARED_DATA, or in `shared/data` beside the repository; it
is not ours to ship. `cases.jsonl` holds one case a line: styles_path, config, rules, file, text, expected.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from brandkit.vale.linting import Alert, lint
from brandkit.vale.rule_sets import RuleSet
from brandkit.vale.tree import read_setup

ROOT = Path(__file__).resolve().parents[3]
VARIABLE = "COPYDESK_SHARED_DATA"
LEAST_F1, LEAST_SHARE = 0.97, 130 / 145


@dataclass(frozen=True, kw_only=True)
class Case:
    """A text under a set-up, and what the engine says of it."""

    name: str
    file: str
    text: str
    setup: str
    expected: Counter[tuple[int, str, str]]


def fixtures() -> Path:
    folder = Path(os.environ.get(VARIABLE) or ROOT.parent / "shared" / "data") / "vale_fixtures"
    if not (folder / "cases.jsonl").is_file():
        pytest.skip(f"LEFT OUT: no Vale fixtures in {folder}. Name the folder they lie in with {VARIABLE}.")
    return folder


@cache
def cases(folder: Path) -> tuple[Case, ...]:
    rows = map(json.loads, (folder / "cases.jsonl").read_text("utf-8").splitlines())
    return tuple(case_of(row, folder) for row in rows if row["trust"] in "AO" and not row["needs"])


def case_of(row: Mapping[str, object], folder: Path) -> Case:
    rules, config = row["rules"], str(row["config"])
    if isinstance(rules, str):
        listed = json.loads((folder / rules).read_text("utf-8"))["rules"]
        config = "MinAlertLevel = suggestion\n[*]\n" + "".join(f"{name} = YES\n" for name in listed)
    expected = row["expected"]
    assert isinstance(expected, list)
    return Case(
        name=str(row["id"]),
        file=str(row["file"]),
        text=str(row["text"]),
        setup=f"StylesPath = {folder / str(row['styles_path'])}\n{config}\n",
        expected=Counter(key(each["line"], each["check"], each["match"]) for each in expected),
    )


def key(line: int, check: str, match: str) -> tuple[int, str, str]:
    return line, check, match.strip().lower()


def keys(alerts: Iterable[Alert]) -> Counter[tuple[int, str, str]]:
    return Counter(key(each.line, each.rule, each.match) for each in alerts)


@cache
def rules_of(setup: str, folder: Path) -> RuleSet:
    ini = folder / ".vale.ini"
    ini.write_text(setup, "utf-8")
    return read_setup(ini)


def found(case: Case, folder: Path) -> Counter[tuple[int, str, str]]:
    return keys(lint(case.text, case.file, rules_of(case.setup, folder)))


def test_the_alerts_agree_with_those_of_the_real_engine(tmp_path: Path) -> None:
    listed = cases(fixtures())

    got = {case.name: found(case, tmp_path) for case in listed}

    right = sum((got[case.name] & case.expected).total() for case in listed)
    f1 = 2 * right / sum(got[case.name].total() + case.expected.total() for case in listed)
    exact = [case.name for case in listed if got[case.name] == case.expected]
    assert f1 >= LEAST_F1
    assert len(exact) >= LEAST_SHARE * len(listed)


def test_the_command_gives_the_same_for_several_files_in_one_call(tmp_path: Path) -> None:
    listed = [case for case in cases(fixtures()) if case.name.startswith("prose")][:12]
    paths = {str(tmp_path / case.name / case.file): case for case in listed}
    for path, case in paths.items():
        Path(path).parent.mkdir()
        Path(path).write_text(case.text, "utf-8")
    expected = {path: found(case, tmp_path) for path, case in paths.items()}

    result = CliRunner().invoke(
        app, ["check", "--vale-config", str(tmp_path / ".vale.ini"), *paths, "--format", "json"]
    )

    got = {path: Counter[tuple[int, str, str]]() for path in paths}
    for row in json.loads(result.stdout):
        got[row["file"]][key(row["line"], row["rule"], row["match"])] += 1
    assert got == expected
