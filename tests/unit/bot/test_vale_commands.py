"""A Vale set-up on the command line: several files, formats, what is left out, and taking a style over."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app

ROOT = Path(__file__).resolve().parents[3]
STYLE: Mapping[str, str] = {
    "Weasel": "extends: existence\nmessage: \"Leave out '%s'.\"\nlevel: error\ntokens: [very, really]\n",
    "Plain": "extends: substitution\nmessage: \"Use '%s' instead of '%s'.\"\nswap: {frobnicate: use}\n",
    "Words": "extends: spelling\nmessage: \"'%s'?\"\n",
    "Tags": "extends: sequence\nmessage: x\ntokens: [{tag: NN}]\n",
    "Program": "extends: script\nmessage: x\nscript: 'matches := []'\n",
    "Broken": "extends: existence\nmessage: x\ntokens: ['(a']\n",
    "Odd": "extends: existence\nmessage: x\ntoken: [a]\n",
    "Endless": "extends: existence\nmessage: x\nnonword: true\nscope: raw\ntokens: ['(?:a|aa|a.)+!']\n",
}
LEFT_OUT = {"Acme.Words", "Acme.Tags", "Acme.Program", "Acme.Broken", "Acme.Odd"}


@pytest.fixture
def setup(tmp_path: Path) -> Path:
    folder = tmp_path / "styles" / "Acme"
    folder.mkdir(parents=True)
    for name, text in STYLE.items():
        (folder / f"{name}.yml").write_text(text, "utf-8")
    ini = tmp_path / ".vale.ini"
    ini.write_text("StylesPath = styles\n[*]\nBasedOnStyles = Acme\n", "utf-8")
    return ini


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_several_files_are_checked_in_one_call_without_a_kit(setup: Path) -> None:
    one = write(setup.parent / "one.md", "A very *good* day.\n")
    two = write(setup.parent / "two.html", "<p>We frobnicate it.</p>\n")
    clean = write(setup.parent / "three.txt", "Fine.\n")

    result = run("check", "--vale-config", setup, one, two, clean, "--format", "json")

    rows = [
        (Path(row["file"]).name, row["rule"], row["line"], row["column"]) for row in json.loads(result.stdout)
    ]
    assert rows == [("one.md", "Acme.Weasel", 1, 3), ("two.html", "Acme.Plain", 1, 7)]
    assert result.exit_code == 1
    assert run("check", "--vale-config", setup, clean).exit_code == 0


def test_every_rule_that_is_not_run_is_named_with_the_reason(setup: Path) -> None:
    result = run("check", "--vale-config", setup, write(setup.parent / "one.md", "Fine.\n"))

    said = " ".join(result.stderr.split())
    assert all(f"{name} was left out:" in said for name in LEFT_OUT)


def test_a_rule_that_takes_too_long_is_reported_and_the_others_go_on(setup: Path) -> None:
    page = write(setup.parent / "one.md", f"{'a' * 60}\n\nA very good day!\n")

    rows = json.loads(run("check", "--vale-config", setup, page, "--format", "json").stdout)

    assert [row["rule"] for row in rows] == ["rule-error.Acme.Endless", "Acme.Weasel"]


def test_code_hosts_get_the_place_and_the_fix(setup: Path) -> None:
    page = write(setup.parent / "one.md", "We “do” frobnicate it.\n")

    log = json.loads(run("check", "--vale-config", setup, page, "--format", "sarif").stdout)

    (result,) = log["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 9, "endColumn": 19}
    (change,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert change["deletedRegion"] == {"charOffset": 8, "charLength": 10}
    assert change["insertedContent"]["text"] == "use"


def test_a_program_is_refused_and_not_read_as_prose(setup: Path) -> None:
    result = run("check", "--vale-config", setup, write(setup.parent / "one.py", "very = 1\n"))

    assert result.exit_code == 2
    assert "is a program" in " ".join(result.stderr.split())


def test_a_style_is_taken_over_into_a_kit_and_the_rest_is_named(setup: Path) -> None:
    kit = setup.parent / "kit"
    shutil.copytree(ROOT / "kits" / "ledgerline", kit)

    result = run("kit", "import-vale", setup.parent / "styles" / "Acme", "--kit", kit, "--format", "json")

    taken = json.loads(result.stdout)
    assert {"Acme.Weasel", "Acme.Plain"} <= {*taken["rules"]}
    assert {each["name"] for each in taken["left_out"]} >= LEFT_OUT
    assert all(each["reason"] for each in taken["left_out"])
    found = run(
        "check", "--kit", kit, write(setup.parent / "one.md", "We frobnicate it.\n"), "--format", "json"
    )
    assert "acme-plain" in {row["rule"] for row in json.loads(found.stdout)}
