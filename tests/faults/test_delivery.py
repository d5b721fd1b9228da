"""One message is in Slack once and says the last thing it was told to say, whatever happened on the way."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import outbox
from approvals.database import Database, after_commit
from approvals.outbox import OutboundMessage
from approvals.states import OutboxState
from bot.clock import now
from bot.jobs.jobs import Job
from bot.posts import Audience, Json, Post, Show
from bot.slack.client import slack_client
from bot.slack.delivery import SlackPosts
from bot.slack.errors import SlackBusy, SlackDown
from bot.slack.sending import Sending
from bot.slack.views.models import Message
from sandbox.driver import Sandbox
from sandbox.server import running_sandbox
from tests.contracts.approvals.conftest import sqlite_template

__all__ = ["sqlite_template"]

MARKETING, MAYA, ADA = "C0MARKETING", "U0MAYA", "U0ADA"
CARD = Post(
    key="turn:1", show=Show.TEXT, channel=MARKETING, user=MAYA, subject="draft:1", about={"text": "one"}
)


@dataclass
class _Kept:
    """Jobs as they were asked for; the test decides when they run."""

    jobs: list[Job] = field(default_factory=list)

    async def add(self, connection: AsyncConnection, job: Job) -> None:
        if job.key not in {one.key for one in self.jobs}:
            after_commit(connection, partial(self.jobs.append, job))


@dataclass
class _Words:
    """Draws the words a message was left with; the ones in `continued` follow in its thread."""

    continued: tuple[str, ...] = ()
    broken: bool = False

    async def draw(self, _connection: AsyncConnection, _show: Show, about: Json) -> Message:
        if self.broken:
            raise ZeroDivisionError
        more = tuple(Message(text=text, blocks=()) for text in self.continued)
        return Message(text=str(about["text"]), blocks=(), continuations=more)


@dataclass(frozen=True, kw_only=True)
class Counter:
    """The way out to a real workspace."""

    sandbox: Sandbox
    database: Database
    posts: SlackPosts
    jobs: _Kept
    words: _Words

    async def leave(self, post: Post) -> None:
        async with self.database.transaction() as connection:
            await self.posts.leave(connection, post)

    async def turn(self, text: str) -> None:
        async with self.database.transaction() as connection:
            await self.posts.turn(connection, CARD.key, Show.TEXT, {"text": text}, subject="draft:1")

    async def row(self, key: str = CARD.key) -> OutboundMessage:
        async with self.database.reading() as connection:
            row = await outbox.get(connection, key)
        assert row is not None
        return row

    def texts(self, channel: str = MARKETING) -> list[str]:
        return [str(message["text"]) for message in self.sandbox.channel_messages(channel)]

    def calls(self, method: str) -> int:
        return sum(entry["name"] == method for entry in self.sandbox.service.traffic.after(0))


@pytest.fixture
async def counter(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Counter]:
    shutil.copy(sqlite_template, tmp_path / "record.db")
    database = Database(f"sqlite:///{tmp_path / 'record.db'}")
    jobs, words = _Kept(), _Words()
    async with running_sandbox() as sandbox, aiohttp.ClientSession() as session:
        client = slack_client(token=sandbox.bot_token, api_url=sandbox.api_url, session=session)
        client.retry_handlers.clear()
        sending = Sending(database=database, client=client, now=now, settle=timedelta(0))
        posts = SlackPosts(
            database=database, jobs=jobs, sending=sending, board=words, now=now, overseers=(ADA,)
        )
        yield Counter(sandbox=sandbox, database=database, posts=posts, jobs=jobs, words=words)
    await database.close()


async def test_a_lost_answer_in_a_channel_is_found_again(counter: Counter) -> None:
    await counter.leave(CARD)
    counter.sandbox.misbehave("chat.postMessage", "drop_response", times=1)
    with pytest.raises(SlackDown):
        await counter.posts.deliver(CARD.key)

    await counter.posts.deliver(CARD.key)

    assert counter.texts() == ["one"]
    assert (await counter.row()).is_current


async def test_a_lost_answer_in_a_thread_is_found_again(counter: Counter) -> None:
    root = await counter.sandbox.person(MAYA).say(MARKETING, "something for the blog")
    await counter.leave(_in_thread(root["ts"]))
    counter.sandbox.misbehave("chat.postMessage", "drop_response", times=1)
    with pytest.raises(SlackDown):
        await counter.posts.deliver(CARD.key)

    await counter.posts.deliver(CARD.key)

    assert counter.texts() == ["something for the blog", "one"]


async def test_what_is_found_again_is_brought_up_to_date(counter: Counter) -> None:
    await counter.leave(CARD)
    counter.sandbox.misbehave("chat.postMessage", "drop_response", times=1)
    with pytest.raises(SlackDown):
        await counter.posts.deliver(CARD.key)
    await counter.turn("two")

    await counter.posts.deliver(CARD.key)

    assert counter.texts() == ["two"]


async def test_a_post_that_never_arrived_is_posted_again(counter: Counter) -> None:
    await counter.leave(CARD)
    counter.sandbox.misbehave("chat.postMessage", "503", times=1)
    with pytest.raises(SlackDown):
        await counter.posts.deliver(CARD.key)

    await counter.posts.deliver(CARD.key)

    assert counter.texts() == ["one"]


async def test_a_refusal_that_says_nothing_was_done_needs_no_look(counter: Counter) -> None:
    await counter.leave(CARD)
    counter.sandbox.misbehave("chat.postMessage", "429", times=1)
    with pytest.raises(SlackBusy):
        await counter.posts.deliver(CARD.key)

    await counter.posts.deliver(CARD.key)

    assert counter.texts() == ["one"]
    assert counter.calls("conversations.history") == 0


async def test_one_delivery_does_for_all_changes_before_it(counter: Counter) -> None:
    await counter.leave(CARD)
    await counter.posts.deliver(CARD.key)
    for text in ("two", "three", "four"):
        await counter.turn(text)

    for job in counter.jobs.jobs:
        await counter.posts.deliver(job.args["key"])

    assert len(counter.jobs.jobs) == 4
    assert counter.texts() == ["four"]
    assert counter.calls("chat.update") == 1


async def test_a_change_that_slack_did_not_take_is_known_to_be_missing(counter: Counter) -> None:
    await counter.leave(CARD)
    await counter.posts.deliver(CARD.key)
    await counter.turn("two")
    counter.sandbox.misbehave("chat.update", "503", times=1)
    with pytest.raises(SlackDown):
        await counter.posts.deliver(CARD.key)

    async with counter.database.reading() as connection:
        missing = await outbox.outdated(connection, older_than=now())
    assert [row.key for row in missing] == [CARD.key]


async def test_what_did_not_fit_follows_once(counter: Counter) -> None:
    counter.words.continued = ("and more", "and the rest")
    await counter.leave(CARD)
    counter.sandbox.misbehave("chat.postMessage", "drop_response", times=None, probability=0.5)
    for _ in range(12):
        try:
            await counter.posts.deliver(CARD.key)
        except SlackDown:
            continue
        break

    assert sorted(counter.texts()) == ["and more", "and the rest", "one"]
    assert (await counter.row()).is_current


async def test_where_nobody_may_look_a_person_is_told_and_nothing_is_posted_twice(counter: Counter) -> None:
    await counter.leave(CARD)
    counter.sandbox.misbehave("chat.postMessage", "drop_response", times=1)
    with pytest.raises(SlackDown):
        await counter.posts.deliver(CARD.key)
    channel = counter.sandbox.service.workspace.conversations[MARKETING]
    channel.members.remove("U0DESK")

    await counter.posts.deliver(CARD.key)

    assert (await counter.row()).state is OutboxState.UNKNOWN
    assert counter.texts() == ["one"]
    assert "may be missing" in await _told(counter, MAYA)


async def test_a_closed_door_is_told_to_the_person_it_is_about(counter: Counter) -> None:
    counter.sandbox.service.workspace.conversations[MARKETING].members.remove("U0DESK")
    await counter.leave(CARD)

    await counter.posts.deliver(CARD.key)

    assert (await counter.row()).state is OutboxState.FAILED
    assert f"could not write in <#{MARKETING}>" in await _told(counter, MAYA)


async def test_a_closed_door_for_nobody_in_particular_is_told_to_who_runs_the_desk(counter: Counter) -> None:
    counter.sandbox.service.workspace.conversations[MARKETING].members.remove("U0DESK")
    await counter.leave(Post(key="card:1", show=Show.TEXT, channel=MARKETING, about={"text": "a card"}))

    await counter.posts.deliver("card:1")

    assert "could not write" in await _told(counter, ADA, key="card:1")


async def test_a_message_that_cannot_be_drawn_is_given_up_and_told(counter: Counter) -> None:
    counter.words.broken = True
    await counter.leave(CARD)

    await counter.posts.abandon(CARD.key, ZeroDivisionError())

    counter.words.broken = False
    assert (await counter.row()).state is OutboxState.FAILED
    assert "went wrong on our side" in await _told(counter, MAYA)


async def test_what_an_outage_kept_is_not_given_up(counter: Counter) -> None:
    await counter.leave(CARD)

    await counter.posts.abandon(CARD.key, SlackDown("away"))

    assert (await counter.row()).state is OutboxState.QUEUED


async def test_a_report_that_cannot_be_delivered_is_not_reported(counter: Counter) -> None:
    report = Post(
        key=f"x:{ADA}!door", show=Show.TEXT, audience=Audience.PERSON, user="U0NOBODY", about={"text": "x"}
    )
    await counter.leave(report)
    before = len(counter.jobs.jobs)

    await counter.posts.deliver(report.key)

    assert len(counter.jobs.jobs) == before
    assert (await counter.row(report.key)).state is OutboxState.FAILED


async def _told(counter: Counter, person: str, key: str = CARD.key) -> str:
    """What was written to a person about a message that could not be delivered."""
    await counter.posts.deliver(f"{key}:{person}!door")
    channel = await counter.sandbox.person(person).dm()
    return "\n".join(counter.texts(channel))


def _in_thread(ts: str) -> Post:
    return replace(CARD, thread_ts=ts)
