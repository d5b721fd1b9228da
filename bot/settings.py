"""What an operator can set, read once from the environment.

Every setting is described in `docs/settings.md`; a test compares the two.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from brandkit.errors import Refusal


def _names(value: object) -> object:
    if isinstance(value, str):
        return tuple(part for part in value.replace(",", " ").split() if part)
    return value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)]


class BadSettings(Refusal):
    """A setting is missing or cannot be used; the message names it."""


class SlackSettings(BaseSettings):
    """How to reach Slack."""

    model_config = SettingsConfigDict(env_prefix="SLACK_", frozen=True, extra="ignore")

    api_url: str = Field(default="https://slack.com/api/", description="Base address of Slack's Web API")
    bot_token: SecretStr = Field(default=SecretStr(""), description="Bot token, xoxb-…")
    app_token: SecretStr = Field(
        default=SecretStr(""), description="App-level token, xapp-…; set it to use Socket Mode"
    )
    signing_secret: SecretStr = Field(
        default=SecretStr(""), description="Signing secret; needed when Slack calls over HTTP"
    )

    @property
    def socket_mode(self) -> bool:
        """Whether events come over a socket (an app-level token is set) rather than over HTTP."""
        return bool(self.app_token.get_secret_value())


class Settings(BaseSettings):
    """How this desk is set up."""

    model_config = SettingsConfigDict(env_prefix="COPYDESK_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), description="Folder for everything the desk keeps on disk")
    database_url: str = Field(
        default="", description="SQLAlchemy address; empty means SQLite inside the home folder"
    )
    kit: Path = Field(default=Path("kits/ledgerline"), description="Folder of the brand kit")
    admins: Names = Field(default=(), description="Slack user ids of the admins, separated by commas")
    approvers: Names = Field(default=(), description="Slack user ids of the approvers, separated by commas")
    approvals_channel: str = Field(default="", description="Channel id where approval cards are posted")
    model_url: str = Field(
        default="", description="Address of a vLLM server (…/v1); empty means the house writer"
    )
    model_name: str = Field(
        default="", description="Model to ask for; empty means the first one that is served"
    )
    model_adapter: str = Field(
        default="",
        pattern=r"^([a-z0-9][a-z0-9-]{0,62})?$",
        description="LoRA adapter that writes in place of the model; empty means none",
    )
    model_api_key: SecretStr = Field(
        default=SecretStr(""), description="API key of the model server, if it has one"
    )
    model_deadline: float = Field(
        default=60.0, gt=0, description="Seconds a draft may take before the house writer steps in"
    )
    model_retry: float = Field(
        default=20.0, gt=0, description="Seconds between two looks whether a model is back"
    )
    judge: bool = Field(
        default=True, description="Whether a model also says how a draft's voice sounds before it is shown"
    )
    embedder: str = Field(
        default="", description="sentence-transformers model; empty means the MiniLM that is installed"
    )
    reranker: str = Field(
        default="", description="Folder with a cross-encoder that re-ranks what was found; empty: none"
    )
    chroma_url: str = Field(
        default="", description="Address of a Chroma server; empty: files in the home folder"
    )
    http_host: str = Field(default="127.0.0.1", description="Address to listen on when Slack calls over HTTP")
    http_port: int = Field(
        default=3000, ge=0, le=65535, description="Port to listen on when Slack calls over HTTP"
    )
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="Port for /metrics on COPYDESK_HTTP_HOST; 0 means none"
    )
    worker: Literal["inside", "apart"] = Field(
        default="inside", description="Whether jobs run in the web process, or in `copydesk worker` processes"
    )
    worker_name: str = Field(default="", description="A stable name for this process; empty means its role")
    audit_key: SecretStr = Field(
        default=SecretStr(""), description="Key that signs the audit chain; kept outside the database"
    )
    repair_rounds: int = Field(
        default=2, ge=0, le=5, description="How often a draft is repaired before it is shown"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much to log"
    )

    @property
    def model_urls(self) -> tuple[str, ...]:
        """The addresses of the model servers; none where no model is connected."""
        return tuple(self.model_url.replace(",", " ").split())

    @property
    def record_url(self) -> str:
        """The database address, with the embedded default filled in."""
        return self.database_url or f"sqlite+aiosqlite:///{(self.home / 'copydesk.db').resolve()}"


def read_settings() -> tuple[Settings, SlackSettings]:
    """Read both groups from the environment; `BadSettings` names what is wrong and where to look."""
    try:
        return Settings(), SlackSettings()
    except ValidationError as error:
        first = error.errors()[0]
        prefix = "SLACK" if error.title == SlackSettings.__name__ else "COPYDESK"
        name = "_".join([prefix, *(str(part) for part in first["loc"])]).upper()
        raise BadSettings(
            f"The setting {name} cannot be used: {first['msg']}. See docs/settings.md for what it takes."
        ) from error


def pass_to_child(**changes: str) -> dict[str, str]:
    """Give a copy of this process's environment with changes, for a process started by this one."""
    return {**os.environ, **changes}
