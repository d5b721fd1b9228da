"""What a hundred people want from the desk: each story is one request from its first word to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.slack.ids import Action
from tests.faults.office import Json, Office, key_of, offers, shows

MAYA, OMAR, ADA = "U0MAYA", "U0OMAR", "U0ADA"
MARKETING, APPROVALS = "C0MARKETING", "C0APPROVALS"
DESK = "<@U0DESK>"
_PATIENCE = 400.0
"""Seconds until somebody gives up waiting for the desk, which may be killed many times meanwhile."""


class End(Enum):
    """Where a story ends."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    EDITED_AND_APPROVED = "edited and approved"
    CHANGES = "changes requested"


@dataclass(frozen=True, kw_only=True)
class Story:
    """One request: where it is asked, what is changed on the way, how it ends."""

    number: int
    direct: bool
    refined: str = ""
    edited: bool = False
    end: End = End.DRAFTED

    @property
    def topic(self) -> str:
        """Words that are in this story's copy cards and in no other's."""
        return f"invoice reminders round {self.number:03d}"

    @property
    def versions(self) -> int:
        """How many versions there are in the end."""
        return 1 + bool(self.refined) + self.edited + (self.end is End.EDITED_AND_APPROVED)

    @property
    def reviews(self) -> int:
        """How many cards the approvers get; an edit that approves is a card of its own."""
        return {End.DRAFTED: 0, End.EDITED_AND_APPROVED: 2}.get(self.end, 1)

    @property
    def assets(self) -> int:
        """How many assets come of it."""
        return int(self.end in (End.APPROVED, End.EDITED_AND_APPROVED))


def stories(count: int) -> Iterator[Story]:
    """Every mixture of ways, over and over."""
    ways = [
        {},
        {"refined": "shorter"},
        {"end": End.APPROVED},
        {"refined": "button", "end": End.APPROVED},
        {"edited": True, "end": End.APPROVED},
        {"refined": "shorter", "end": End.CHANGES},
        {},
        {"end": End.EDITED_AND_APPROVED},
        {"refined": "shorter", "edited": True, "end": End.APPROVED},
        {"end": End.APPROVED},
    ]
    for number in range(count):
        yield Story(number=number, direct=number % 3 == 2, **ways[number % len(ways)])  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Told:
    """How it went: the thread, and the keys of the cards that people saw at its end."""

    story: Story
    channel: str
    root: str


async def live(story: Story, office: Office) -> Told:
    """Be the people of one story until it has ended; raises AssertionError when the desk left them alone."""
    channel = await office.dm(MAYA) if story.direct else MARKETING
    name = "" if story.direct else f"{DESK} "
    ask = f"{name}LinkedIn post for freelancers about {story.topic}, friendly"
    root = await office.say(MAYA, channel, ask)
    thread = _Thread(office, story, channel, root)
    card = await thread.card(1)
    version = 1
    if story.refined:
        version += 1
        card = await thread.refined(card, version)
    if story.edited:
        version += 1
        card = await thread.edited(card, version)
    if story.end is not End.DRAFTED:
        await thread.sent(card)
        await thread.decided(version)
    return Told(story=story, channel=channel, root=root)


class _Thread:
    def __init__(self, office: Office, story: Story, channel: str, root: str) -> None:
        self._office, self._story = office, story
        self._channel, self._root = channel, root

    async def card(self, version: int) -> Json:
        """Wait for the card of a version that can still be worked with."""

        async def look() -> Json | None:
            for message in await self._office.thread(MAYA, self._channel, self._root):
                if shows(message, f"version {version}") and offers(message, Action.DRAFT_SUBMIT):
                    return message
            return None

        what = f"version {version} of story {self._story.number}"
        return await self._office.until(look, within=_PATIENCE, what=what)

    async def refined(self, card: Json, version: int) -> Json:
        if self._story.refined == "button":
            await self._office.press(MAYA, self._channel, card, Action.DRAFT_SHORTER)
        else:
            await self._office.say(MAYA, self._channel, self._story.refined, thread=self._root)
        return await self.card(version)

    async def edited(self, card: Json, version: int) -> Json:
        await self._office.fill_in(MAYA, self._channel, card, Action.DRAFT_EDIT, _a_word_more)
        return await self.card(version)

    async def sent(self, card: Json) -> None:
        await self._office.press(MAYA, self._channel, card, Action.DRAFT_SUBMIT)

    async def decided(self, version: int) -> None:
        card = await self._review(f"version {version}")
        match self._story.end:
            case End.APPROVED:
                await self._office.press(OMAR, APPROVALS, card, Action.APPROVAL_APPROVE)
            case End.CHANGES:
                await self._office.fill_in(OMAR, APPROVALS, card, Action.APPROVAL_REQUEST_CHANGES, _a_reason)
            case End.EDITED_AND_APPROVED:
                await self._office.fill_in(ADA, APPROVALS, card, Action.APPROVAL_EDIT, _a_word_more)
        await self._office.until(
            lambda: self._news(key_of(card)),
            within=_PATIENCE,
            what=f"the decision on story {self._story.number}",
        )

    async def _review(self, version: str) -> Json:
        async def look() -> Json | None:
            for message in await self._office.thread(OMAR, APPROVALS):
                mine = shows(message, self._story.topic) and shows(message, version)
                if mine and offers(message, Action.APPROVAL_APPROVE):
                    return message
            return None

        what = f"the approval card of story {self._story.number}"
        return await self._office.until(look, within=_PATIENCE, what=what)

    async def _news(self, key: str) -> bool:
        """Whether the card shows that it was decided."""
        messages = await self._office.thread(OMAR, APPROVALS)
        return any(key_of(one) == key and not offers(one, Action.APPROVAL_APPROVE) for one in messages)


def _a_word_more(view: Json) -> Json:
    """Change the first box of an edit form."""
    block = next(block for block in view["blocks"] if block["block_id"].startswith("edit/"))
    element = block["element"]
    value = f"{element.get('initial_value', '')} Checked by hand."
    return {block["block_id"]: {element["action_id"]: {"type": element["type"], "value": value}}}


def _a_reason(view: Json) -> Json:
    block = next(block for block in view["blocks"] if block["block_id"] == "reason")
    element = block["element"]
    return {
        "reason": {element["action_id"]: {"type": element["type"], "value": "Name the free trial, please."}}
    }
