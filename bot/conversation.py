"""A thread with a marketer: what was said becomes a question, a draft, an answer, or the next version."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import drafts, inbox, requests
from approvals.database import Database
from approvals.requests import Request
from approvals.states import RequestState
from bot.clock import Now
from bot.drafting import Change, Drafting, Finished
from bot.ids import stable_id
from bot.live import Stopped
from bot.open_questions import OpenQuestions
from bot.pieces import (
    addressed,
    beside,
    for_piece,
    in_order,
    names_only,
    which_change,
    which_piece,
    which_subject,
    with_wish,
)
from bot.posts import Json, Posts, Show
from bot.reviewing import Edit, Gone, Reviewing
from bot.turns import Said, Turns, turn_key
from brandkit.briefs import Brief, Question
from brandkit.drafts import Draft, DraftId, RequestId
from brandkit.errors import Outage, Refusal
from llm.assignments import Ask
from llm.deliverables import deliverables
from llm.house.change_kinds import GoBack
from llm.house.changes import earlier_version, read_wish
from llm.house.channel_names import without_channel
from llm.house.intents import Intent, intent_of
from llm.house.localising import relocated

log = logging.getLogger(__name__)

STILL_TALKING = timedelta(minutes=30)
"""How long a remark beside the thread, in direct messages, is taken to be about the last request."""


Again = Callable[[AsyncConnection, str], Awaitable[None]]

_GLADLY = "Gladly. Say the word when you need the next one."


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
        turns: Turns,
    ) -> None:
        """`again` comes back to an inbound event after a while."""
        self._database = database
        self._drafting = drafting
        self._reviewing = reviewing
        self._posts = posts
        self._now = now
        self._again = again
        self._questions = questions
        self._turns = turns

    async def hear(self, said: Said) -> None:
        """Answer one message. Harmless to repeat after a crash at any point."""
        async with self._database.reading() as connection:
            begun = await self._posts.showing(connection, turn_key(said.key))
            request = await self._request_of(connection, said, begun)
            pieces = in_order(
                await requests.together(connection, request) if request else (), self._drafting.kit
            )
            drafted = [piece for piece in pieces if await drafts.latest(connection, piece.id)]
            said = await self._completed(connection, said, drafted)
        if request is not None and begun is not None and begun[0] is Show.WORK:
            # A crash broke this turn off. A change was for the first piece meant: the others end before it.
            kit, is_change = self._drafting.kit, any(piece.id == request.id for piece in drafted)
            await self._work(for_piece(said, request, 1, kit) if is_change else said, request)
        elif request is None and not (said.direct or said.mentioned or said.filled):
            await self._turns.ignore(said)
        elif said.filled:
            await self._begin(said)
        else:
            await self._hear(said, request, drafted)

    async def _hear(self, said: Said, request: Request | None, drafted: Sequence[Request]) -> None:
        asked = request.open_question if request and request.state is RequestState.ASKING else None
        match intent_of(said.text, kit=self._drafting.kit, open_question=asked, has_draft=bool(drafted)):
            case Intent.GREETING | Intent.HELP:
                await self._turns.say(said, Show.TEXT, {"text": _how_to_ask(self._drafting.kit.name)})
            case Intent.THANKS:
                await self._turns.say(said, Show.TEXT, {"text": _GLADLY})
            case Intent.QUESTION:
                await self.answer(said)
            case Intent.ANSWER if request is not None:
                await self._work(said, request)
            case Intent.REFINEMENT if request is not None and drafted:
                await self._change_pieces(said, drafted)
            case _:
                await self._begin(said)

    async def _change_pieces(self, said: Said, drafted: Sequence[Request]) -> None:
        """Change the piece that a reply is about, or each of them; ask which, where it does not say."""
        kit = self._drafting.kit
        about = addressed(said.text, drafted, kit)
        if names_only(said.text, drafted, kit):
            return await self._turns.say(said, Show.TEXT, {"text": which_change(drafted, kit)})
        if not about:
            asked = {"text": which_piece(drafted, kit), "wish": said.text, "since": said.ts}
            return await self._turns.say(said, Show.TEXT, asked, subject=which_subject(said))
        # The last turn is the one that finishes the event, so a crash before it begins all again.
        for number, piece in reversed(list(enumerate(about, start=1))):
            await self._work(for_piece(said, piece, number, kit), piece)
        return None

    async def _completed(self, connection: AsyncConnection, said: Said, drafted: Sequence[Request]) -> Said:
        """What was said; where it only answers which piece is meant, with the wish that we asked about."""
        if not names_only(said.text, drafted, self._drafting.kit):
            return said
        wish = await self._open_wish(connection, said, drafted)
        return with_wish(said, wish) if wish else said

    async def _open_wish(self, connection: AsyncConnection, said: Said, drafted: Sequence[Request]) -> str:
        """The wish that we last asked back about; empty once one of the pieces was spoken of since."""
        asked = await self._posts.showing_about(connection, which_subject(said))
        if not asked:
            return ""
        question = asked[-1][1]
        heard = [each.ts for piece in drafted for each in await requests.messages(connection, piece.id)]
        is_settled = any(str(question["since"]) < ts < said.ts for ts in heard)
        return "" if is_settled else str(question["wish"])

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
                await self._turns.open(connection, placed, request, key, waiting=True)
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
        return await self._turns.keep(said, request, finished, key, after=newest, wish=it.change)

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
        await self._turns.say(said, Show.ANSWER, about)

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
            await self._turns.show(connection, said, request, new)

    async def _request_of(
        self, connection: AsyncConnection, said: Said, turn: tuple[Show, Json] | None
    ) -> Request | None:
        """The request of a turn that was begun, or of this thread.

        In direct messages, a new remark can be about the last one.
        """
        of_turn = str(turn[1].get("request", "")) if turn else ""
        begun = await requests.get(connection, RequestId(of_turn) if of_turn else _request_id(said))
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
        await self._work(said, request, new=True)

    async def _work(self, said: Said, request: Request, *, new: bool = False) -> None:
        """Do one turn: say that we are at it, then turn that message into what came of it."""
        key = turn_key(said.key)
        with self._posts.at_work(key):
            await self._work_shown(said, request, key, new=new)

    async def _work_shown(self, said: Said, request: Request, key: str, *, new: bool) -> None:
        async with self._database.transaction() as connection:
            if new:
                await requests.add(connection, request)
            shown = await self._posts.showing(connection, key)
            if shown is None:
                await self._turns.open(connection, said, request, key)
            elif shown[0] is not Show.WORK:
                return await inbox.finish(connection, said.key, at=self._now())
        try:
            await self._turn(said, request.id, key)
        except Refusal as refusal:
            await self._turns.close(said, key, Show.TEXT, {"text": str(refusal)})
        except Stopped:
            log.info("stopped", extra={"event": "stopped", "request": request.id})
        return None

    async def _turn(self, said: Said, request_id: RequestId, key: str) -> None:
        async with self._database.reading() as connection:
            request = await requests.get(connection, request_id)
            newest = await drafts.latest(connection, request_id)
            earlier = await requests.messages(connection, request_id)
        if request is None:
            raise Gone
        if newest is not None and request.brief is not None:
            return await self._refine(said, request, newest, key)
        if said.filled:
            return await self._write_pieces(said, request, said.filled, key)
        before = tuple(one.text for one in earlier if one.ts != (said.ts or said.key))
        ask = Ask(text=said.text, kit=self._drafting.kit, earlier=before)
        understood = await self._turns.live(request, key, {}).watch(self._drafting.understand(ask))
        if isinstance(understood, Question):
            return await self._turns.ask(said, request, understood, key)
        pieces = deliverables(understood, (*before, said.text), self._drafting.kit)
        return await self._write_pieces(said, request, pieces, key)

    async def _write_pieces(self, said: Said, request: Request, briefs: Sequence[Brief], key: str) -> None:
        """Write the first brief here, and each further one as a request of its own in the same thread.

        The first is finished last: that finishes the event, so a crash before it begins all again.
        """
        first, *further = (replace(brief, ask=brief.ask or said.text) for brief in briefs)
        if further:
            await self._set_out(said, request, first, key)
            with self._posts.elsewhere(key):
                await self._write_beside(said, request, further)
        await self._write(said, request, first, key)

    async def _write_beside(self, said: Said, request: Request, further: Sequence[Brief]) -> None:
        parts = beside(said, request, further)
        async with self._database.transaction() as connection:
            for part, piece in parts:
                if await requests.add(connection, piece):
                    await self._turns.open(connection, part, piece, turn_key(part.key))
        for part, piece in parts:
            await self._work(part, piece)

    async def _refine(self, said: Said, request: Request, newest: Draft, key: str) -> None:
        """Make the next version, from the newest or from the earlier one that was asked back."""
        asked = read_wish(said.text).changes
        brief = relocated(request.brief or newest.brief, said.text, self._drafting.kit)
        brief = brief.with_instruction(said.text)
        wish = without_channel(said.text, brief.channel, self._drafting.kit.channels)
        change = Change(previous=newest, wish=wish)
        if any(isinstance(each, GoBack) for each in asked):
            change = await self._back(said, newest)
            brief = change.previous.brief.with_instruction(said.text)
        if not all(isinstance(each, GoBack) for each in asked) or not asked:
            return await self._write(said, request, brief, key, change=change, after=newest)
        async with self._database.reading() as connection:
            passages = await drafts.given_passages(connection, change.previous.id)
        again = self._drafting.again(replace(change.previous, brief=brief), passages)
        return await self._turns.keep(said, request, again, key, after=newest)

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
        about = await self._set_out(said, request, brief, key, after=after)
        finished = await self._drafted(request, brief, key, change=change, about=about)
        await self._turns.keep(said, request, finished, key, after=after)

    async def _set_out(
        self, said: Said, request: Request, brief: Brief, key: str, *, after: Draft | None = None
    ) -> Json:
        """Keep what is understood and say that it is being written; gives what the turn's message shows."""
        self._drafting.channel(brief)
        about = {"request": request.id, "change": said.text if after else "", "step": 1}
        async with self._database.transaction() as connection:
            await self._turns.must_be_on(connection, key)
            await requests.save_brief(connection, request.id, brief, at=self._now())
            await self._posts.turn(connection, key, Show.WORK, about, subject=f"turn:{request.id}")
        return about

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
        live = self._turns.live(request, key, about)
        return await live.watch(
            self._drafting.write(brief, change=change, on_text=live.hear, only_model=only_model)
        )


def _request_id(said: Said) -> RequestId:
    return RequestId(stable_id("request", said.key))


def _how_to_ask(brand: str) -> str:
    whose = f"{brand}’s" if brand else "your brand’s"
    return (
        f"I draft copy by {whose} guidelines. Tell me the channel and what it is about, for example: "
        "“LinkedIn post for freelancers about the new invoice reminders, friendly”. "
        "Name several channels, and you get one draft for each. "
        "Reply in the thread to change a draft (“shorter”, “mention the free trial”). "
        "You can also ask what the guidelines say, or search approved copy with /assets."
    )
