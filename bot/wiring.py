"""The one place where the parts of the desk are put together, in reading order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import drafts
from approvals.audit import AuditLog
from approvals.backlog import Backlog, of_inbox, of_outbox
from approvals.database import Database
from approvals.reviewing import Reviewing as Record
from bot.checked import CheckDesk
from bot.clock import new_id, now, today
from bot.conversation import Again, Conversation
from bot.documents import Documents, ReviewDates
from bot.effects import Effects
from bot.guideline_desk import GuidelineDesk
from bot.indexing import Indexing
from bot.jobs.engine import JobEngine
from bot.jobs.jobs import Job, JobKind, Jobs
from bot.metrics import Metrics, Waiting, exposed
from bot.open_questions import OpenQuestions
from bot.people import People
from bot.proposals import Proposals
from bot.reconciling import Reconciler
from bot.reviewing import Reviewing, policy_of
from bot.rulings import Rulings
from bot.settings import BadSettings, Settings, SlackSettings
from bot.shadow import Shadow
from bot.shop import Shop, open_shop
from bot.slack.app import build_app
from bot.slack.asset_files import AssetFiles
from bot.slack.board import RecordBoard
from bot.slack.client import slack_client
from bot.slack.delivery import SlackPosts
from bot.slack.desk import Desk
from bot.slack.files import SlackFiles
from bot.slack.guideline_home import GuidelineHome
from bot.slack.handling.dispatch import Handling, overdue_job
from bot.slack.homes import Homes
from bot.slack.inbox_gate import InboxGate
from bot.slack.me import Me, who_am_i
from bot.slack.open_windows import OpenWindows
from bot.slack.sending import Sending
from bot.slack.transport import over_http, over_socket
from bot.stopping import Stopping
from bot.turns import Turns
from brandkit.errors import CopydeskError

log = logging.getLogger(__name__)


@asynccontextmanager
async def running_desk(
    settings: Settings, slack: SlackSettings, *, listen: bool = True
) -> AsyncIterator[Desk]:
    """The whole desk: jobs run here unless they are set apart; `listen` connects it to Slack."""
    must_be_complete(slack, listen=listen)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        token = slack.bot_token.get_secret_value()
        client = slack_client(token=token, api_url=slack.api_url, session=session)
        me = await who_am_i(client)
        shop = await stack.enter_async_context(open_shop(settings, team=me.team))
        database = shop.database
        await database.check()
        works_here = settings.worker == "inside" or not listen
        engine = JobEngine(database_url=settings.record_url, worker=_name(settings, listen=listen), now=now)
        desk = _desk(
            _Parts(
                settings=settings,
                slack=slack,
                shop=shop,
                database=database,
                engine=engine,
                client=client,
                session=session,
                me=me,
            )
        )
        handling = Handling(desk, jobs=engine)
        reconciler = Reconciler(
            database=database, jobs=engine, reviewing=desk.reviewing, again=overdue_job, now=now
        )
        if works_here:
            await stack.enter_async_context(engine.at_work())
            engine.start(
                {
                    JobKind.HANDLE: handling.handle,
                    JobKind.DELIVER: lambda args: _delivered(desk, args["key"]),
                    JobKind.AGAIN: handling.again,
                    JobKind.WAKE: reconciler.wake,
                },
                handling.failed,
            )
            await engine.listen()
            stack.push_async_callback(engine.stop)
            await stack.enter_async_context(reconciler.running())
            dates = ReviewDates(
                database=database, documents=desk.documents, posts=desk.posts, people=desk.people
            )
            await stack.enter_async_context(dates.running())
            await stack.enter_async_context(desk.indexing.running())
        else:
            engine.open()
            stack.push_async_callback(engine.close)
        if listen:
            gate = InboxGate(database=database, jobs=engine, now=now)
            secret = slack.signing_secret.get_secret_value()
            app = build_app(client=client, me=me, signing_secret=secret, gate=gate, desk=desk)
            await stack.enter_async_context(_connected(app, settings, slack))
        await stack.enter_async_context(_measured(shop, settings))
        warming = asyncio.create_task(_warmed(shop), name="warming")
        stack.callback(warming.cancel)
        yield desk


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What the desk is made from."""

    settings: Settings
    slack: SlackSettings
    shop: Shop
    database: Database
    engine: JobEngine
    client: AsyncWebClient
    session: aiohttp.ClientSession
    me: Me


def _desk(parts: _Parts) -> Desk:
    settings, slack, shop = parts.settings, parts.slack, parts.shop
    database, engine, client = parts.database, parts.engine, parts.client
    people = People(admins=frozenset(settings.admins), approvers=frozenset(settings.approvers))
    policy = policy_of(shop.kit, people.approvers)
    has_model = shop.drafting.has_model
    board = RecordBoard(
        kit=shop.kit,
        rules=shop.rulebook,
        policy=policy,
        has_model=has_model,
        workspace=parts.me.workspace,
        now=now,
    )
    sending = Sending(database=database, client=client, now=now)
    posts = SlackPosts(
        database=database, jobs=engine, sending=sending, board=board, now=now, overseers=settings.admins
    )
    effects = Effects(posts=posts, jobs=engine, approvals_channel=settings.approvals_channel)
    audit = AuditLog(key=settings.audit_key.get_secret_value().encode())
    reviewing = Reviewing(
        database=database,
        record=Record(audit=audit, now=now, new_id=new_id),
        drafting=shop.drafting,
        effects=effects,
        posts=posts,
        policy=policy,
        now=now,
    )
    rulings = Rulings(
        database=database, rules=shop.rulebook, people=people, audit=audit, posts=posts, now=now
    )
    proposals = Proposals(
        database=database,
        passages=shop.library,
        rules=shop.rulebook,
        people=people,
        audit=audit,
        model=shop.model,
        now=now,
    )
    questions = OpenQuestions(database=database, brand=shop.kit.slug, now=now)
    conversation = Conversation(
        database=database,
        drafting=shop.drafting,
        reviewing=reviewing,
        posts=posts,
        now=now,
        again=_coming_back(engine, after=timedelta(seconds=settings.model_retry)),
        questions=questions,
        turns=Turns(database=database, reviewing=reviewing, posts=posts, now=now, questions=questions),
    )
    files = SlackFiles(session=parts.session, token=slack.bot_token.get_secret_value(), api_url=slack.api_url)
    shadow = Shadow(database=database, library=shop.library, rules=shop.rulebook, today=today)
    documents = Documents(database=database, library=shop.library, kit=shop.kit, audit=audit, now=now)
    indexing = Indexing(
        database=database,
        reindexing=shop.library.reindexing,
        tidying=shop.library.tidying,
        brand=shop.kit.slug,
        audit=audit,
        now=now,
    )
    guidelines = GuidelineDesk(
        database=database,
        library=shop.library,
        shadow=shadow,
        proposals=proposals,
        documents=documents,
        files=files,
        posts=posts,
        audit=audit,
        people=people,
        brand=shop.kit.slug,
        uploads=settings.home / "uploads",
        now=now,
    )
    homes = Homes(
        database=database,
        client=client,
        board=board,
        guidelines=GuidelineHome(
            library=shop.library,
            kit=shop.kit,
            documents=documents,
            questions=questions,
            shadow=shadow,
            rulings=rulings,
            indexing=indexing,
            proposals=proposals,
        ),
        rulings=rulings,
        kit=shop.kit,
        people=people,
        policy=policy,
        has_model=has_model,
        now=now,
    )
    return Desk(
        bot_user=parts.me.user,
        database=database,
        kit=shop.kit,
        people=people,
        drafting=shop.drafting,
        conversation=conversation,
        reviewing=reviewing,
        rulebook=shop.rulebook,
        rulings=rulings,
        proposals=proposals,
        checks=CheckDesk(database=database, rules=shop.rulebook, rulings=rulings, now=now, new_id=new_id),
        stopping=Stopping(database=database, posts=posts, now=now),
        guidelines=guidelines,
        library=shop.library,
        shadow=shadow,
        documents=documents,
        questions=questions,
        indexing=indexing,
        posts=posts,
        board=board,
        homes=homes,
        windows=OpenWindows(client),
        asset_files=AssetFiles(database=database, client=client, posts=posts, now=now),
        now=now,
    )


def _coming_back(jobs: Jobs, *, after: timedelta) -> Again:
    """Leaves a job that comes back to an inbound event later."""

    async def again(connection: AsyncConnection, key: str) -> None:
        mark = f"@{now():%Y%m%dT%H%M%S.%f}"
        args = {"key": key, "mark": mark}
        await jobs.add(connection, Job(kind=JobKind.AGAIN, key=key + mark, args=args, delay=after))

    return again


@asynccontextmanager
async def _measured(shop: Shop, settings: Settings) -> AsyncIterator[None]:
    """Count what happens, and show it where a port is set for that."""
    if not settings.metrics_port:
        yield
        return

    async def look() -> dict[str, Waiting]:
        async with shop.database.reading() as connection:
            found = {"inbox": await of_inbox(connection), "outbox": await of_outbox(connection)}
        return {where: _waiting(it) for where, it in found.items()}

    metrics = Metrics(look=look, circuits=shop.circuits)
    with metrics.counting():
        async with exposed(metrics, host=settings.http_host, port=settings.metrics_port):
            yield


def _waiting(backlog: Backlog) -> Waiting:
    seconds = (now() - backlog.since).total_seconds() if backlog.since else 0.0
    return Waiting(count=backlog.waiting, seconds=max(0.0, seconds))


@asynccontextmanager
async def _connected(app: AsyncApp, settings: Settings, slack: SlackSettings) -> AsyncIterator[None]:
    if slack.socket_mode:
        async with over_socket(app, slack.app_token.get_secret_value()):
            yield
    else:
        async with over_http(app, host=settings.http_host, port=settings.http_port):
            yield


async def _warmed(shop: Shop) -> None:
    """Load what the first draft needs while the desk listens already, so that a start costs no message."""
    try:
        await shop.library.warm(shop.kit.slug)
        await asyncio.to_thread(shop.warm)
        await shop.rulebook.warm()
        await asyncio.to_thread(drafts.prepare)
        if shop.warm_model is not None:
            await shop.warm_model()
    except CopydeskError as error:
        log.error("not warm", extra={"event": "not_warm", "why": str(error)})  # noqa: TRY400 - says it all


async def _delivered(desk: Desk, key: str) -> None:
    await desk.posts.stay(key)


def must_be_complete(slack: SlackSettings, *, listen: bool) -> None:
    """Raise `BadSettings` where what is needed to reach Slack is not set."""
    if not slack.bot_token.get_secret_value():
        raise BadSettings(
            "SLACK_BOT_TOKEN is not set. Create the app from slack-manifest.yaml, install it, and set the "
            "bot token; docs/slack-app.md goes through it. Without Slack, `copydesk demo` shows everything."
        )
    if listen and not slack.socket_mode and not slack.signing_secret.get_secret_value():
        raise BadSettings(
            "Set SLACK_APP_TOKEN to receive events over Socket Mode, or SLACK_SIGNING_SECRET to receive them "
            "over HTTP. docs/slack-app.md shows where both are found."
        )


def _name(settings: Settings, *, listen: bool) -> str:
    return settings.worker_name or ("web" if listen else "worker")
