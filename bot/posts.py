"""Posts: what should be said where. A use case leaves one in its transaction; Slack's side delivers it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

Json = Mapping[str, object]


class Show(Enum):
    """What a message shows. It is drawn from the record whenever it is sent or brought up to date."""

    WORK = "work"
    ASKED = "asked"
    QUESTION = "question"
    DRAFT = "draft"
    FAILURE = "failure"
    APPROVAL = "approval"
    NEWS = "news"
    ANSWER = "answer"
    GUIDELINES = "guidelines"
    ASSETS = "assets"
    ASSET_FILE = "asset_file"
    TEXT = "text"


class Audience(Enum):
    """Who sees a post."""

    CONVERSATION = "conversation"
    """Everyone in the channel or thread."""
    PERSON = "person"
    """One person, in their direct messages with the desk."""
    PRIVATE = "private"
    """One person, in the place where they are, and gone after a reload."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message, named by `key`: leaving the same key twice sends one message.

    `subject` ties posts to the thing they are about, so that they can be brought up to date together.
    `about` are the ids and words that `show` needs; nothing that the record already holds.
    """

    key: str
    show: Show
    audience: Audience = Audience.CONVERSATION
    channel: str = ""
    thread_ts: str = ""
    user: str = ""
    subject: str = ""
    about: Json = field(default_factory=dict)


class Posts(Protocol):
    """The way out, kept in the record until it has been said."""

    async def leave(self, connection: AsyncConnection, post: Post, *, later: bool = True) -> None:
        """Send this post once, if and only if the caller's transaction commits.

        Not `later` leaves the sending to the caller, who calls `deliver` after the commit.
        """

    async def turn(
        self, connection: AsyncConnection, key: str, show: Show, about: Json, *, subject: str = ""
    ) -> None:
        """Let the message of that key show something else from now on."""

    def at_work(self, key: str) -> AbstractContextManager[None]:
        """While this lasts, the job that delivers the message of that key here stays with it.

        It shows every change, so that none of them needs a job of its own.
        """

    def elsewhere(self, key: str) -> AbstractContextManager[None]:
        """Inside of `at_work`, while something else is done first: changes of it have jobs of their own."""

    async def showing(
        self, connection: AsyncConnection, key: str, *, hold: bool = False
    ) -> tuple[Show, Json] | None:
        """What the message of that key shows now; None when there is no such message.

        Who turns it by what it shows must `hold` it: nobody else turns it until the transaction ends.
        """

    async def showing_each(self, connection: AsyncConnection, keys: Collection[str]) -> Mapping[str, Show]:
        """What each message of these keys shows now, by its key; those that there are not are left out."""

    async def showing_about(self, connection: AsyncConnection, subject: str) -> tuple[tuple[str, Json], ...]:
        """Key and ids of every message about this subject, oldest first."""

    async def redraw(self, connection: AsyncConnection, subject: str) -> None:
        """Bring every message about this subject up to date with the record."""

    async def channel_of(self, key: str) -> str:
        """The conversation that a delivered message is in."""

    async def deliver(self, key: str) -> str:
        """Send it now, or bring it up to date; gives its timestamp. Harmless to repeat."""

    async def stay(self, key: str) -> None:
        """Deliver it; while a turn of it is under way in this process, also whatever it turns into."""

    async def abandon(self, key: str, error: Exception) -> None:
        """Delivering it failed to the last try. What an outage kept is tried again later by itself."""
