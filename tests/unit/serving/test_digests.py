"""What is served can be named exactly."""

from pathlib import Path

import pytest

from serving.digests import digest_of, named_by_digest, revision_of
from serving.start import main


def a_folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_text(text)
    return path


def test_a_digest_depends_on_every_file_and_its_name_alone(tmp_path: Path) -> None:
    one = digest_of(a_folder(tmp_path / "one", config="{}", weights="1"))

    assert one == digest_of(a_folder(tmp_path / "same", weights="1", config="{}"))
    assert one != digest_of(a_folder(tmp_path / "other", config="{}", weights="2"))
    assert one != digest_of(a_folder(tmp_path / "renamed", config="{}", wights="1"))
    assert revision_of(str(tmp_path / "one")) == one


def test_a_model_of_the_hub_is_named_by_its_commit_once_it_is_here(tmp_path: Path) -> None:
    kept = {"HF_HUB_CACHE": str(tmp_path)}
    assert revision_of("brand/model", kept) == ""

    refs = tmp_path / "models--brand--model" / "refs"
    a_folder(refs, main="0123456789abcdef0123456789abcdef01234567")

    assert revision_of("brand/model", kept) == "0123456789ab"
    assert revision_of("brand/model", {"HF_HOME": str(tmp_path / "elsewhere")}) == ""


def test_a_changed_adapter_gets_another_path(tmp_path: Path) -> None:
    adapter = a_folder(tmp_path / "voice", adapter_config="{}")
    before = named_by_digest(adapter, name="voice", links=tmp_path / "links")
    (adapter / "adapter_config").write_text('{"r": 8}')

    after = named_by_digest(adapter, name="voice", links=tmp_path / "links")

    assert before != after
    assert [path.name.partition("@")[0] for path in (before, after)] == ["voice", "voice"]
    assert after.resolve() == adapter


@pytest.mark.parametrize("given", ["voice", "Voice=folder", "../x=folder", "voice=nowhere"])
def test_an_adapter_that_cannot_be_served_is_said_to_be_one(
    tmp_path: Path, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--model", str(tmp_path), "--cpu", "--adapter", given])

    assert code == 2
    assert "NAME=FOLDER" in capsys.readouterr().err
