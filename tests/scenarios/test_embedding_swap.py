"""Another embedding model is set: answers go on, the index is built beside, and the switch is one moment."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from tests.scenarios.workplace import AUDIT_KEY, KIT, ROOT, a_copy_of, open_workplace
from tests.small_model import a_smaller_model

CLEAN, FOUND = 0, 1


@pytest.fixture(scope="module")
def smaller(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_smaller_model(tmp_path_factory.mktemp("models") / "smaller")


@pytest.fixture
def home(loaded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = a_copy_of(loaded_home, tmp_path / "home")
    monkeypatch.chdir(ROOT)
    for name, value in {"HOME": str(copied), "KIT": str(KIT), "AUDIT_KEY": AUDIT_KEY}.items():
        monkeypatch.setenv(f"COPYDESK_{name}", value)
    return copied


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def doctor_on_guidelines() -> dict[str, Any]:
    reports = json.loads(run("doctor", "--format", "json").stdout)
    return next(each for each in reports if each["part"] == "guidelines")


@pytest.mark.usefixtures("home")
def test_the_command_line_moves_a_brand_to_the_model_that_is_set(
    smaller: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("kit", "reindex", KIT, "--look").exit_code == CLEAN
    monkeypatch.setenv("COPYDESK_EMBEDDER", str(smaller))

    looked = run("kit", "reindex", KIT, "--look")
    assert looked.exit_code == FOUND
    assert "all-minilm" in looked.output.split(" answers")[0].lower()
    assert "has indexed 0 of" in " ".join(looked.output.split())
    assert doctor_on_guidelines()["health"] == "bad"
    assert "kit reindex" in doctor_on_guidelines()["fix"]
    assert "voice-and-tone.md" in run("search", "--kit", KIT, "what is our tone of voice").output

    moved = run("kit", "reindex", KIT, "--format", "json")
    assert (moved.exit_code, json.loads(moved.stdout)["settled"]) == (CLEAN, True)
    assert json.loads(moved.stdout)["dropped"] == 1
    assert "smaller" in doctor_on_guidelines()["found"]
    assert "voice-and-tone.md" in run("search", "--kit", KIT, "what is our tone of voice").output
    assert "guidelines.reindexed" in run("audit", "export").output


async def test_a_desk_that_starts_with_another_model_moves_to_it_by_itself(home: Path, smaller: Path) -> None:
    async with open_workplace(home, embedder=str(smaller)) as work:
        root = await work.ask("What do our guidelines say about our tone of voice?")
        await work.answer(root, "voice-and-tone")
        async with asyncio.timeout(60):
            while not (standing := await work.desk.indexing.standing()).settled:  # noqa: ASYNC110 - a row tells
                await asyncio.sleep(0.05)
        again = await work.ask("What do our guidelines say about our tone of voice?")
        await work.answer(again, "voice-and-tone")

    assert standing.in_force.startswith("smaller")
