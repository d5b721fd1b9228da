"""Writes a kept draft once more from its record, and says whether it comes out equal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import drafts
from approvals.database import Database
from bot.drafting import Drafting
from bot.precedents import Past
from bot.writers import Repairer, Writer, Writers
from brandkit.drafts import Draft, DraftId
from brandkit.errors import Refusal
from brandkit.passages import RankedPassage
from llm.assignments import Assignment, Written
from llm.house.change_kinds import GoBack
from llm.house.changes import read_wish
from llm.house.writer import HouseWriter
from llm.model_writer import ModelRepairer, ModelWriter
from llm.replay import CannotReplay, Replayed, replay, sampling_of


class NoSuchDraft(Refusal):
    """The record has no draft of that id."""


@dataclass(frozen=True, kw_only=True)
class Rerun:
    """A draft from the record, and what came of writing it once more."""

    draft: Draft
    replayed: Replayed


class Replaying:
    """Rebuilds what a writer was given from the record alone, and lets it write again."""

    def __init__(self, *, database: Database, drafting: Drafting, past: Past) -> None:
        self._database = database
        self._drafting = drafting
        self._past = past

    async def run(self, draft_id: DraftId) -> Rerun:
        """Write it once more, by the writer that wrote it, as on that day.

        Raises NoSuchDraft, CannotReplay for what a person wrote, and the errors of the model server.
        """
        async with self._database.reading() as connection:
            draft = await drafts.get(connection, draft_id)
            if draft is None:
                raise NoSuchDraft(
                    f"There is no draft {draft_id} in the record. *Why this?* on its card shows its id."
                )
            assignment = await self._assignment(connection, draft)
        before = Written(variants=draft.variants, provenance=draft.provenance)

        async def write(again: Assignment) -> Written:
            finished = await self._drafting.rewrite(
                again,
                kind=draft.provenance.writer,
                then=lambda writers: _as_then(writers, draft),
                day=draft.created_at.date(),
            )
            return Written(variants=finished.variants, provenance=finished.provenance)

        return Rerun(draft=draft, replayed=await replay(write, assignment, before=before))

    async def _assignment(self, connection: AsyncConnection, draft: Draft) -> Assignment:
        passages = await drafts.given_passages(connection, draft.id)
        return Assignment(
            brief=draft.brief,
            channel=self._drafting.channel(draft.brief),
            kit=self._drafting.kit,
            passages=tuple(RankedPassage(passage=each, score=1.0) for each in passages),
            seed=draft.provenance.seed or 0,
            previous=await _written_from(connection, draft),
            change=draft.change,
            examples=await self._past.of_contents(draft.provenance.examples),
        )


async def _written_from(connection: AsyncConnection, draft: Draft) -> Draft | None:
    """The version that was changed; None for what was written from the brief alone."""
    changes = read_wish(draft.change).changes
    if changes and all(isinstance(each, GoBack) for each in changes):
        raise CannotReplay(
            f"Version {draft.number} is an earlier version taken up again, word for word. Replay that one."
        )
    previous = draft.provenance.previous
    return await drafts.get(connection, DraftId(previous)) if previous else None


def _as_then(writers: Writers, draft: Draft) -> Writers:
    return replace(
        writers, writer=_writer(writers.writer, draft), repairer=_repairer(writers.repairer, draft)
    )


def _writer(writer: Writer, draft: Draft) -> Writer:
    """With the sampling of then, and with the claims that could be made on that day."""
    day = draft.created_at.date()
    match writer:
        case ModelWriter():
            return replace(writer, sampling=sampling_of(draft.provenance), today=lambda: day)
        case HouseWriter():
            return replace(writer, today=lambda: day)
    return writer


def _repairer(repairer: Repairer, draft: Draft) -> Repairer:
    day = draft.created_at.date()
    return replace(repairer, today=lambda: day) if isinstance(repairer, ModelRepairer) else repairer
