"""Every setting is documented as it is, and a wrong one is named."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from bot.settings import BadSettings, Settings, SlackSettings, read_settings

ROOT = Path(__file__).resolve().parents[3]
GROUPS: tuple[type[BaseSettings], ...] = (Settings, SlackSettings)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in defaults():
        monkeypatch.delenv(name, raising=False)


def test_the_page_lists_every_setting_and_no_other() -> None:
    assert set(documented()) == set(defaults())


def test_every_default_on_the_page_is_the_one_in_force() -> None:
    shown = {name: default.strip("`") for name, (default, _) in documented().items() if "`" in default}

    assert shown == {name: defaults()[name] for name in shown}
    assert {name for name, default in defaults().items() if default} == set(shown)


def test_every_setting_is_explained_in_a_sentence() -> None:
    for name, (_, meaning) in documented().items():
        assert meaning.endswith("."), name
        assert len(meaning) > 15, name


def test_lists_take_commas_and_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_APPROVERS", "U0OMAR, U0ADA U0MAYA")

    assert read_settings()[0].approvers == ("U0OMAR", "U0ADA", "U0MAYA")


def test_an_app_token_chooses_socket_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not read_settings()[1].socket_mode
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")

    assert read_settings()[1].socket_mode


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COPYDESK_HTTP_PORT", "many"),
        ("COPYDESK_HTTP_PORT", "70000"),
        ("COPYDESK_WORKER", "elsewhere"),
        ("COPYDESK_MODEL_DEADLINE", "0"),
        ("COPYDESK_REPAIR_ROUNDS", "-1"),
        ("COPYDESK_LOG_LEVEL", "loud"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings, match=rf"{name} .*docs/settings\.md"):
        read_settings()


def test_no_secret_is_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for group in GROUPS:
        for name, field in group.model_fields.items():
            if isinstance(field.default, SecretStr):
                monkeypatch.setenv(f"{group.model_config['env_prefix']}{name}".upper(), "hush-hush")

    assert "hush-hush" not in repr(read_settings())


def documented() -> dict[str, tuple[str, str]]:
    """Default and meaning of every setting on the page."""
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    return {name: (default, meaning) for name, default, meaning in rows}


def defaults() -> dict[str, str]:
    """The default of every setting as text; empty where there is none, or where it means something else."""
    return {
        f"{group.model_config['env_prefix']}{name}".upper(): _as_text(field.default)
        for group in GROUPS
        for name, field in group.model_fields.items()
    }


def _as_text(default: object) -> str:
    plain = default.get_secret_value() if isinstance(default, SecretStr) else default
    if isinstance(plain, bool):
        return str(plain).lower()
    if isinstance(plain, float):
        return f"{plain:g}"
    return "" if plain in ("", ()) else str(plain)
