"""App Home: each person's drafts, queue, guidelines and the library, drawn from the record."""

from __future__ import annotations

import logging

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import drafts, requests, review_store
from approvals.asides import counting
from approvals.database import Database
from approvals.policy import Policy
from bot.clock import Now
from bot.people import People
from bot.rulings import Rulings
from bot.slack.board import RecordBoard
from bot.slack.errors import NotOffered, SlackDown, translated
from bot.slack.guideline_home import GuidelineHome
from bot.slack.views.home import home_view
from bot.slack.views.models import (
    DraftLine,
    Home,
    HomeState,
    QueueLine,
    View,
)
from bot.slack.views.shown_findings import waived
from bot.slack.views.wording import NO_MODEL
from brandkit.findings import Severity
from brandkit.kit import BrandKit

log = logging.getLogger(__name__)

_DRAFTS = 40


class Homes:
    """Draws and publishes App Home."""

    def __init__(
        self,
        *,
        database: Database,
        client: AsyncWebClient,
        board: RecordBoard,
        guidelines: GuidelineHome,
        rulings: Rulings,
        kit: BrandKit,
        people: People,
        policy: Policy,
        has_model: bool,
        now: Now,
    ) -> None:
        self._database = database
        self._client = client
        self._board = board
        self._guidelines = guidelines
        self._rulings = rulings
        self._kit = kit
        self._people = people
        self._policy = policy
        self._has_model = has_model
        self._now = now
        self._offered = True

    async def publish(self, user: str, *, state: HomeState | None = None, notice: str = "") -> None:
        """Show this person their home as it stands now; left out for good where there is no App Home."""
        if not self._offered:
            return
        view = await self.view(user, state=state or HomeState(), notice=notice)
        for last in (False, True):
            try:
                with translated():
                    await self._client.views_publish(user_id=user, view=view)
            except NotOffered as error:
                log.warning("no App Home", extra={"event": "no_home", "code": error.code})
                self._offered = False
                return
            except SlackDown:
                if last:  # publishing again shows the same, so a second try is always safe
                    raise
            else:
                return

    async def view(self, user: str, *, state: HomeState, notice: str = "") -> View:
        """The home of one person."""
        guidelines = await self._guidelines.drawn() if user in self._people.admins else None
        may_waive = user in self._people.admins | self._people.approvers
        waivers = len(await self._rulings.waivers()) if may_waive else None
        async with self._database.reading() as connection:
            return home_view(
                Home(
                    user=user,
                    brand=self._kit.name or self._kit.slug,
                    now=self._now(),
                    drafts=await self._drafts(connection, user),
                    queue=await self._queue(connection, user) if user in self._people.approvers else None,
                    guidelines=guidelines,
                    waivers=waivers,
                    assets=await self._board.assets(connection, state.query, page=state.assets),
                    state=state,
                    degraded="" if self._has_model else NO_MODEL,
                    notice=notice,
                )
            )

    async def _drafts(self, connection: AsyncConnection, user: str) -> tuple[DraftLine, ...]:
        lines = []
        for request in await requests.of_requester(connection, user, limit=_DRAFTS):
            newest = await drafts.latest(connection, request.id)
            if newest is None:
                continue
            card = await self._board.draft_card(connection, newest, chosen=None)
            lines.append(
                DraftLine(
                    draft=newest.id,
                    number=newest.number,
                    topic=newest.brief.topic,
                    channel_label=card.channel.label,
                    status=card.status,
                    at=newest.created_at,
                    link=self._board.thread_link(request),
                )
            )
        return tuple(lines)

    async def _queue(self, connection: AsyncConnection, user: str) -> tuple[QueueLine, ...]:
        lines = []
        for it in await review_store.waiting_for(connection, user, policy=self._policy):
            draft = await drafts.get(connection, it.draft)
            if draft is None:
                continue
            findings, aside = await self._board.ruled(connection, draft, it.variant)
            lines.append(
                QueueLine(
                    approval=it.id,
                    version=it.version,
                    topic=draft.brief.topic,
                    channel_label=self._board.channel(draft).label,
                    requester=it.requester,
                    due_at=it.due_at,
                    errors=sum(each.severity is Severity.ERROR for each in counting(findings, aside)),
                    waived=waived(aside),
                    link=await self._board.card_link(connection, it.id),
                )
            )
        return tuple(lines)
