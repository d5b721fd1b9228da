"""Drafts on record: each number once, never changed, with what was found in it and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.packing import pack, prepared, unpack
from approvals.tables import draft, draft_passage, finding, request
from brandkit.briefs import Brief
from brandkit.drafts import Draft, DraftId, Provenance, RequestId, Variant
from brandkit.errors import Refusal
from brandkit.findings import Finding
from brandkit.passages import Passage

_Variants = tuple[Variant, ...]


class NumberTaken(Refusal):
    """Another version was written in the meantime; `newest` is the last number there is."""

    def __init__(self, *, newest: int) -> None:
        self.newest = newest
        super().__init__(
            f"Version {newest} was written in the meantime. Look at it, then say again what to change."
        )


def prepare() -> None:
    """Work out how drafts become rows: a third of a second that the first one kept would wait for."""
    for kind in (Brief, _Variants, Provenance, Finding, Passage):
        prepared(kind)


async def add(
    conn: AsyncConnection,
    it: Draft,
    findings_by_variant: Sequence[Sequence[Finding]] = (),
    passages: Sequence[Passage] = (),
) -> None:
    """Keep a draft with the findings of each variant and the passages its writer was given, best first.

    Its number must be the request's next one, else `NumberTaken`; two writers cannot both have it.
    `KeyError` when its request is not on record.
    """
    newest = await _newest_number(conn, it.request)
    if it.number != newest + 1:
        raise NumberTaken(newest=newest)
    await conn.execute(insert(draft), _row(it))
    found = [
        _finding_row(it.id, variant, position, one)
        for variant, findings in enumerate(findings_by_variant)
        for position, one in enumerate(findings)
    ]
    if found:
        await conn.execute(insert(finding), found)
    given = [_passage_row(it.id, position, one) for position, one in enumerate(_distinct(passages))]
    if given:
        await conn.execute(insert(draft_passage), given)


async def get(conn: AsyncConnection, draft_id: DraftId) -> Draft | None:
    """One by its id."""
    row = (await conn.execute(select(draft).where(draft.c.id == draft_id))).mappings().one_or_none()
    return _draft(row) if row else None


async def latest(conn: AsyncConnection, request_id: RequestId) -> Draft | None:
    """The newest version there is of what was asked."""
    query = select(draft).where(draft.c.request == request_id).order_by(draft.c.number.desc()).limit(1)
    row = (await conn.execute(query)).mappings().one_or_none()
    return _draft(row) if row else None


async def numbered(conn: AsyncConnection, request_id: RequestId, number: int) -> Draft | None:
    """The version of that number."""
    query = select(draft).where(draft.c.request == request_id, draft.c.number == number)
    row = (await conn.execute(query)).mappings().one_or_none()
    return _draft(row) if row else None


async def of_request(conn: AsyncConnection, request_id: RequestId) -> tuple[Draft, ...]:
    """All versions, from the first on."""
    query = select(draft).where(draft.c.request == request_id).order_by(draft.c.number)
    return tuple(_draft(row) for row in (await conn.execute(query)).mappings())


async def findings(conn: AsyncConnection, draft_id: DraftId, variant: int) -> tuple[Finding, ...]:
    """What was still found in one variant, in the order it was given."""
    query = (
        select(finding.c.body)
        .where(finding.c.draft == draft_id, finding.c.variant == variant)
        .order_by(finding.c.position)
    )
    return tuple(unpack(Finding, body) for body in (await conn.execute(query)).scalars())


async def given_passages(conn: AsyncConnection, draft_id: DraftId) -> tuple[Passage, ...]:
    """The passages the writer was given, word for word as they then were, best first."""
    query = (
        select(draft_passage.c.body)
        .where(draft_passage.c.draft == draft_id)
        .order_by(draft_passage.c.position)
    )
    return tuple(unpack(Passage, body) for body in (await conn.execute(query)).scalars())


async def cited_passages(conn: AsyncConnection, draft_id: DraftId) -> tuple[Passage, ...]:
    """Those of the given passages that any variant cites, best first."""
    it = await get(conn, draft_id)
    cited = {citation.passage for variant in it.variants for citation in variant.citations} if it else set()
    return tuple(passage for passage in await given_passages(conn, draft_id) if passage.id in cited)


async def _newest_number(conn: AsyncConnection, request_id: RequestId) -> int:
    """The last number; the request's row is locked so that it stays the last in this transaction."""
    row = await conn.execute(select(request.c.id).where(request.c.id == request_id).with_for_update())
    if row.one_or_none() is None:
        raise KeyError(request_id)
    query = select(func.coalesce(func.max(draft.c.number), 0)).where(draft.c.request == request_id)
    return int((await conn.execute(query)).scalar_one())


def _distinct(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    return tuple({passage.id: passage for passage in passages}.values())


def _row(it: Draft) -> dict[str, Any]:
    return {
        "id": it.id,
        "request": it.request,
        "number": it.number,
        "channel": it.channel,
        "brief": pack(Brief, it.brief),
        "variants": pack(_Variants, it.variants),
        "provenance": pack(Provenance, it.provenance),
        "change": it.change,
        "created_at": it.created_at,
    }


def _finding_row(draft_id: DraftId, variant: int, position: int, it: Finding) -> dict[str, Any]:
    return {
        "draft": draft_id,
        "variant": variant,
        "position": position,
        "rule": it.rule,
        "severity": it.severity.value,
        "body": pack(Finding, it),
    }


def _passage_row(draft_id: DraftId, position: int, it: Passage) -> dict[str, Any]:
    return {
        "draft": draft_id,
        "position": position,
        "passage": it.id,
        "text_hash": it.text_hash,
        "body": pack(Passage, it),
    }


def _draft(row: RowMapping) -> Draft:
    return Draft(
        id=DraftId(row["id"]),
        request=RequestId(row["request"]),
        number=row["number"],
        brief=unpack(Brief, row["brief"]),
        variants=unpack(_Variants, row["variants"]),
        provenance=unpack(Provenance, row["provenance"]),
        created_at=row["created_at"],
        change=row["change"],
    )
