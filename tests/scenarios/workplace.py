"""A whole desk at work in a sandbox workspace, and the three people who use it."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.settings import Settings, SlackSettings
from bot.slack.desk import Desk
from bot.wiring import running_desk
from sandbox.clock import Timing
from sandbox.driver import Acting, Sandbox
from sandbox.http_events import RequestUrls
from sandbox.manifest import read_manifest
from sandbox.server import Options, running_sandbox

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / "slack-manifest.yaml"
KIT = ROOT / "kits" / "ledgerline"
MAYA, OMAR, ADA, BOT = "U0MAYA", "U0OMAR", "U0ADA", "U0DESK"
AUDIT_KEY = "a key for tests"
MARKETING, APPROVALS = "C0MARKETING", "C0APPROVALS"
ASK = "LinkedIn post for freelancers about the new invoice reminders, friendly"
QUICK = Timing(ack=10.0, trigger=30.0, retries=(0.0, 0.1, 0.2))
"""Slack redelivers at once, and waits longer than it would: these tests share their machine with others."""

PATIENCE = 30.0
"""Far longer than anything takes; a test that waits this long has failed."""


@dataclass(kw_only=True)
class Workplace:
    """The sandbox, the desk in it, and how long ago things were: `mark` separates before from after."""

    sandbox: Sandbox
    desk: Desk
    settings: Settings
    mark: float = field(default=0.0)

    @property
    def maya(self) -> Acting:
        """The marketer."""
        return self.sandbox.person(MAYA)

    @property
    def omar(self) -> Acting:
        """An approver."""
        return self.sandbox.person(OMAR)

    @property
    def ada(self) -> Acting:
        """The admin, who may approve as well."""
        return self.sandbox.person(ADA)

    # ---- asking and reading ----------------------------------------------------------------

    async def ask(self, text: str = ASK, *, who: Acting | None = None, channel: str = MARKETING) -> Json:
        """Mention the desk in a channel; gives the message that opens the thread."""
        return await (who or self.maya).say(channel, f"<@{BOT}> {text}")

    async def drafted(self, text: str = ASK, *, who: Acting | None = None) -> tuple[Json, Json]:
        """Ask, and wait for version 1; gives the opening message and the card."""
        root = await self.ask(text, who=who)
        return root, await self.card(root)

    async def card(self, root: Json, version: int = 1, *, who: Acting | None = None) -> Json:
        """The card of that version in the thread, as soon as it is there."""
        return await self.answer(root, f"version {version}", card=True, who=who)

    async def answer(
        self, root: Json, words: str, *, card: bool = False, who: Acting | None = None, after: str = ""
    ) -> Json:
        """The desk's message in a thread that has these words, as soon as it is there."""
        reader = who or self.maya
        channel = self._channel_of(root)

        def look() -> Json | None:
            found = (
                message
                for message in reader.messages(channel, root)
                if is_ours(message) and message["ts"] > after and words in heading(message, card=card)
            )
            return next(found, None)

        try:
            return await self.wait(look, f"{words!r} in the thread")
        except AssertionError as error:
            said = "\n---\n".join(map(text_of, reader.messages(channel, root)))
            raise AssertionError(f"{error} It says:\n{said}") from None

    async def card_with(self, root: Json, version: int, words: str) -> Json:
        """The card of that version, once it says so."""
        card = await self.card(root, version)
        return await self.shows(card, words)

    async def shows(self, message: Json, *words: str, who: Acting | None = None) -> Json:
        """The same message, as soon as it has all these words."""

        def look() -> Json | None:
            now = self.again(message, who=who)
            return now if all(word in text_of(now) for word in words) else None

        return await self.wait(look, f"{words!r} on the message")

    def again(self, message: Json, *, who: Acting | None = None) -> Json:
        """The message as it is now."""
        _, now = (who or self.maya)._whereabouts(message["ts"])
        return now

    # ---- approving -------------------------------------------------------------------------

    async def sent(self, text: str = ASK, *, who: Acting | None = None) -> tuple[Json, Json, Json]:
        """Ask, and send version 1; gives the opening message, the draft's card and the approvers' card."""
        root, card = await self.drafted(text, who=who)
        return root, card, await self.send(card, who=who)

    async def send(self, card: Json, *, who: Acting | None = None) -> Json:
        """Send a draft for approval; gives the card in the approvals channel."""
        before = self.latest(APPROVALS)
        assert (await (who or self.maya).click(card, action_in(card, "draft.submit")))["ok"]
        return await self.posted(APPROVALS, "Asked by", after=before, who=self.omar)

    async def approved(self, text: str = ASK) -> tuple[Json, Json, Json]:
        """Ask, send and approve; gives the opening message, the draft's card and the approvers' card."""
        root, card, review = await self.sent(text)
        await self.omar.click(review, "approval.approve")
        return root, card, await self.shows(review, "Approved", who=self.omar)

    # ---- anywhere --------------------------------------------------------------------------

    def latest(self, channel: str) -> str:
        """The newest timestamp of a conversation, to look only at what comes after."""
        return max((each["ts"] for each in self.sandbox.channel_messages(channel)), default="")

    async def posted(self, channel: str, *words: str, after: str = "", who: Acting | None = None) -> Json:
        """A message of the desk outside threads with all these words, newer than `after`."""
        reader = who or self.maya

        def look() -> Json | None:
            found = (
                message
                for message in reader.messages(channel)
                if message["ts"] > after and is_ours(message) and _has(message, words)
            )
            return next(found, None)

        return await self.wait(look, f"{words!r} in {channel}")

    async def told_privately(self, who: Acting, channel: str, *words: str, after: str = "") -> Json:
        """What the desk said to this person alone, with all these words."""

        def look() -> Json | None:
            found = (each for each in who.ephemerals(channel) if each["ts"] > after and _has(each, words))
            return next(found, None)

        return await self.wait(look, f"{words!r} to {who.id} alone")

    async def told_directly(self, who: Acting, *words: str, after: str = "") -> Json:
        """What the desk said to this person in their direct messages."""
        return await self.posted(await who.dm(), *words, after=after, who=who)

    async def window(self, who: Acting, *words: str) -> Json:
        """The window in front of this person, once it has all these words."""

        def look() -> Json | None:
            view = who.view()
            return view if view is not None and all(word in text_of(view) for word in words) else None

        return await self.wait(look, f"a window with {words!r}")

    async def home(self, who: Acting, *words: str) -> Json:
        """Look at App Home; gives it as the desk publishes it now, which must have these words."""
        seen = who.home()
        await who.open_home()
        return await self.newer_home(who, seen, *words)

    async def turned(self, who: Acting, home: Json, action_id: str, **chosen: object) -> Json:
        """Press something in App Home that shows it anew."""
        seen = dict(home)
        await who.click_in(home, action_id, **chosen)
        return await self.newer_home(who, seen)

    async def newer_home(self, who: Acting, seen: Json | None, *words: str) -> Json:
        """The person's App Home, once it was published again and has all these words."""
        old = seen["hash"] if seen else ""

        def look() -> Json | None:
            home = who.home()
            fresh = home is not None and home["hash"] != old
            return (
                home if home is not None and fresh and all(word in text_of(home) for word in words) else None
            )

        return await self.wait(look, f"a new home with {words!r}")

    async def wait(self, look: Callable[[], Json | None], what: str) -> Json:
        """Wait until something can be seen; says what was waited for when it cannot."""
        try:
            return await self.sandbox.wait_for(look, within=PATIENCE)
        except TimeoutError:
            raise AssertionError(f"There was never {what}.") from None

    async def quiet(self) -> None:
        """Wait until everything that came in was worked on and everything that goes out is out."""
        async with asyncio.timeout(PATIENCE):
            await self.sandbox.settled()
            while await self._busy():  # noqa: ASYNC110 - the jobs are rows: nothing tells when they end
                await asyncio.sleep(0.05)

    async def _busy(self) -> bool:
        query = (
            "SELECT (SELECT count(*) FROM inbox WHERE state IN ('received', 'taken'))"
            " + (SELECT count(*) FROM workflow_status WHERE status IN ('PENDING', 'ENQUEUED')"
            " AND queue_name = 'lanes')"
        )
        async with self.desk.database.reading() as connection:
            return bool((await connection.exec_driver_sql(query)).scalar_one())

    def _channel_of(self, root: Json) -> str:
        channel, _ = self.sandbox.person(MAYA)._whereabouts(root["ts"])
        return channel


@asynccontextmanager
async def open_workplace(home: Path, **changes: Any) -> AsyncIterator[Workplace]:
    """A workspace and a desk that is connected to it over Socket Mode, on a home that is ready."""
    over_http = bool(changes.pop("over_http", False))
    port = _free_port() if over_http else 0
    urls = RequestUrls.all_at(f"http://127.0.0.1:{port}/slack/events") if over_http else None
    options = Options(manifest=read_manifest(MANIFEST), timing=QUICK, request_urls=urls)
    async with running_sandbox(options) as sandbox:
        settings = settings_for(home, http_port=port or 3000, **changes)
        async with running_desk(settings, slack_settings(sandbox, over_http=over_http)) as desk:
            if not over_http:
                await sandbox.connected()
            yield Workplace(sandbox=sandbox, desk=desk, settings=settings)


def settings_for(home: Path, **changes: Any) -> Settings:
    """How the desk of these tests is set up."""
    values: dict[str, Any] = {
        "home": home,
        "kit": KIT,
        "admins": (ADA,),
        "approvers": (OMAR, ADA),
        "approvals_channel": APPROVALS,
        "audit_key": SecretStr(AUDIT_KEY),
    }
    return Settings(**{**values, **changes})


def slack_settings(sandbox: Sandbox, *, over_http: bool = False) -> SlackSettings:
    """How the desk reaches the workspace."""
    return SlackSettings(
        api_url=sandbox.api_url,
        bot_token=SecretStr(sandbox.bot_token),
        app_token=SecretStr("" if over_http else sandbox.app_token),
        signing_secret=SecretStr(sandbox.signing_secret),
    )


def a_copy_of(home: Path, to: Path) -> Path:
    """A home of one's own, with the sample kit loaded."""
    return Path(shutil.copytree(home, to))


# ---- reading what was posted -------------------------------------------------------------------


def is_ours(message: Json) -> bool:
    """Whether the desk said it."""
    return bool(message.get("bot_id"))


def text_of(shown: Json) -> str:
    """Every word that a message or a view shows, in order."""
    title = shown["title"]["text"] if isinstance(shown.get("title"), dict) else ""
    words = _texts(shown["blocks"]) if shown.get("blocks") else [str(shown.get("text", ""))]
    return "\n".join([*([title] if title else []), *words])


def heading(message: Json, *, card: bool) -> str:
    """The title of a card; or everything."""
    if not card:
        return f"{message.get('text', '')}\n{text_of(message)}"
    return "\n".join(_texts([block for block in message.get("blocks", []) if block["type"] == "header"]))


def copy_on(card: Json) -> str:
    """The copy that a card quotes."""
    return "\n".join(
        text
        for block in card["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_quote"
        for text in _texts(element)
    )


def actions_of(shown: Json) -> list[str]:
    """The ids of everything that can be pressed."""
    return [each["action_id"] for each in _dicts(shown.get("blocks", [])) if "action_id" in each]


def action_in(shown: Json, name: str) -> str:
    """The id of the first button of that kind, with its numbers."""
    found = (each for each in actions_of(shown) if each == name or each.startswith(f"{name}#"))
    action = next(found, "")
    assert action, f"there is no {name}, only {actions_of(shown)}"
    return action


def button_called(shown: Json, label: str) -> str:
    """The action of the button with that label."""
    for each in _dicts(shown.get("blocks", [])):
        if each.get("type") == "button" and each["text"]["text"] == label:
            return str(each["action_id"])
    raise AssertionError(f"there is no button {label!r} in {text_of(shown)}")


def typed(value: str) -> Json:
    """What a text box holds."""
    return {"value": {"value": value}}


def picked(value: str, label: str = "") -> Json:
    """What a menu holds."""
    option = {"value": value, "text": {"type": "plain_text", "text": label or value}}
    return {"value": {"selected_option": option}}


def ticked(*values: str) -> Json:
    """What a group of boxes holds."""
    options = [{"value": each, "text": {"type": "plain_text", "text": each}} for each in values]
    return {"value": {"selected_options": options}}


def _has(message: Json, words: tuple[str, ...]) -> bool:
    shown = heading(message, card=False)
    return all(word in shown for word in words)


def _texts(value: object) -> Iterator[str]:
    for each in _dicts(value):
        text = each.get("text")
        if isinstance(text, str):
            yield text
        user = each.get("user_id")
        if isinstance(user, str):
            yield f"<@{user}>"
        hint = each.get("initial_value")
        if isinstance(hint, str):
            yield hint


def _dicts(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _dicts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _dicts(each)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
