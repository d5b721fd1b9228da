"""The library as a retriever of langchain-core, for those who build chains on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from brandkit.passages import RankedPassage
from retrieval.naming import section_name

Search = Callable[[str], Awaitable[tuple[RankedPassage, ...]]]


class GuidelineRetriever(BaseRetriever):
    """Passages of one brand as langchain documents, best first; none when no guideline covers it.

    `search` is the library's search with brand and number of passages filled in, for example
    `lambda question: library.search("ledgerline", question, k=8)`.
    """

    search: Search

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,  # noqa: ARG002  # langchain's signature
    ) -> list[Document]:
        return [as_document(ranked) for ranked in await self.search(query)]

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # langchain's signature
    ) -> list[Document]:
        """For callers without an event loop."""
        return [as_document(ranked) for ranked in asyncio.run(_whole(self.search, query))]


def as_document(ranked: RankedPassage) -> Document:
    """The passage with its place, its neighbours and its score as metadata."""
    passage = ranked.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "file": passage.document,
            "heading": section_name(passage),
            "page": passage.page,
            "version": passage.version,
            "start": passage.start,
            "end": passage.end,
            "previous": passage.previous,
            "following": passage.following,
            "score": ranked.score,
        },
    )


async def _whole(search: Search, query: str) -> tuple[RankedPassage, ...]:
    return await search(query)
