"""A thread with a marketer: what was said becomes a question, a draft, an answer, or the next version."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import drafts, inbox, requests
from approvals.database import Database
from approvals.requests import Request, ThreadMessage
from approvals.states import RequestState
from bot.clock import Now
from bot.drafting import Change, Drafting, Finished
from bot.ids import stable_id
from bot.live import Live, Pace, Stopped
from bot.open_questions import OpenQuestions
from bot.posts import Json, Post, Posts, Show
from bot.reviewing import Edit, Gone, Reviewing
from brandkit.briefs import Brief, Question
from brandkit.drafts import Draft, DraftId, RequestId
from brandkit.errors import Outage, Refusal
from llm.assignments import Ask
from llm.house.changes import GoBack, earlier_version, read_wish
from llm.house.intents import Intent, intent_of

log = logging.getLogger(__name__)

STILL_TALKING = timedelta(minutes=30)
"""How long a remark beside the thread, in direct messages, is taken to be about the last request."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message to the desk. `root` is the timestamp of the message that opens its thread.

    `key` is the inbound event's; `filled` is what a form settled already.
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
    filled: Brief | None = None


Again = Callable[[AsyncConnection, str], Awaitable[None]]


class Conversation:
    """Everything that happens in a thread before something is sent for approval."""

    def __init__(
        self,
        *,
        database: Database,
        drafting: Drafting,
        reviewing: Reviewing,
        posts: Posts,
        now: Now,
        again: Again,
        questions: OpenQuestions,
        pace: Pace | None = None,
    ) -> None:
        """`again` comes back to an inbound event after a while; `pace` limits how often text is shown."""
        self._database = database
        self._drafting = drafting
        self._reviewing = reviewing
        self._posts = posts
        self._now = now
        self._again = again
        self._questions = questions
        self._pace = pace or Pace()

    async def hear(self, said: Said) -> None:
        """Answer one message. Harmless to repeat after a crash at any point."""
        async with self._database.reading() as connection:
            begun = await self._posts.showing(connection, turn_key(said.key))
            request = await self._request_of(connection, said)
            newest = await drafts.latest(connection, request.id) if request else None
        if request is not None and begun is not None and begun[0] is Show.WORK:
            await self._work(said, request)  # a crash broke this turn off
        elif request is None and not (said.direct or said.mentioned or said.filled):
            await self._ignore(said)
        elif said.filled is not None:
            await self._begin(said)
        else:
            await self._hear(said, request, drafted=newest is not None)

    async def _hear(self, said: Said, request: Request | None, *, drafted: bool) -> None:
        asked = request.open_question if request and request.state is RequestState.ASKING else None
        match intent_of(said.text, kit=self._drafting.kit, open_question=asked, has_draft=drafted):
            case Intent.GREETING | Intent.HELP:
                await self._say(said, Show.TEXT, {"text": _how_to_ask(self._drafting.kit.name)})
            case Intent.THANKS:
                await self._say(said, Show.TEXT, {"text": "Gladly. Say the word when you need the next one."})
            case Intent.QUESTION:
                await self.answer(said)
            case Intent.ANSWER if request is not None:
                await self._work(said, request)
            case Intent.REFINEMENT if request is not None and drafted:
                await self._work(said, request)
            case _:
                await self._begin(said)

    async def change(self, said: Said, *, draft: DraftId) -> None:
        """Make the next version of a draft because a button asked for it; `said.text` is the wish."""
        async with self._database.reading() as connection:
            it = await drafts.get(connection, draft)
            if it is None:
                raise Gone
            await self._reviewing.must_be_newest(connection, it)
            request = await requests.get(connection, it.request)
        if request is None:
            raise Gone
        placed = replace(said, channel=request.channel_id, root=request.thread_ts)
        await self._work(placed, request)

    async def with_model(self, said: Said, *, draft: DraftId) -> None:
        """Write a draft of the house writer once more with the model: now, or as soon as it is back.

        The turn keeps its place until then; harmless to repeat.
        """
        key = turn_key(said.key)
        async with self._database.transaction() as connection:
            it = await drafts.get(connection, draft)
            request = await requests.get(connection, it.request) if it else None
            if it is None or request is None:
                raise Gone
            placed = replace(said, channel=request.channel_id, root=request.thread_ts)
            shown = await self._posts.showing(connection, key)
            if shown is None:
                await self._reviewing.must_be_newest(connection, it)
                await self._open_turn(connection, placed, request, key, waiting=True)
            elif shown[0] is not Show.WORK:
                return await inbox.finish(connection, said.key, at=self._now())
            older = it.provenance.previous
            previous = await drafts.get(connection, DraftId(older)) if older else None
        change = Change(previous=previous, wish=it.change) if previous else None
        try:
            finished = await self._drafted(
                request, it.brief, key, change=change, about={"waiting": True}, only_model=True
            )
        except Outage:
            async with self._database.transaction() as connection:
                await self._again(connection, said.key)
            return None
        except Stopped:
            return None
        async with self._database.reading() as connection:
            newest = await drafts.latest(connection, it.request)
        return await self._keep(said, request, finished, key, after=newest, wish=it.change)

    async def answer(self, said: Said) -> None:
        """Answer a question about the brand from its guidelines."""
        answer, passages, note = await self._drafting.answer(said.text)
        cited = [one.passage for one in passages if one.passage.id in answer.citations]
        about = {
            "question": said.text,
            "text": answer.text,
            "covered": answer.covered,
            "note": note,
            "passages": [asdict(passage) for passage in cited],
        }
        if not answer.covered:
            await self._questions.uncovered(said.text, by=said.user, cause=said.key)
        await self._say(said, Show.ANSWER, about)

    async def edit(self, said: Said, *, draft: DraftId, variant: int, edit: Edit) -> None:
        """Keep a marketer's edit as the next version and show it in the thread."""
        async with self._database.transaction() as connection:
            old = await drafts.get(connection, draft)
            request = await requests.get(connection, old.request) if old else None
            if old is None or request is None:
                raise Gone
            new = await self._reviewing.save_edit(
                connection, old, edit, variant=variant, by=said.user, cause=said.key
            )
            await self._posts.leave(
                connection,
                Post(
                    key=turn_key(said.key),
                    show=Show.DRAFT,
                    channel=request.channel_id,
                    thread_ts=request.thread_ts,
                    user=said.user,
                    subject=f"draft:{new.id}",
                    about={"draft": new.id},
                ),
            )
            await inbox.finish(connection, said.key, at=self._now())

    async def _request_of(self, connection: AsyncConnection, said: Said) -> Request | None:
        """The request of this thread; in direct messages, a new remark can be about the last one."""
        begun = await requests.get(connection, _request_id(said))
        here = begun or await self._request_here(connection, said)
        if here is not None or not said.direct or said.root != said.ts:
            return here
        last = await requests.latest_in(connection, channel_id=said.channel, requester=said.user)
        recent = last is not None and self._now() - last.updated_at < STILL_TALKING
        return last if last is not None and recent and self._goes_on(said, last) else None

    @staticmethod
    async def _request_here(connection: AsyncConnection, said: Said) -> Request | None:
        by_thread = await requests.by_thread(connection, channel_id=said.channel, thread_ts=said.root)
        return by_thread or await requests.by_message(connection, channel_id=said.channel, ts=said.root)

    def _goes_on(self, said: Said, last: Request) -> bool:
        """Whether a remark outside of threads answers our question, or plainly changes the draft."""
        if last.state is RequestState.ASKING:
            return True
        wish = read_wish(said.text)
        understood = bool(wish.changes) and not wish.unclear
        return (
            understood and intent_of(said.text, kit=self._drafting.kit, has_draft=True) is Intent.REFINEMENT
        )

    async def _begin(self, said: Said) -> None:
        request = Request(
            id=_request_id(said),
            channel_id=said.channel,
            thread_ts=said.root,
            requester=said.user,
            team=said.team,
            brand=self._drafting.kit.slug,
            ask=said.text,
            created_at=self._now(),
            updated_at=self._now(),
        )
        async with self._database.transaction() as connection:
            await requests.add(connection, request)
        await self._work(said, request)

    async def _work(self, said: Said, request: Request) -> None:
        """Do one turn: say that we are at it, then turn that message into what came of it."""
        key = turn_key(said.key)
        async with self._database.transaction() as connection:
            shown = await self._posts.showing(connection, key)
            if shown is None:
                await self._open_turn(connection, said, request, key)
            elif shown[0] is not Show.WORK:
                return await inbox.finish(connection, said.key, at=self._now())
        try:
            await self._turn(said, request.id, key)
        except Refusal as refusal:
            await self._close_turn(said, key, Show.TEXT, {"text": str(refusal)})
        except Stopped:
            log.info("stopped", extra={"event": "stopped", "request": request.id})
        return None

    async def _open_turn(
        self,
        connection: AsyncConnection,
        said: Said,
        request: Request,
        key: str,
        *,
        waiting: bool = False,
    ) -> None:
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

    async def _turn(self, said: Said, request_id: RequestId, key: str) -> None:
        async with self._database.reading() as connection:
            request = await requests.get(connection, request_id)
            newest = await drafts.latest(connection, request_id)
            earlier = await requests.messages(connection, request_id)
        if request is None:
            raise Gone
        if newest is not None and request.brief is not None:
            return await self._refine(said, request, newest, key)
        if said.filled is not None:
            return await self._write(said, request, replace(said.filled, ask=said.text), key)
        before = tuple(one.text for one in earlier if one.ts != (said.ts or said.key))
        ask = Ask(text=said.text, kit=self._drafting.kit, earlier=before, defaults=said.filled)
        understood = await self._live(request, key, {}).watch(self._drafting.understand(ask))
        if isinstance(understood, Question):
            return await self._ask(said, request, understood, key)
        return await self._write(said, request, understood, key)

    async def _refine(self, said: Said, request: Request, newest: Draft, key: str) -> None:
        """Make the next version, from the newest or from the earlier one that was asked back."""
        asked = read_wish(said.text).changes
        brief = (request.brief or newest.brief).with_instruction(said.text)
        change = Change(previous=newest, wish=said.text)
        if any(isinstance(each, GoBack) for each in asked):
            change = await self._back(said, newest)
            brief = change.previous.brief.with_instruction(said.text)
        if not all(isinstance(each, GoBack) for each in asked) or not asked:
            return await self._write(said, request, brief, key, change=change, after=newest)
        async with self._database.reading() as connection:
            passages = await drafts.given_passages(connection, change.previous.id)
        again = self._drafting.again(replace(change.previous, brief=brief), passages)
        return await self._keep(said, request, again, key, after=newest)

    async def _back(self, said: Said, newest: Draft) -> Change:
        number = earlier_version(said.text, latest=newest.number)
        async with self._database.reading() as connection:
            older = await drafts.numbered(connection, newest.request, number) if number else None
        if older is None:
            raise Refusal(
                f"There is no such version to go back to: this is version {newest.number}. "
                "Name one of the versions before it, for example “go back to version 1”."
                if newest.number > 1
                else "This is the first version: there is none before it."
            )
        return Change(previous=older, wish=said.text)

    async def _ask(self, said: Said, request: Request, question: Question, key: str) -> None:
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

    async def _write(
        self,
        said: Said,
        request: Request,
        brief: Brief,
        key: str,
        *,
        change: Change | None = None,
        after: Draft | None = None,
    ) -> None:
        self._drafting.channel(brief)
        about = {"request": request.id, "change": said.text if after else "", "step": 1}
        async with self._database.transaction() as connection:
            await self._must_be_on(connection, key)
            await requests.save_brief(connection, request.id, brief, at=self._now())
            await self._posts.turn(connection, key, Show.WORK, about, subject=f"turn:{request.id}")
        finished = await self._drafted(request, brief, key, change=change, about=about)
        await self._keep(said, request, finished, key, after=after)

    async def _drafted(
        self,
        request: Request,
        brief: Brief,
        key: str,
        *,
        change: Change | None,
        about: Json,
        only_model: bool = False,
    ) -> Finished:
        """Write it while people watch; raises Stopped as soon as one of them has enough."""
        live = self._live(request, key, about)
        return await live.watch(
            self._drafting.write(brief, change=change, on_text=live.hear, only_model=only_model)
        )

    def _live(self, request: Request, key: str, about: Json) -> Live:
        return Live(
            database=self._database,
            posts=self._posts,
            pace=self._pace,
            key=key,
            subject=f"turn:{request.id}",
            about={"request": request.id, "change": "", "step": 1, **about},
        )

    async def _must_be_on(self, connection: AsyncConnection, key: str) -> None:
        """Raise Stopped when the turn's message does not show work any more."""
        shown = await self._posts.showing(connection, key)
        if shown is not None and shown[0] is not Show.WORK:
            raise Stopped

    async def _keep(
        self,
        said: Said,
        request: Request,
        finished: Finished,
        key: str,
        *,
        after: Draft | None,
        wish: str | None = None,
    ) -> None:
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
            await self._must_be_on(connection, key)
            passages = [ranked.passage for ranked in finished.passages]
            await drafts.add(connection, draft, finished.findings, passages)
            await requests.save_state(connection, request.id, RequestState.DRAFTED, at=self._now())
            await self._reviewing.supersede(connection, request.id, by=said.user, number=number)
            await self._posts.turn(
                connection, key, Show.DRAFT, {"draft": draft.id}, subject=f"draft:{draft.id}"
            )
            if after is not None:
                await self._posts.redraw(connection, f"draft:{after.id}")
            await inbox.finish(connection, said.key, at=self._now())
        await self._questions.gaps(finished.variants, by=said.user, cause=said.key)

    async def _close_turn(self, said: Said, key: str, show: Show, about: Json) -> None:
        async with self._database.transaction() as connection:
            await self._posts.turn(connection, key, show, about)
            await inbox.finish(connection, said.key, at=self._now())

    async def _say(self, said: Said, show: Show, about: Json) -> None:
        async with self._database.transaction() as connection:
            await self._posts.leave(
                connection,
                Post(
                    key=turn_key(said.key),
                    show=show,
                    channel=said.channel,
                    thread_ts=said.root,
                    user=said.user,
                    about=about,
                ),
            )
            await inbox.finish(connection, said.key, at=self._now())

    async def _ignore(self, said: Said) -> None:
        async with self._database.transaction() as connection:
            await inbox.finish(connection, said.key, at=self._now())


def turn_key(cause: str) -> str:
    """The key of the message that answers one inbound event."""
    return f"turn:{cause}"


def _request_id(said: Said) -> RequestId:
    return RequestId(stable_id("request", said.key))


def _how_to_ask(brand: str) -> str:
    whose = f"{brand}’s" if brand else "your brand’s"
    return (
        f"I draft copy by {whose} guidelines. Tell me the channel and what it is about, for example: "
        "“LinkedIn post for freelancers about the new invoice reminders, friendly”. "
        "Reply in the thread to change a draft (“shorter”, “mention the free trial”). "
        "You can also ask what the guidelines say, or search approved copy with /assets."
    )
