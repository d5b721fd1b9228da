"""What a Vale set-up finds, and where: held to what Vale itself says of the same files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from brandkit.vale.linting import lint
from brandkit.vale.tree import read_setup

CASES = yaml.safe_load((Path(__file__).parent / "vale_alerts.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_alerts_are_those_of_vale(case: Mapping[str, object], tmp_path: Path) -> None:
    rules = read_setup(set_up(case, tmp_path))

    alerts = lint(str(case["text"]), str(case["file"]), rules)

    found = [
        [each.line, each.column, each.last_column, each.rule, each.severity.value, each.match, each.message]
        for each in alerts
    ]
    assert not rules.left_out
    assert sorted(found) == sorted(case["alerts"])  # type: ignore[call-overload]


def set_up(case: Mapping[str, object], folder: Path) -> Path:
    """The case's rules and words in the files of a set-up; gives its `.vale.ini`."""
    write(folder / ".vale.ini", f"StylesPath = styles\n{case['ini']}\n")
    rules = case["rules"]
    assert isinstance(rules, Mapping)
    (folder / "styles" / "Test").mkdir(parents=True)
    for name, rule in rules.items():
        write(folder / "styles" / "Test" / f"{name}.yml", yaml.safe_dump(rule, sort_keys=False))
    for kind in ("accept", "reject"):
        words = case.get(kind, [])
        assert isinstance(words, list)
        write(folder / "styles/config/vocabularies/Brand" / f"{kind}.txt", "\n".join(words))
    return folder / ".vale.ini"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
