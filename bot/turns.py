"""One turn of a thread: what was said, and the one message that shows the work and then what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import drafts, inbox, requests
from approvals.database import Database
from approvals.requests import Request, ThreadMessage
from approvals.states import RequestState
from bot.clock import Now
from bot.drafting import Finished
from bot.ids import stable_id
from bot.live import Live, Lookout, Pace, Stopped
from bot.open_questions import OpenQuestions
from bot.posts import Json, Post, Posts, Show
from bot.reviewing import Reviewing
from brandkit.briefs import Brief, Question
from brandkit.drafts import Draft, DraftId


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message to the desk. `root` is the timestamp of the message that opens its thread.

    `key` is the inbound event's; `filled` is what a form settled already, a brief for each piece.
    """

    key: str
    team: str
    user: str
    channel: str
    root: str
    ts: str
    text: str
    direct: bool = False
    mentioned: bool = False
    filled: tuple[Brief, ...] = ()


class Turns:
    """The turns of every thread, each begun once and ended once, whatever crashes in between."""

    def __init__(
        self,
        *,
        database: Database,
        reviewing: Reviewing,
        posts: Posts,
        now: Now,
        questions: OpenQuestions,
        pace: Pace | None = None,
    ) -> None:
        """`pace` limits how often unfinished text is shown."""
        self._database = database
        self._reviewing = reviewing
        self._posts = posts
        self._now = now
        self._questions = questions
        self._pace = pace or Pace()
        self._lookout = Lookout(database=database, posts=posts)

    async def open(
        self,
        connection: AsyncConnection,
        said: Said,
        request: Request,
        key: str,
        *,
        waiting: bool = False,
    ) -> None:
        """Take down what was said and say in the thread that we are at it; `waiting` for the model."""
        message = ThreadMessage(
            request=request.id, at=self._now(), who=said.user, text=said.text, ts=said.ts or said.key
        )
        await requests.add_message(connection, message)
        if request.thread_ts != said.root:
            await requests.place(
                connection, request.id, channel_id=said.channel, thread_ts=said.root, at=self._now()
            )
        newest = await drafts.latest(connection, request.id)
        await self._posts.leave(
            connection,
            Post(
                key=key,
                show=Show.WORK,
                channel=said.channel,
                thread_ts=said.root,
                user=said.user,
                subject=f"turn:{request.id}",
                about={
                    "request": request.id,
                    "change": said.text if newest and not waiting else "",
                    "step": 0,
                    "waiting": waiting,
                },
            ),
        )
        await self._answered(connection, request, said)

    async def _answered(self, connection: AsyncConnection, request: Request, said: Said) -> None:
        """Show the answer on the question that it answers, whose buttons have served."""
        asked = f"question:{request.id}"
        for key, about in await self._posts.showing_about(connection, asked):
            if not about.get("answer"):
                answered = {**about, "answer": said.text, "answered_by": said.user}
                await self._posts.turn(connection, key, Show.QUESTION, answered, subject=asked)

    async def ask(self, said: Said, request: Request, question: Question, key: str) -> None:
        """End a turn with the one question that is open; the request keeps it."""
        about = {
            "request": request.id,
            "text": question.text,
            "missing": question.missing,
            "choices": list(question.choices),
        }
        async with self._database.transaction() as connection:
            await requests.save_question(connection, request.id, question, at=self._now())
            await self._posts.turn(connection, key, Show.QUESTION, about, subject=f"question:{request.id}")
            await inbox.finish(connection, said.key, at=self._now())

    def live(self, request: Request, key: str, about: Json) -> Live:
        """The turn's message while people watch."""
        return Live(
            database=self._database,
            posts=self._posts,
            pace=self._pace,
            lookout=self._lookout,
            key=key,
            subject=f"turn:{request.id}",
            about={"request": request.id, "change": "", "step": 1, **about},
        )

    async def must_be_on(self, connection: AsyncConnection, key: str) -> None:
        """Raise Stopped when the turn's message does not show work any more."""
        shown = await self._posts.showing(connection, key, hold=True)
        if shown is not None and shown[0] is not Show.WORK:
            raise Stopped

    async def keep(
        self,
        said: Said,
        request: Request,
        finished: Finished,
        key: str,
        *,
        after: Draft | None,
        wish: str | None = None,
    ) -> None:
        """End a turn with a draft, the version after `after`; raises Stopped when it was stopped by then.

        `wish` is what its card says it was made for; without it, what was said.
        """
        number = after.number + 1 if after else 1
        draft = Draft(
            id=DraftId(stable_id("draft", said.key)),
            request=request.id,
            number=number,
            brief=finished.brief,
            variants=finished.variants,
            provenance=finished.provenance,
            created_at=self._now(),
            change=wish if wish is not None else said.text if after else "",
        )
        async with self._database.transaction() as connection:
            await self.must_be_on(connection, key)
            passages = [ranked.passage for ranked in finished.passages]
            await drafts.add(connection, draft, finished.findings, passages)
            await requests.save_state(connection, request.id, RequestState.DRAFTED, at=self._now())
            await self._reviewing.supersede(connection, request.id, by=said.user, number=number)
            await self._posts.turn(
                connection, key, Show.DRAFT, {"draft": draft.id}, subject=f"draft:{draft.id}"
            )
            if after is not None:
                await self._posts.redraw(connection, f"draft:{after.id}")
            await self._questions.gaps(
                connection,
                finished.variants,
                uncovered=finished.provenance.uncovered,
                by=said.user,
                cause=said.key,
            )
            await inbox.finish(connection, said.key, at=self._now())

    async def close(self, said: Said, key: str, show: Show, about: Json) -> None:
        """End a turn with something else."""
        async with self._database.transaction() as connection:
            await self._posts.turn(connection, key, show, about)
            await inbox.finish(connection, said.key, at=self._now())

    async def show(self, connection: AsyncConnection, said: Said, request: Request, draft: Draft) -> None:
        """A turn that needed no work: the thread gets the card of a draft which is kept already."""
        await self._posts.leave(
            connection,
            Post(
                key=turn_key(said.key),
                show=Show.DRAFT,
                channel=request.channel_id,
                thread_ts=request.thread_ts,
                user=said.user,
                subject=f"draft:{draft.id}",
                about={"draft": draft.id},
            ),
        )
        await inbox.finish(connection, said.key, at=self._now())

    async def say(self, said: Said, show: Show, about: Json, *, subject: str = "") -> None:
        """A turn that is answered at once; `subject` finds it again."""
        async with self._database.transaction() as connection:
            await self._posts.leave(
                connection,
                Post(
                    key=turn_key(said.key),
                    show=show,
                    channel=said.channel,
                    thread_ts=said.root,
                    user=said.user,
                    subject=subject,
                    about=about,
                ),
            )
            await inbox.finish(connection, said.key, at=self._now())

    async def ignore(self, said: Said) -> None:
        """No turn: it was not meant for the desk."""
        async with self._database.transaction() as connection:
            await inbox.finish(connection, said.key, at=self._now())


def turn_key(cause: str) -> str:
    """The key of the message that answers one inbound event."""
    return f"turn:{cause}"
