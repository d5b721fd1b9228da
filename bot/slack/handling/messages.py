"""Messages and slash commands: someone says something to the desk."""

from __future__ import annotations

from dataclasses import replace

from approvals import inbox
from bot.guideline_desk import Handed
from bot.posts import Audience, Post, Show
from bot.slack.desk import Desk
from bot.slack.ids import Command
from bot.slack.inbound import Heard
from bot.turns import Said
from brandkit.briefs import Brief


async def on_message(desk: Desk, heard: Heard) -> None:
    """A message in a thread of ours, in direct messages, or with our name in it."""
    files = tuple(heard.payload.get("files") or ())
    if files and (heard.direct or heard.mentioned):
        handed = Handed(key=heard.key, user=heard.user, files=files, channel=heard.channel, root=heard.root)
        await desk.guidelines.receive(handed)
        return
    await desk.conversation.hear(said_by(heard))


async def on_command(desk: Desk, heard: Heard) -> None:
    """A slash command with words; without words the listener has opened a form."""
    match heard.name:
        case Command.DRAFT.value | Command.BRAND.value if not heard.text.strip():
            await done(desk, heard)
        case Command.DRAFT.value:
            await start_thread(desk, heard)
        case Command.ASSETS.value:
            about = {"query": heard.text.strip(), "page": 0}
            await whisper(desk, heard, Show.ASSETS, about)
        case Command.BRAND.value:
            await desk.conversation.answer(await opened(desk, heard))
        case _:
            await done(desk, heard)


async def start_thread(desk: Desk, heard: Heard, *, filled: tuple[Brief, ...] = ()) -> None:
    """Open a thread for a request that came without one, then answer in it."""
    said = await opened(desk, heard)
    await desk.conversation.hear(replace(said, filled=filled, mentioned=True))


async def opened(desk: Desk, heard: Heard) -> Said:
    """What was said in a command, in a thread that its first message opens.

    The first message goes where the person is; where the desk may not write, to their direct messages.
    """
    key = f"root:{heard.key}"
    place = Audience.CONVERSATION if heard.channel else Audience.PERSON
    about = {"text": heard.text.strip(), "user": heard.user}
    for audience, suffix in ((place, ""), (Audience.PERSON, "!direct")):
        post = Post(
            key=key + suffix,
            show=Show.ASKED,
            audience=audience,
            channel=heard.channel if audience is Audience.CONVERSATION else "",
            user=heard.user,
            about=about,
        )
        async with desk.database.transaction() as connection:
            await desk.posts.leave(connection, post, later=False)
        ts = await desk.posts.deliver(post.key)
        if ts:
            channel = await desk.posts.channel_of(post.key)
            return replace(said_by(heard), channel=channel, root=ts, ts=ts)
    return said_by(heard)


async def whisper(desk: Desk, heard: Heard, show: Show, about: dict[str, object]) -> None:
    """Answer this person alone, and be done with what they did."""
    private = bool(heard.channel)
    post = Post(
        key=f"tell:{heard.key}",
        show=show,
        audience=Audience.PRIVATE if private else Audience.PERSON,
        channel=heard.channel,
        thread_ts=heard.thread_ts,
        user=heard.user,
        about=about,
    )
    async with desk.database.transaction() as connection:
        await desk.posts.leave(connection, post)
        await inbox.finish(connection, heard.key, at=desk.now())


async def done(desk: Desk, heard: Heard) -> None:
    """Nothing more to do about it."""
    async with desk.database.transaction() as connection:
        await inbox.finish(connection, heard.key, at=desk.now())


def said_by(heard: Heard) -> Said:
    """The same thing without Slack's packaging."""
    return Said(
        key=heard.key,
        team=heard.team,
        user=heard.user,
        channel=heard.channel,
        root=heard.root,
        ts=heard.ts,
        text=heard.text,
        direct=heard.direct,
        mentioned=heard.mentioned,
    )
