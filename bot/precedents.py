"""Approved copy as an example for new copy: the nearest pieces of the same brand and channel."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from approvals import assets
from approvals.assets import Asset
from approvals.database import Database
from approvals.states import AssetState
from brandkit.briefs import Brief
from brandkit.drafts import Variant
from llm.meaning import Embed

EXAMPLES = 3
"""More tell a model little that is new, and take room from the guidelines."""
_LOOKED_AT = 200
_NEAR = 0.35
"""The cosine from which on two briefs are about related things."""
_GOOD = frozenset({AssetState.APPROVED, AssetState.SCHEDULED, AssetState.PUBLISHED})


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """One piece of approved copy; `name` is how people know it."""

    name: str
    variant: Variant


@dataclass(frozen=True, kw_only=True)
class Precedents:
    """What was approved before: the nearest to a brief, best first, and everything else that is known."""

    nearest: tuple[Precedent, ...] = ()
    others: tuple[Precedent, ...] = ()


class Past(Protocol):
    """Where precedents come from."""

    async def precedents(self, brief: Brief) -> Precedents:
        """What was approved before that new copy for this brief can learn from."""

    async def of_contents(self, hashes: Sequence[str]) -> tuple[Variant, ...]:
        """Approved copy by its content hashes, in their order."""


class ApprovedCopy:
    """The newest approved copy of one brand; what a piece is near to is measured once."""

    def __init__(self, *, database: Database, brand: str, embed: Embed) -> None:
        self._database = database
        self._brand = brand
        self._embed = embed
        self._measured: dict[str, NDArray[np.float32]] = {}

    async def precedents(self, brief: Brief) -> Precedents:
        """The nearest of the brief's channel and language, if near at all, and what else was approved."""
        async with self._database.reading() as connection:
            found = await assets.search(connection, brand=self._brand, limit=_LOOKED_AT)
        alike = [each for each in found if _may_teach(each, brief)]
        nearest = await asyncio.to_thread(self._nearest, brief, alike) if alike else ()
        chosen = {each.id for each in nearest}
        return Precedents(
            nearest=tuple(map(_precedent, nearest)),
            others=tuple(_precedent(each) for each in found if each.id not in chosen),
        )

    async def of_contents(self, hashes: Sequence[str]) -> tuple[Variant, ...]:
        """Approved copy by its content hashes, in their order; what is gone is left out."""
        async with self._database.reading() as connection:
            found = await assets.of_contents(connection, hashes)
        return tuple(Variant(parts=each.parts) for each in found)

    def _nearest(self, brief: Brief, alike: Sequence[Asset]) -> tuple[Asset, ...]:
        new = [each for each in alike if each.id not in self._measured]
        rows = self._embed([_about(brief), *(_about(each.brief) for each in new)])
        self._measured.update(zip((each.id for each in new), rows[1:], strict=True))
        nearness = {each.id: float(self._measured[each.id] @ rows[0]) for each in alike}
        near = [each for each in alike if nearness[each.id] >= _NEAR]
        return tuple(sorted(near, key=lambda each: (-nearness[each.id], each.id))[:EXAMPLES])


def _may_teach(asset: Asset, brief: Brief) -> bool:
    """Of the same channel and language, and not taken back since."""
    same = (asset.channel, asset.brief.locale) == (brief.channel, brief.locale)
    return same and asset.state in _GOOD


def _about(brief: Brief) -> str:
    return ". ".join(filter(None, (brief.topic, brief.key_message, brief.product, brief.audience)))


def _precedent(asset: Asset) -> Precedent:
    return Precedent(name=asset.title, variant=Variant(parts=asset.parts))
