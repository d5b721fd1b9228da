"""The library: approved copy, letter for letter, found by its words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from sqlalchemy import Select, func, insert, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.approval import Approval, ApprovalId, ApprovalState
from approvals.packing import pack, unpack
from approvals.states import AssetState
from approvals.tables import approval, asset
from brandkit.briefs import Brief, ChannelName
from brandkit.drafts import Draft, DraftId, Part, Variant
from brandkit.errors import CopydeskError

AssetId = NewType("AssetId", str)

_KEPT = asset.c
_Parts = tuple[Part, ...]
_TITLE_FIELDS = ("headline", "headlines", "subject", "title")
_TITLE_LENGTH = 80


class ContentDiffers(CopydeskError):
    """What is to be stored is not what was approved. It is not stored."""

    def __init__(self) -> None:
        super().__init__(
            "This copy is not the copy that was approved, so it was not put into the library. "
            "Send it for approval."
        )


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One piece of approved copy; `provenance` is plain data that explains how it came to be."""

    id: AssetId
    approval: ApprovalId
    draft: DraftId
    number: int
    variant: int
    channel: ChannelName
    title: str
    parts: tuple[Part, ...]
    content_hash: str
    brief: Brief
    requester: str
    approved_by: str
    approved_at: datetime
    provenance: Mapping[str, Any]
    brand: str = ""
    state: AssetState = AssetState.APPROVED
    guideline_version: str = ""
    kit_version: str = ""


def asset_of(
    approved: Approval, draft: Draft, *, asset_id: AssetId, brand: str, provenance: Mapping[str, Any]
) -> Asset:
    """The asset that an approval makes of its draft.

    Raises `ContentDiffers` unless the review ended in approval and the draft's text has the hash that
    was approved.
    """
    variant = draft.variants[approved.variant]
    _require_same(approved, draft, variant)
    assert approved.decided_at is not None
    return Asset(
        id=asset_id,
        approval=approved.id,
        draft=draft.id,
        number=draft.number,
        variant=approved.variant,
        channel=draft.channel,
        title=title_of(variant, draft.brief),
        parts=variant.parts,
        content_hash=approved.content_hash,
        brief=draft.brief,
        requester=approved.requester,
        approved_by=approved.decided_by,
        approved_at=approved.decided_at,
        provenance=provenance,
        brand=brand,
        guideline_version=draft.provenance.guideline_version,
        kit_version=draft.provenance.kit_version,
    )


def title_of(variant: Variant, brief: Brief) -> str:
    """A line to know it by: its own headline or subject, else its first words, else what it is about."""
    named = [text for field in _TITLE_FIELDS for text in variant.texts(field)]
    texts = [*named, *(part.text for part in variant.parts), brief.topic]
    first = next((text.strip() for text in texts if text.strip()), "Untitled")
    line = " ".join(first.splitlines()[0].split())
    return (
        line
        if len(line) <= _TITLE_LENGTH
        else line[: _TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:–—-") + "…"
    )


async def add(conn: AsyncConnection, it: Asset) -> None:
    """Put it into the library, once more against what the record says was approved (`ContentDiffers`)."""
    query = select(approval.c.state, approval.c.content_hash).where(approval.c.id == it.approval)
    row = (await conn.execute(query)).one_or_none()
    computed = Variant(parts=it.parts).content_hash(it.channel)
    on_record = (ApprovalState.APPROVED.value, computed)
    if row is None or (row.state, row.content_hash) != on_record or it.content_hash != computed:
        raise ContentDiffers
    await conn.execute(insert(asset).values(_row(it)))


async def get(conn: AsyncConnection, asset_id: AssetId) -> Asset | None:
    """One by its id."""
    return await _one(conn, select(asset).where(_KEPT.id == asset_id))


async def of_approval(conn: AsyncConnection, approval_id: ApprovalId) -> Asset | None:
    """What came of a review."""
    return await _one(conn, select(asset).where(_KEPT.approval == approval_id))


async def of_contents(conn: AsyncConnection, hashes: Sequence[str]) -> tuple[Asset, ...]:
    """The first approved with each of these content hashes, in the order of the hashes."""
    query = select(asset).where(_KEPT.content_hash.in_(hashes)).order_by(_KEPT.approved_at.desc(), _KEPT.id)
    known = {each.content_hash: each for each in map(_asset, (await conn.execute(query)).mappings())}
    return tuple(known[each] for each in hashes if each in known)


async def search(
    conn: AsyncConnection,
    text: str = "",
    *,
    channel: ChannelName | None = None,
    brand: str = "",
    limit: int = 10,
    offset: int = 0,
) -> tuple[Asset, ...]:
    """Assets with every word of `text`, in any case, in copy, title or brief; newest first."""
    query = _matching(select(asset), text, channel, brand)
    page = query.order_by(_KEPT.approved_at.desc(), _KEPT.id).limit(limit).offset(offset)
    return tuple(_asset(row) for row in (await conn.execute(page)).mappings())


async def count(
    conn: AsyncConnection, text: str = "", *, channel: ChannelName | None = None, brand: str = ""
) -> int:
    """How many `search` would give without a limit."""
    query = _matching(select(func.count()).select_from(asset), text, channel, brand)
    return int((await conn.execute(query)).scalar_one())


def _matching(query: Select[Any], text: str, channel: ChannelName | None, brand: str) -> Select[Any]:
    for word in _folded(text).split():
        query = query.where(_KEPT.search_text.contains(word, autoescape=True))
    if channel is not None:
        query = query.where(_KEPT.channel == channel)
    return query.where(_KEPT.brand == brand) if brand else query


def _folded(text: str) -> str:
    """One form for all cases and compatibility characters; databases fold only ASCII alike."""
    return unicodedata.normalize("NFKC", text).casefold()


def _require_same(approved: Approval, draft: Draft, variant: Variant) -> None:
    if (
        approved.state is not ApprovalState.APPROVED
        or (approved.draft, approved.draft_number) != (draft.id, draft.number)
        or approved.content_hash != variant.content_hash(draft.channel)
    ):
        raise ContentDiffers


async def _one(conn: AsyncConnection, query: Select[Any]) -> Asset | None:
    row = (await conn.execute(query)).mappings().one_or_none()
    return _asset(row) if row else None


def _row(it: Asset) -> dict[str, Any]:
    words = (it.title, it.brief.topic, it.brief.product, it.brief.audience, *(part.text for part in it.parts))
    return {
        "id": it.id,
        "approval": it.approval,
        "draft": it.draft,
        "number": it.number,
        "variant": it.variant,
        "brand": it.brand,
        "channel": it.channel,
        "title": it.title,
        "parts": pack(_Parts, it.parts),
        "content_hash": it.content_hash,
        "brief": pack(Brief, it.brief),
        "requester": it.requester,
        "approved_by": it.approved_by,
        "approved_at": it.approved_at,
        "state": it.state.value,
        "provenance": dict(it.provenance),
        "guideline_version": it.guideline_version,
        "kit_version": it.kit_version,
        "search_text": _folded("\n".join(words)),
    }


def _asset(row: RowMapping) -> Asset:
    kept = {name: value for name, value in row.items() if name != "search_text"}
    kept["parts"] = unpack(_Parts, row["parts"])
    kept["brief"] = unpack(Brief, row["brief"])
    kept["state"] = AssetState(row["state"])
    return Asset(**kept)
