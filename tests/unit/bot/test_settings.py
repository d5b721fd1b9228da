"""Settings: read from the environment, described in the docs, refused in words."""

import re
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from bot.settings import BadSettings, Settings, SlackSettings, read_settings

ROOT = Path(__file__).resolve().parents[3]
NAMED = set(
    re.findall(
        r"^\| `((?:SLACK|COPYDESK)_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE
    )
)


def names_of(group: type[BaseSettings]) -> set[str]:
    return {f"{group.model_config['env_prefix']}{field}".upper() for field in group.model_fields}


def test_every_setting_is_described_and_every_described_setting_exists() -> None:
    assert names_of(Settings) | names_of(SlackSettings) == NAMED


def test_people_are_given_as_ids_with_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_ADMINS", "U1, U2 U3,")

    assert read_settings()[0].admins == ("U1", "U2", "U3")


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HTTP_PORT", "a lot")

    with pytest.raises(BadSettings, match=r"HTTP_PORT.*docs/settings\.md"):
        read_settings()


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")

    assert "very-secret" not in repr(read_settings()[1])
