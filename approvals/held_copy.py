"""Copy on record that guidelines still matter to: open drafts and assets, with what they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.approval import ApprovalState
from approvals.assets import title_of
from approvals.packing import unpack
from approvals.states import AssetState, RequestState
from approvals.tables import approval, asset, draft, draft_passage, request
from brandkit.briefs import Brief
from brandkit.drafts import Draft, DraftId, Provenance, RequestId, Variant
from brandkit.passages import Passage

_Variants = tuple[Variant, ...]
_DONE = tuple(state.value for state in ApprovalState if state is not ApprovalState.IN_REVIEW)
_IN_USE = (AssetState.APPROVED.value, AssetState.SCHEDULED.value, AssetState.PUBLISHED.value)


@dataclass(frozen=True, kw_only=True)
class HeldCopy:
    """One variant of a draft that is open, or an asset, and the passages that it cites, as they then were.

    `id` is the draft's or the asset's; `in_review` says that an approver has it before them.
    """

    kind: Literal["draft", "asset"]
    id: str
    draft: DraftId
    number: int
    variant: int
    title: str
    brief: Brief
    copy: Variant
    requester: str
    cited: tuple[Passage, ...] = ()
    in_review: bool = False


async def open_drafts(conn: AsyncConnection, *, brand: str, limit: int = 50) -> tuple[HeldCopy, ...]:
    """The newest versions that nobody decided on yet, newest first, one entry a variant.

    Of a draft in review it is the variant under review. `limit` counts drafts, not variants.
    """
    newest = (
        select(draft.c.request, func.max(draft.c.number).label("number")).group_by(draft.c.request).subquery()
    )
    decided = select(approval.c.draft).where(approval.c.state.in_(_DONE))
    query = (
        select(draft, request.c.requester)
        .join(newest, (newest.c.request == draft.c.request) & (newest.c.number == draft.c.number))
        .join(request, request.c.id == draft.c.request)
        .where(
            request.c.brand == brand,
            request.c.state == RequestState.DRAFTED.value,
            draft.c.id.not_in(decided),
        )
        .order_by(draft.c.created_at.desc(), draft.c.id)
        .limit(limit)
    )
    rows = (await conn.execute(query)).mappings().all()
    found = [(_draft(dict(row)), str(row["requester"])) for row in rows]
    passages = await _passages(conn, [one.id for one, _ in found])
    reviewed = await _under_review(conn, [one.id for one, _ in found])
    return tuple(
        held
        for one, requester in found
        for held in _variants(one, requester, passages[one.id], reviewed.get(one.id))
    )


async def assets_in_use(conn: AsyncConnection, *, brand: str, limit: int = 50) -> tuple[HeldCopy, ...]:
    """Approved copy that was neither withdrawn nor has expired, newest first."""
    query = (
        select(asset, draft.c.variants)
        .join(draft, draft.c.id == asset.c.draft)
        .where(asset.c.brand == brand, asset.c.state.in_(_IN_USE))
        .order_by(asset.c.approved_at.desc(), asset.c.id)
        .limit(limit)
    )
    rows = (await conn.execute(query)).mappings().all()
    passages = await _passages(conn, [DraftId(row["draft"]) for row in rows])
    held = []
    for row in rows:
        copy = unpack(_Variants, row["variants"])[row["variant"]]
        held.append(
            HeldCopy(
                kind="asset",
                id=row["id"],
                draft=DraftId(row["draft"]),
                number=row["number"],
                variant=row["variant"],
                title=row["title"],
                brief=unpack(Brief, row["brief"]),
                copy=copy,
                requester=row["requester"],
                cited=_cited(copy, passages[row["draft"]]),
            )
        )
    return tuple(held)


def _variants(
    one: Draft, requester: str, passages: Sequence[Passage], reviewed: int | None
) -> Iterator[HeldCopy]:
    for number, copy in enumerate(one.variants):
        if reviewed is None or reviewed == number:
            yield HeldCopy(
                kind="draft",
                id=one.id,
                draft=one.id,
                number=one.number,
                variant=number,
                title=title_of(copy, one.brief),
                brief=one.brief,
                copy=copy,
                requester=requester,
                cited=_cited(copy, passages),
                in_review=reviewed is not None,
            )


def _cited(copy: Variant, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    cited = {citation.passage for citation in copy.citations}
    return tuple(passage for passage in passages if passage.id in cited)


async def _passages(conn: AsyncConnection, drafts: Sequence[DraftId]) -> defaultdict[str, list[Passage]]:
    query = (
        select(draft_passage.c.draft, draft_passage.c.body)
        .where(draft_passage.c.draft.in_(drafts))
        .order_by(draft_passage.c.draft, draft_passage.c.position)
    )
    found: defaultdict[str, list[Passage]] = defaultdict(list)
    for row in await conn.execute(query):
        found[row.draft].append(unpack(Passage, row.body))
    return found


async def _under_review(conn: AsyncConnection, drafts: Sequence[DraftId]) -> dict[str, int]:
    query = select(approval.c.draft, approval.c.variant).where(
        approval.c.draft.in_(drafts), approval.c.state == ApprovalState.IN_REVIEW.value
    )
    return {row.draft: row.variant for row in await conn.execute(query)}


def _draft(row: dict[str, object]) -> Draft:
    return Draft(
        id=DraftId(str(row["id"])),
        request=RequestId(str(row["request"])),
        number=int(str(row["number"])),
        brief=unpack(Brief, row["brief"]),
        variants=unpack(_Variants, row["variants"]),
        provenance=unpack(Provenance, row["provenance"]),
        created_at=row["created_at"],  # type: ignore[arg-type]  # a Moment column gives a datetime
    )
