"""The command line: what scripts read, how it exits, and errors that say what to do."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from tests.scenarios.workplace import AUDIT_KEY, KIT, ROOT, a_copy_of

CLEAN, FOUND, NOT_DONE = 0, 1, 2

GUIDE = """# House style

## Voice

We are brief and warm. We speak to one reader at a time.

## Dates and times

We write dates with the day first and the month in words: 3 May 2026. Times take a colon.

## Pictures

People in our pictures look at each other, never at the camera.
"""


@pytest.fixture(scope="module")
def home(loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_copy_of(loaded_home, tmp_path_factory.mktemp("cli") / "home")


@pytest.fixture(autouse=True)
def _at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COPYDESK_HOME", str(home))
    monkeypatch.setenv("COPYDESK_KIT", str(KIT))
    monkeypatch.setenv("COPYDESK_AUDIT_KEY", AUDIT_KEY)
    for name in ("COPYDESK_MODEL_URL", "COPYDESK_DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str | Path, typed: str = "") -> Result:
    """Run the command in this process, as a shell would."""
    return CliRunner().invoke(app, [str(each) for each in arguments], input=typed)


def as_json(*arguments: str | Path, typed: str = "") -> Any:
    result = run(*arguments, "--format", "json", typed=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return json.loads(result.stdout)


def test_the_help_lists_every_command_with_one_line() -> None:
    result = run("--help")

    assert result.exit_code == CLEAN
    for command in (
        "demo",
        "serve",
        "worker",
        "migrate",
        "doctor",
        "draft",
        "check",
        "search",
        "ask",
        "kit",
        "audit",
    ):
        assert f" {command} " in result.output


@pytest.mark.parametrize(
    "arguments", [["florble"], ["check"], ["draft", "x"], ["search", "q", "--kit", "k", "-k", "0"]]
)
def test_a_wrong_call_exits_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == NOT_DONE


def test_it_runs_as_a_module_and_as_a_script() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bot", "check", "--kit", str(KIT), "--format", "json", "-"],
        input="We utilise e-mail.", capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip

    assert told.returncode == FOUND
    assert {row["match"] for row in json.loads(told.stdout)} >= {"utilise", "e-mail"}


# ---- check -------------------------------------------------------------------------------------


def test_check_gives_places_that_fit_the_text(tmp_path: Path) -> None:
    text = "Fine here.\n\nWe 🎉 utilise an e-mail.\n"
    path = tmp_path / "post.md"
    path.write_text(text, encoding="utf-8")
    rows = as_json("check", "--kit", KIT, "--channel", "linkedin", path)

    assert rows
    places = {"file", "start", "end", "line", "column"}
    keys = places | {"rule", "severity", "message", "match", "fix", "evidence"}
    for row in rows:
        assert keys <= set(row)
        assert text[row["start"] : row["end"]] == row["match"]
        lines = text.splitlines()
        assert lines[row["line"] - 1][row["column"] - 1 :].startswith(row["match"].splitlines()[0])
    banned = next(row for row in rows if row["match"] == "utilise")
    assert (banned["severity"], banned["fix"], banned["line"]) == ("error", "use", 3)


def test_check_exits_by_what_it_found(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.md", tmp_path / "bad.md"
    good.write_text("Reminders go out on the due date.\n", encoding="utf-8")
    bad.write_text("We utilise it.\n", encoding="utf-8")

    assert run("check", "--kit", KIT, good).exit_code == CLEAN
    told = run("check", "--kit", KIT, good, bad)
    assert told.exit_code == FOUND
    assert f"{bad}:1:4: error" in told.output
    assert run("check", "--kit", KIT, tmp_path / "none.md").exit_code == NOT_DONE


def test_check_names_the_channels_there_are() -> None:
    told = run("check", "--kit", KIT, "--channel", "fax", "-", typed="Hello.")

    assert told.exit_code != CLEAN
    assert "linkedin" in told.output


# ---- search and ask ----------------------------------------------------------------------------


def test_search_gives_passages_best_first() -> None:
    rows = as_json("search", "--kit", KIT, "how do we write dates?", "-k", "3")

    assert 0 < len(rows) <= 3
    assert [list(row)[:4] for row in rows] == [["file", "heading", "score", "text"]] * len(rows)
    assert (KIT / "guidelines" / rows[0]["file"]).is_file()
    assert "dates" in f"{rows[0]['heading']} {rows[0]['text']}".lower()


def test_ask_answers_with_its_citations_or_says_that_nothing_covers_it() -> None:
    answer = as_json("ask", "--kit", KIT, "May we use emoji?")
    assert answer["covered"]
    assert answer["citations"]

    told = run("ask", "--kit", KIT, "What is our policy on submarine parking in Reykjavik?")
    assert told.exit_code == FOUND
    assert "No guideline covers this" in told.output


def test_looking_at_a_folder_leaves_the_guidelines_in_force_as_they_are(tmp_path: Path) -> None:
    other = a_copy_of(KIT, tmp_path / KIT.name)
    (other / "guidelines" / "hours.md").write_text("# Hours\n\nWe answer letters on Tuesdays.\n")
    before = as_json("kit", "versions", KIT)

    rows = as_json("search", "--kit", other, "when do we answer letters?", "-k", "1")

    assert rows[0]["file"] == "hours.md"
    assert as_json("kit", "versions", KIT) == before


# ---- draft -------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["linkedin", "x", "email", "ad", "sms", "blog", "press"])
def test_draft_writes_every_channel(channel: str) -> None:
    drafted = as_json("draft", "--kit", KIT, "--channel", channel, "Smart Reminders, for freelancers")

    assert drafted["channel"] == channel
    assert drafted["writer"] == "house"
    [variant] = drafted["variants"]
    assert all(part["text"].strip() and part["count"] for part in variant["parts"])
    assert not [finding for finding in variant["findings"] if finding["severity"] == "error"]
    for citation in variant["citations"]:
        assert (KIT / "guidelines" / citation["file"]).is_file()


def test_draft_makes_as_many_variants_as_asked() -> None:
    drafted = as_json("draft", "--kit", KIT, "--channel", "x", "--variants", "3", "Smart Reminders")

    texts = {variant["parts"][0]["text"] for variant in drafted["variants"]}
    assert len(texts) == 3


def test_draft_makes_a_piece_for_each_channel_and_persona() -> None:
    options = ("--channel", "x", "--channel", "sms", "--persona", "Sana", "--persona", "ines")
    drafted = as_json("draft", "--kit", KIT, *options, "Smart Reminders")

    made = [(each["channel"], each["audience"].split(",")[0]) for each in drafted]
    assert made == [("x", "Sana"), ("x", "Ines"), ("sms", "Sana"), ("sms", "Ines")]
    assert drafted[0]["variants"] != drafted[1]["variants"]


def test_draft_hears_several_channels_in_the_words() -> None:
    drafted = as_json("draft", "--kit", KIT, "LinkedIn post and email for freelancers about Smart Reminders")

    assert [each["channel"] for each in drafted] == ["linkedin", "email"]


def test_draft_asks_what_it_must_know() -> None:
    told = run("draft", "--kit", KIT, "something about the new invoice reminders")

    assert told.exit_code == NOT_DONE
    assert "--channel" in told.output


# ---- kit ---------------------------------------------------------------------------------------


def test_a_kit_goes_in_is_compared_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "home"))
    folder = a_copy_of(KIT, tmp_path / "brand")
    first = as_json("kit", "load", folder, "--activate")
    assert (first["version"], first["state"], first["documents"]) == ("v1", "active", 10)
    assert as_json("kit", "load", folder)["version"] == "v1"  # nothing changed, so no version is made

    (folder / "guidelines" / "pigeons.md").write_text("# Pigeons\n\nA pigeon is grey.\n", encoding="utf-8")
    second = as_json("kit", "load", folder)
    assert (second["version"], second["state"]) == ("v2", "draft")
    changes = as_json("kit", "diff", folder, "v1", "v2")
    assert {change["file"] for change in changes} == {"pigeons.md"}
    told = run("kit", "diff", folder, "v1", "v2").output
    assert "+ A pigeon is grey." in told
    assert "1 passage differs." in told
    assert [each["version"] for each in as_json("kit", "versions", folder)] == ["v2", "v1"]
    assert run("kit", "activate", folder, "v2").exit_code == CLEAN

    out = tmp_path / "out"
    assert run("kit", "export", folder, "--to", out).exit_code == CLEAN
    for path in [each for each in folder.rglob("*") if each.is_file()]:
        assert (out / path.relative_to(folder)).read_bytes() == path.read_bytes()
    assert run("kit", "export", folder, "--to", out).exit_code == NOT_DONE  # nothing is overwritten


def test_what_is_exported_loads_into_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "home"))
    folder = a_copy_of(KIT, tmp_path / "brand")
    with zipfile.ZipFile(folder / "guidelines" / "more.zip", "w") as archive:
        archive.writestr("More/pigeons.md", "# Pigeons\n\nA pigeon is grey.\n")
        archive.writestr("More/web/owls.mdx", "# Owls\n\nAn owl is brown.\n")
    as_json("kit", "load", folder, "--activate")
    options = ("--owner", "U0ADA", "--review-by", "2027-06-30", "--channel", "linkedin")
    assert run("kit", "look-after", folder, "web/owls.mdx", *options).exit_code == CLEAN
    assert run("kit", "export", folder, "--to", tmp_path / "out" / "brand").exit_code == CLEAN
    first = [without_times(each) for each in as_json("kit", "documents", folder)]

    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "other"))
    again = tmp_path / "out" / "brand"
    as_json("kit", "load", again, "--activate")
    assert [without_times(each) for each in as_json("kit", "documents", again)] == first
    assert any(each.get("review_by") == "2027-06-30" for each in first)
    assert run("kit", "export", again, "--to", tmp_path / "twice").exit_code == CLEAN
    assert contents(tmp_path / "twice") == contents(again)


def test_a_version_is_restored_and_a_draft_discarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "home"))
    folder = a_copy_of(KIT, tmp_path / "brand")
    as_json("kit", "load", folder, "--activate")
    assert "none to go back to" in run("kit", "restore", folder).output
    (folder / "guidelines" / "pigeons.md").write_text("# Pigeons\n\nA pigeon is grey.\n", encoding="utf-8")
    as_json("kit", "load", folder)
    assert run("kit", "discard", folder, "v2").exit_code == CLEAN
    assert [each["version"] for each in as_json("kit", "versions", folder)] == ["v1"]
    as_json("kit", "load", folder, "--activate")

    assert "v1 is in force again" in run("kit", "restore", folder).output
    assert {each["version"]: each["state"] for each in as_json("kit", "versions", folder)}["v1"] == "active"
    told = run("audit", "export").output
    assert "guidelines.restored" in told
    assert "guidelines.discarded" in told


def without_times(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "uploaded_at"}


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_folder_of_documents_alone_is_a_brand_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "home"))
    guides = tmp_path / "guides"
    guides.mkdir()
    (guides / "voice.md").write_text(GUIDE, encoding="utf-8")
    rows = as_json("search", "--kit", guides, "how do we write dates?")

    assert rows[0]["file"] == "voice.md"
    assert as_json("draft", "--kit", guides, "--channel", "x", "our spring sale")["variants"]


def test_a_search_leaves_out_what_is_for_something_else_and_what_is_overdue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "home"))
    guides = tmp_path / "guides"
    guides.mkdir()
    for name, front in (("all", ""), ("old", "review_by: 2020-01-31"), ("letters", "")):
        (guides / f"{name}.md").write_text(f"---\n{front}\n---\n# Dates in {name}\nWrite 3 May {name}.")
    (guides / "documents.yaml").write_text("letters.md: {channels: [email]}")

    def found(*options: str) -> set[str]:
        rows = as_json("search", "--kit", guides, "how do we write dates?", *options)
        return {row["file"] for row in rows}

    assert found() == {"all.md", "old.md", "letters.md"}
    assert found("--channel", "x") == {"all.md", "old.md"}
    assert found("--channel", "email", "--current") == {"all.md", "letters.md"}


@pytest.mark.parametrize(
    "command",
    [
        ["draft", "--kit", KIT, "--channel", "tiktok", "late invoices"],
        ["check", "--kit", KIT, "no-such-folder"],
        ["check", "--kit", "no-such-kit", KIT / "kit.yaml"],
        ["search", "colours", "--kit", "no-such-kit"],
        ["ask", "May we use emoji?", "--kit", "no-such-kit"],
        ["kit", "load", "no-such-kit"],
        ["kit", "import-vale", "no-such-style", "--kit", KIT],
        ["rules", "promote", KIT, "no-such-rule"],
        ["replay", "no-such-draft"],
    ],
    ids=lambda command: " ".join(map(str, command[:2])),
)
def test_what_cannot_be_done_has_one_exit_code_and_says_what_to_do(command: list[str | Path]) -> None:
    told = run(*command)

    assert told.exit_code == NOT_DONE
    assert "✗" in told.output
    assert "Traceback" not in told.output


@pytest.mark.parametrize("command", [["kit", "load"], ["search", "q", "--kit"], ["draft", "x", "--kit"]])
def test_a_folder_that_is_no_kit_is_told_plainly(tmp_path: Path, command: list[str]) -> None:
    told = run(*command, tmp_path)

    assert told.exit_code == NOT_DONE
    assert "kit.yaml" in told.output
    assert "Traceback" not in told.output


# ---- migrate, audit, doctor --------------------------------------------------------------------


def test_migrate_can_be_run_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "home"))
    for _ in range(2):
        told = run("migrate")
        assert told.exit_code == CLEAN
        assert "up to date" in told.output


def test_the_decision_log_is_verified_and_exported(tmp_path: Path) -> None:
    verdict = as_json("audit", "verify")
    assert verdict["intact"]
    assert as_json("audit", "verify", "--known", verdict["head"])["intact"]
    lines = run("audit", "export").stdout.splitlines()
    assert len(lines) == verdict["entries"]
    assert {"seq", "body", "prev_hash", "hash"} <= set(json.loads(lines[0]))

    assert run("audit", "export", "--to", tmp_path / "log.jsonl").exit_code == CLEAN
    assert (tmp_path / "log.jsonl").read_text("utf-8").splitlines() == lines
    assert run("audit", "verify", "--known", "not a head").exit_code == NOT_DONE


def test_a_log_that_another_key_sealed_is_not_taken_for_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_AUDIT_KEY", "another key")
    told = run("audit", "verify")

    assert told.exit_code == FOUND
    assert "broken" in told.output


def test_before_the_tables_are_made_it_says_which_command_makes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "empty"))
    (tmp_path / "empty").mkdir()
    told = run("audit", "verify")

    assert told.exit_code == NOT_DONE
    assert "copydesk migrate" in told.output


def test_the_doctor_looks_at_every_part_and_says_how_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_MODEL_URL", "http://127.0.0.1:9/v1")
    told = run("doctor", "--format", "json")
    reports = {report["part"]: report for report in json.loads(told.stdout)}

    assert told.exit_code == FOUND
    assert {part for part, report in reports.items() if report["health"] == "good"} >= {
        "brand kit",
        "database",
        "embedder",
        "index",
    }
    assert reports["model"]["health"] == "bad"
    assert "SLACK_BOT_TOKEN" in reports["Slack"]["found"]
    assert "slack-manifest.yaml" in reports["Slack"]["fix"]


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_serving_without_slack_says_what_is_missing(command: str) -> None:
    told = run(command)

    assert told.exit_code == NOT_DONE
    assert "SLACK_BOT_TOKEN" in told.output
    assert "copydesk demo" in told.output


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HTTP_PORT", "many")
    told = run("migrate")

    assert told.exit_code == NOT_DONE
    assert "COPYDESK_HTTP_PORT" in told.output
