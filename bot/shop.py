"""The desk without Slack: a brand, its guidelines, and those who write."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import approvals.database
import retrieval.database
from approvals.database import Database
from approvals.sqlite_connection import opening
from bot.clock import new_id, now, today
from bot.drafting import Drafting, Model
from bot.kits import OpenKit, open_kit
from bot.precedents import ApprovedCopy
from bot.rulebook import Rulebook
from bot.served_model import salt, served_model
from bot.settings import BadSettings, Settings
from bot.writers import Writers
from brandkit.kit import BrandKit
from llm.house.answerer import HouseAnswerer
from llm.house.reader import HouseReader
from llm.house.repairer import HouseRepairer
from llm.house.writer import HouseWriter
from llm.meaning import Embed
from retrieval.embedding import PACKAGED, SentenceEmbedder
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from retrieval.reranking import CrossEncoderReranker


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The desk without Slack: a brand, its guidelines, and those who write."""

    opened: OpenKit
    library: GuidelineLibrary
    drafting: Drafting
    database: Database
    rulebook: Rulebook
    model: Model | None
    """The writers of the model server, where one is set up."""
    past: ApprovedCopy
    embed: Embed
    """Gives one vector of length 1 for each text; blocks."""
    warm: Callable[[], None]
    """Loads what the first question would otherwise wait for; blocks."""
    warm_model: Callable[[], Awaitable[None]] | None = None
    """Lets the model server build its grammar engine; None without a model."""
    circuits: Callable[[], Mapping[str, bool]] = dict
    """Whether each model server is left alone for now, by its address."""

    @property
    def kit(self) -> BrandKit:
        """The brand."""
        return self.opened.kit


def migrate(settings: Settings) -> None:
    """Bring every table to its newest form."""
    settings.home.mkdir(parents=True, exist_ok=True)
    approvals.database.migrate(settings.record_url)
    retrieval.database.migrate(settings.record_url)


@asynccontextmanager
async def open_shop(settings: Settings, kit: Path | None = None, *, team: str = "") -> AsyncIterator[Shop]:
    """Open the brand, its guideline library and the writers, for one Slack team where it is for one."""
    async with AsyncExitStack() as stack:
        opened = await asyncio.to_thread(open_kit, kit or settings.kit)
        embedder = SentenceEmbedder(settings.embedder or PACKAGED)
        library = await _library(settings, embedder, stack)
        served = served_model(settings, stack, salt=salt(settings, team))
        database = Database(settings.record_url)
        stack.push_async_callback(database.close)
        past = ApprovedCopy(database=database, brand=opened.kit.slug, embed=embedder.embed)
        rulebook = Rulebook(kit=opened.kit, database=database)
        drafting = Drafting(
            rules=rulebook,
            shelf=library,
            house=_house(embedder.embed),
            model=served.model if served else None,
            deadline=settings.model_deadline,
            rounds=settings.repair_rounds,
            today=today,
            embed=embedder.embed,
            past=past,
        )
        yield Shop(
            opened=opened,
            library=library,
            drafting=drafting,
            database=database,
            rulebook=rulebook,
            model=served.model if served else None,
            past=past,
            embed=embedder.embed,
            warm=embedder.warm,
            warm_model=served.warm if served else None,
            circuits=served.circuits if served else dict,
        )


async def _library(settings: Settings, embedder: SentenceEmbedder, stack: AsyncExitStack) -> GuidelineLibrary:
    engine = retrieval.database.connect(settings.record_url, opening=opening)
    stack.push_async_callback(engine.dispose)
    return GuidelineLibrary(
        engine=engine,
        index=open_index(settings),
        embedder=embedder,
        files=settings.home / "originals",
        now=now,
        new_id=new_id,
        reranker=CrossEncoderReranker(settings.reranker) if settings.reranker else None,
    )


def open_index(settings: Settings) -> ChromaIndex:
    """The vector index, in files or on a server."""
    if not settings.chroma_url:
        return ChromaIndex(settings.home / "chroma")
    address = urlsplit(settings.chroma_url)
    if not address.hostname:
        raise BadSettings(
            "COPYDESK_CHROMA_URL must look like http://chroma.example:8000. Leave it empty to keep files."
        )
    secure = address.scheme == "https"
    return ChromaIndex(host=address.hostname, port=address.port or (443 if secure else 8000), ssl=secure)


def _house(embed: Embed) -> Writers:
    return Writers(
        reader=HouseReader(),
        writer=HouseWriter(today=today),
        repairer=HouseRepairer(),
        answerer=HouseAnswerer(embed=embed),
    )
