"""The admin's part of App Home, drawn from the record."""

from __future__ import annotations

from bot.documents import Document, Documents, Standing
from bot.indexing import Indexing
from bot.open_questions import OpenQuestions
from bot.proposals import Proposals
from bot.rulings import Rulings
from bot.shadow import Shadow
from bot.slack.views.models import DocumentLine, Guidelines, IndexProgress, VersionLine
from brandkit.kit import BrandKit
from retrieval.library import GuidelineLibrary
from retrieval.models import Indexed
from retrieval.versions import GuidelineVersion


class GuidelineHome:
    """Versions, documents, and what waits for the owner of the guidelines."""

    def __init__(
        self,
        *,
        library: GuidelineLibrary,
        kit: BrandKit,
        documents: Documents,
        questions: OpenQuestions,
        shadow: Shadow,
        rulings: Rulings,
        indexing: Indexing,
        proposals: Proposals,
    ) -> None:
        self._library = library
        self._kit = kit
        self._documents = documents
        self._questions = questions
        self._shadow = shadow
        self._rulings = rulings
        self._indexing = indexing
        self._proposals = proposals

    async def drawn(self) -> Guidelines:
        """As it stands now."""
        versions = await self._library.versions(self._kit.slug)
        documents = await self._documents.listed()
        records = await self._rulings.records()
        return Guidelines(
            versions=tuple(map(_version, versions)),
            documents=tuple(_line(each) for each in documents if each.standing is not Standing.ARCHIVED),
            archived=tuple(each.status.name for each in documents if each.standing is Standing.ARCHIVED),
            before=next((one.replaced for one in versions if one.state == "active"), None),
            questions=len(await self._questions.listed()),
            stale=len(await self._shadow.stale()),
            proposed=len(await self._proposals.waiting()),
            demoted=sum(each.standing is not None and each.standing.demoted for each in records),
            indexing=_progress(await self._indexing.standing()),
        )


def _progress(one: Indexed) -> IndexProgress | None:
    if one.settled or not one.total:
        return None
    answering = "" if one.gone else one.in_force
    return IndexProgress(answering=answering, coming=one.wanted, done=one.done, total=one.total)


def _version(one: GuidelineVersion) -> VersionLine:
    return VersionLine(
        version=one.number,
        state=one.state,
        documents=one.documents,
        passages=one.passages,
        by=one.activated_by or one.created_by,
        at=one.activated_at or one.created_at,
    )


def _line(each: Document) -> DocumentLine:
    status, care = each.status, each.care
    return DocumentLine(
        id=status.id,
        name=status.name,
        kind=status.kind,
        passages=status.passages,
        pages=status.pages or None,
        uploaded_by=status.uploaded_by,
        uploaded_at=status.at,
        owner=care.owner,
        review_by=care.review_by,
        overdue=each.standing is Standing.OVERDUE,
        scope=(*care.channels, *care.markets, *care.products, *care.locales),
        notes=status.notes,
    )
