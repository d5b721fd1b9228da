"""The doctor: looks at every part of a desk and says how to mend what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError

from approvals.database import Database
from bot.kits import open_kit
from bot.model_health import Tried, try_model
from bot.settings import Settings, SlackSettings
from bot.shop import open_index, open_shop
from bot.slack.client import slack_client
from bot.slack.errors import code_of
from brandkit.amounts import counted
from brandkit.errors import CopydeskError
from llm.chat_vllm import ChatVLLM
from retrieval.embedding import PACKAGED, SentenceEmbedder

MANIFEST = Path(__file__).resolve().parent.parent / "slack-manifest.yaml"


class Health(StrEnum):
    """How a part is."""

    GOOD = "good"
    UNUSED = "unused"
    BAD = "bad"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was found about one part, and how to mend it."""

    part: str
    health: Health
    found: str
    fix: str = ""


Check = Callable[[Settings, SlackSettings], Awaitable[Report]]


async def examine(settings: Settings, slack: SlackSettings) -> AsyncIterator[Report]:
    """Look at one part after the other; a part that cannot be looked at is a finding, not an error."""
    for part, check in CHECKS.items():
        try:
            async with asyncio.timeout(60):
                yield await check(settings, slack)
        except CopydeskError as error:
            yield Report(part=part, health=Health.BAD, found=str(error))
        except (OSError, TimeoutError, aiohttp.ClientError) as error:
            yield Report(
                part=part,
                health=Health.BAD,
                found=f"it does not answer ({type(error).__name__})",
                fix="Check the address and whether it runs.",
            )


async def _kit(settings: Settings, _slack: SlackSettings) -> Report:
    opened = await asyncio.to_thread(open_kit, settings.kit)
    kit = opened.kit
    held = f"{counted(len(kit.rules), 'rule')}, {counted(len(opened.documents), 'document')}"
    found = f"{kit.name or kit.slug} {kit.version}: {held}"
    return Report(part="brand kit", health=Health.GOOD, found=found)


async def _database(settings: Settings, _slack: SlackSettings) -> Report:
    database = Database(settings.record_url)
    try:
        await database.check()
    finally:
        await database.close()
    return Report(part="database", health=Health.GOOD, found=f"{database.url.get_backend_name()}, up to date")


async def _embedder(settings: Settings, _slack: SlackSettings) -> Report:
    embedder = SentenceEmbedder(settings.embedder or PACKAGED)
    vectors = await asyncio.to_thread(embedder.embed, ["A short test sentence."])
    return Report(
        part="embedder", health=Health.GOOD, found=f"{embedder.name}, {vectors.shape[1]} dimensions"
    )


async def _index(settings: Settings, _slack: SlackSettings) -> Report:
    names = await asyncio.to_thread(open_index(settings).collections)
    where = settings.chroma_url or f"files in {settings.home / 'chroma'}"
    return Report(part="index", health=Health.GOOD, found=f"{where}, {counted(len(names), 'collection')}")


async def _guidelines(settings: Settings, _slack: SlackSettings) -> Report:
    async with open_shop(settings) as shop:
        await shop.database.check()
        active = await shop.library.active(shop.kit.slug)
        indexed = await shop.library.reindexing.standing(shop.kit.slug)
    if active is None:
        return Report(
            part="guidelines",
            health=Health.BAD,
            found="no version is in force: drafts and answers have nothing to rest on",
            fix=f"Load the kit's documents: copydesk kit load {settings.kit} --activate",
        )
    found = f"{active.version} in force, {counted(active.passages, 'passage')}, found with {indexed.in_force}"
    if indexed.settled:
        return Report(part="guidelines", health=Health.GOOD, found=found)
    if indexed.gone:
        found = f"{found} because the model in {indexed.gone} is gone"
    return Report(
        part="guidelines",
        health=Health.BAD,
        found=f"{found}; {indexed.wanted} is set and has indexed {indexed.done:,} of {indexed.total:,}",
        fix=f"A running desk goes on with it; so does copydesk kit reindex {settings.kit}.",
    )


async def _model(settings: Settings, _slack: SlackSettings) -> Report:
    if not settings.model_url:
        return Report(
            part="model",
            health=Health.UNUSED,
            found="no model is connected: the house writer drafts, and every card says so",
            fix="Start one with `python -m serving.start --model …` and set COPYDESK_MODEL_URL.",
        )
    tried = {url: await _tried(settings, url) for url in settings.model_urls}
    told = [_told(url if len(tried) > 1 else "", each) for url, each in tried.items()]
    fixes = dict.fromkeys(fix for each in tried.values() for _, fix in each.problems)
    return Report(
        part="model",
        health=Health.BAD if fixes else Health.GOOD,
        found=". ".join(told),
        fix=" ".join(fixes),
    )


async def _tried(settings: Settings, url: str) -> Tried:
    chat = ChatVLLM(
        model=settings.model_name or "any", endpoints=(url,), api_key=settings.model_api_key, max_retries=0
    )
    try:
        return await try_model(chat, settings.model_name, adapter=settings.model_adapter)
    finally:
        await chat.aclose()


def _told(url: str, tried: Tried) -> str:
    served = f"vLLM {tried.version} serves {tried.served} (context {tried.context:,})"
    found = f"{url}: {served}" if url else served
    if tried.problems:
        return f"{found}, but {' and '.join(told for told, _ in tried.problems)}"
    reuse = "reuse not told" if tried.remembered is None else "prompts are reused"
    return f"{found}; schemas are held, {reuse}"


async def _slack_token(_settings: Settings, slack: SlackSettings) -> Report:
    if not slack.bot_token.get_secret_value():
        return Report(
            part="Slack",
            health=Health.BAD,
            found="SLACK_BOT_TOKEN is not set",
            fix="Create the app from slack-manifest.yaml and install it; docs/slack-app.md shows how.",
        )
    async with aiohttp.ClientSession() as session:
        client = slack_client(
            token=slack.bot_token.get_secret_value(), api_url=slack.api_url, session=session
        )
        try:
            response = await client.auth_test()
        except SlackApiError as error:
            return Report(
                part="Slack",
                health=Health.BAD,
                found=f"Slack does not accept the bot token ({code_of(error)})",
                fix="Copy the token anew from “OAuth & Permissions” into SLACK_BOT_TOKEN.",
            )
    missing = _needed() - _granted(response.headers)
    if missing:
        return Report(
            part="Slack",
            health=Health.BAD,
            found=f"permissions are missing: {', '.join(sorted(missing))}",
            fix="Update the app from slack-manifest.yaml and install it again.",
        )
    return Report(part="Slack", health=Health.GOOD, found=f"{response['team']}, as {response['user']}")


async def _slack_events(_settings: Settings, slack: SlackSettings) -> Report:
    if not slack.socket_mode:
        signed = bool(slack.signing_secret.get_secret_value())
        return Report(
            part="Slack events",
            health=Health.GOOD if signed else Health.BAD,
            found="over signed HTTP at /slack/events" if signed else "no way to receive them is set",
            fix="" if signed else "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).",
        )
    async with aiohttp.ClientSession() as session:
        client = slack_client(token="", api_url=slack.api_url, session=session)
        try:
            await client.apps_connections_open(app_token=slack.app_token.get_secret_value())
        except SlackApiError as error:
            return Report(
                part="Slack events",
                health=Health.BAD,
                found=f"Slack does not accept the app-level token ({code_of(error)})",
                fix="Make one with the scope connections:write and set SLACK_APP_TOKEN.",
            )
    return Report(part="Slack events", health=Health.GOOD, found="over Socket Mode")


async def _people(settings: Settings, _slack: SlackSettings) -> Report:
    missing = [
        name
        for name, value in (
            ("COPYDESK_ADMINS", settings.admins),
            ("COPYDESK_APPROVERS", settings.approvers),
            ("COPYDESK_APPROVALS_CHANNEL", settings.approvals_channel),
        )
        if not value
    ]
    if missing:
        return Report(
            part="people",
            health=Health.BAD,
            found=f"not set: {', '.join(missing)}",
            fix="Use Slack ids (U… for people, C… for the channel), as in docs/settings.md.",
        )
    found = f"{counted(len(settings.admins), 'admin')}, {counted(len(settings.approvers), 'approver')}"
    return Report(part="people", health=Health.GOOD, found=found)


def _needed() -> frozenset[str]:
    manifest: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])


def _granted(headers: Any) -> frozenset[str]:
    """What the token may do; a server that does not say is believed."""
    told = str(headers.get("x-oauth-scopes") or headers.get("X-OAuth-Scopes") or "")
    return frozenset(scope.strip() for scope in told.split(",")) if told else _needed()


CHECKS: dict[str, Check] = {
    "brand kit": _kit,
    "database": _database,
    "embedder": _embedder,
    "index": _index,
    "guidelines": _guidelines,
    "model": _model,
    "Slack": _slack_token,
    "Slack events": _slack_events,
    "people": _people,
}
