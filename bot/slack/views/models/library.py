"""Assets in lists, and one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from brandkit.channels import Channel
from brandkit.drafts import Part


@dataclass(frozen=True, kw_only=True)
class AssetLine:
    """One asset in a list."""

    id: str
    title: str
    channel_label: str
    approved_by: str
    approved_at: datetime
    snippet: str = ""


@dataclass(frozen=True, kw_only=True)
class AssetDetail:
    """One approved asset, whole. `provenance` is a list of label and text pairs, ready to show."""

    line: AssetLine
    channel: Channel
    parts: tuple[Part, ...]
    requester: str
    number: int
    content_hash: str
    provenance: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssetResults:
    """A page of the asset library; `total` counts every match, pages are counted from 0."""

    query: str
    lines: tuple[AssetLine, ...]
    total: int
    page: int = 0
    page_size: int = 8
