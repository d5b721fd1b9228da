"""Drives a running workspace from a test: act as a person, wait for what the app does."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sandbox.blocks import elements_of, find_element
from sandbox.gestures import GestureError, Gestures
from sandbox.payload import Json
from sandbox.service import Service

Found = TypeVar("Found")


class Acting:
    """One person at the keyboard."""

    def __init__(self, person: str, service: Service, gestures: Gestures) -> None:
        self.id = person
        self._service = service
        self._gestures = gestures

    async def say(
        self,
        channel: str,
        text: str = "",
        *,
        thread: Json | str | None = None,
        files: list[Json] | None = None,
    ) -> Json:
        """Send a message, in a thread if a message or its ts is given. Gives the message as recorded."""
        thread_ts = thread["ts"] if isinstance(thread, dict) else thread
        file_ids = [file["id"] for file in files or []]
        return self._gestures.say(self.id, channel, text, thread_ts=thread_ts, file_ids=file_ids)

    async def upload(self, name: str, data: bytes) -> Json:
        """Upload a file. Gives the file object, to pass to `say` or into a form."""
        return self._gestures.upload(self.id, name, data).as_json(self._service.base_url)

    async def dm(self) -> str:
        """Open the direct message with the app. Gives its channel id."""
        return self._gestures.direct_message(self.id).id

    async def click(self, message: Json, action_id: str, **chosen: object) -> Json:
        """Use an element of a message; `chosen` has the element's own fields, such as selected_option."""
        channel, current = self._whereabouts(message["ts"])
        container = {"type": "message", "channel": channel, "ts": message["ts"]}
        block_id, action = _action(current.get("blocks", []), action_id, chosen)
        return await self._gestures.act(self.id, container, block_id=block_id, action=action)

    async def click_in(self, view: Json, action_id: str, **chosen: object) -> Json:
        """Use an element of a modal or of App Home."""
        block_id, action = _action(view["blocks"], action_id, chosen)
        values = {block_id: {action_id: {"type": action["type"], **chosen}}} if chosen else {}
        container = {"type": "view", "view_id": view["id"]}
        return await self._gestures.act(self.id, container, block_id=block_id, action=action, values=values)

    async def submit(self, view: Json, values: Json | None = None) -> Json:
        """Send a modal with {block_id: {action_id: {…}}}; what is left out stays as it was."""
        return await self._gestures.submit(self.id, view["id"], _typed(view, values or {}))

    async def close(self, view: Json, *, everything: bool = False) -> None:
        """Close a modal, or all of them."""
        self._gestures.close(self.id, view["id"], everything=everything)

    async def command(self, channel: str, command: str, text: str = "") -> Json:
        """Use a slash command."""
        return await self._gestures.command(self.id, channel, command, text)

    async def shortcut(self, callback_id: str, message: Json | None = None) -> Json:
        """Use a shortcut, on a message if one is given."""
        if message is None:
            return await self._gestures.shortcut(self.id, callback_id)
        channel, _ = self._whereabouts(message["ts"])
        return await self._gestures.shortcut(self.id, callback_id, channel=channel, message_ts=message["ts"])

    async def options(self, view: Json, action_id: str, value: str = "") -> Json:
        """Type into an external select of a modal. Gives the app's options."""
        block_id, _ = _action(view["blocks"], action_id, {})
        container = {"type": "view", "view_id": view["id"]}
        return await self._gestures.options(
            self.id, container, block_id=block_id, action_id=action_id, value=value
        )

    async def react(self, message: Json, name: str) -> None:
        """Add an emoji to a message."""
        channel, _ = self._whereabouts(message["ts"])
        self._gestures.react(self.id, channel, message["ts"], name)

    async def open_home(self, tab: str = "home") -> None:
        """Look at the app's Home or Messages tab."""
        self._gestures.open_home(self.id, tab)

    async def stop(self, message: Json) -> None:
        """Press Stop in the thread of a message."""
        channel, _ = self._whereabouts(message["ts"])
        self._gestures.stop(self.id, channel, str(message.get("thread_ts", message["ts"])))

    def messages(self, channel: str, thread: Json | str | None = None) -> list[Json]:
        """What the person sees in a channel or a thread, oldest first, with what only they can see."""
        conversation = self._gestures.conversation(self.id, channel)
        root = thread["ts"] if isinstance(thread, dict) else thread
        found = list(conversation.thread(root)) if root else list(conversation.top_level())
        private = conversation.ephemerals.get(self.id, {}).values()
        found += [each for each in private if each.get("thread_ts") == root]
        return sorted(found, key=lambda message: float(message["ts"]))

    def ephemerals(self, channel: str) -> list[Json]:
        """What only this person can see in a channel and its threads, oldest first."""
        return list(self._gestures.conversation(self.id, channel).ephemerals.get(self.id, {}).values())

    def view(self) -> Json | None:
        """The modal in front, if any is open."""
        stack = self._service.modals.stack(self.id)
        return stack[-1] if stack else None

    def home(self) -> Json | None:
        """The App Home the app published for this person."""
        return self._service.workspace.homes.get(self.id)

    def _whereabouts(self, ts: str) -> tuple[str, Json]:
        for conversation in self._service.workspace.conversations.values():
            private = conversation.ephemerals.get(self.id, {})
            found = conversation.messages.get(ts) or private.get(ts)
            if found is not None:
                return conversation.id, found
        raise GestureError(f"There is no message {ts}.")


@dataclass(frozen=True, kw_only=True)
class Sandbox:
    """A running workspace, in the hands of a test. `service` has the parts behind it."""

    service: Service
    gestures: Gestures

    @property
    def url(self) -> str:
        """The page's address."""
        return self.service.base_url + "/"

    @property
    def api_url(self) -> str:
        """The base of the Web API, for SLACK_API_URL and `AsyncWebClient(base_url=…)`."""
        return self.service.base_url + "/api/"

    @property
    def bot_token(self) -> str:
        """The app's bot token."""
        return self.service.app.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self.service.app.app_token

    @property
    def signing_secret(self) -> str:
        """What HTTP deliveries are signed with."""
        return self.service.app.signing_secret

    def person(self, user_id: str) -> Acting:
        """Act as a person. Raises KeyError for somebody unknown."""
        return Acting(self.service.workspace.people[user_id].id, self.service, self.gestures)

    def channel_messages(self, channel: str) -> list[Json]:
        """Every message of a channel with its threads, oldest first."""
        return list(self.service.workspace.conversations[channel].messages.values())

    def misbehave(self, match: str, kind: str, **options: float | bool | None) -> None:
        """Add a fault rule; see sandbox/README.md for the kinds. Raises ValueError for an unknown one."""
        self.service.faults.add(match, kind, **options)

    def counts(self) -> Json:
        """What /sandbox/api/counts gives."""
        return self.service.tallies.as_json()

    async def wait_for(self, predicate: Callable[[], Found | None], *, within: float = 10.0) -> Found:
        """Wait until `predicate` gives something true, and give it. Looks again after every change.

        Raises TimeoutError naming the predicate after `within` seconds.
        """
        try:
            async with asyncio.timeout(within):
                while True:
                    change = self.service.live.next_change()
                    found = predicate()
                    if found:
                        return found
                    await change.wait()
        except TimeoutError:
            raise TimeoutError(
                f"Not within {within} seconds: {getattr(predicate, '__qualname__', predicate)}"
            ) from None

    async def connected(self, *, within: float = 10.0) -> None:
        """Wait until the app has a Socket Mode connection."""
        await self.wait_for(lambda: self.service.postman.app_connected() or None, within=within)

    async def settled(self) -> None:
        """Wait until every event was acknowledged or given up."""
        await self.service.postman.settled()


def _action(blocks: list[Json], action_id: str, chosen: Json) -> tuple[str, Json]:
    found = find_element(blocks, action_id)
    if found is None:
        offered = sorted(element["action_id"] for block in blocks for element in elements_of(block))
        raise GestureError(f"There is no {action_id} here, only {', '.join(offered) or 'nothing to click'}.")
    block, element = found
    own: Json = {key: element[key] for key in ("type", "action_id", "value", "text") if key in element}
    return block["block_id"], {**own, **chosen}


def _typed(view: Json, values: Json) -> Json:
    """Add the element types, which a test may leave out."""
    kinds = {
        (block["block_id"], element["action_id"]): element["type"]
        for block in view["blocks"]
        for element in elements_of(block)
    }
    return {
        block_id: {
            action_id: {"type": kinds.get((block_id, action_id), "plain_text_input"), **entry}
            for action_id, entry in elements.items()
        }
        for block_id, elements in values.items()
    }
