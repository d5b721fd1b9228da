"""App Home, section by section."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.slack.views.models.guidelines import DocumentLine, VersionLine
from bot.slack.views.models.library import AssetResults
from bot.slack.views.models.standing import Status


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """One draft in a marketer's list; `link` opens its thread."""

    draft: str
    number: int
    topic: str
    channel_label: str
    status: Status
    at: datetime
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class QueueLine:
    """One approval that waits for the reader; `link` opens its card."""

    approval: str
    version: int
    topic: str
    channel_label: str
    requester: str
    due_at: datetime | None = None
    link: str = ""
    errors: int = 0
    waived: int = 0


@dataclass(frozen=True, kw_only=True)
class IndexProgress:
    """Another embedding model is on its way: `done` of `total` passages are indexed with it.

    `answering` is the model before it; empty where that one is gone.
    """

    answering: str
    coming: str
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Guidelines:
    """The admin's part of App Home: versions (newest first) and the documents of the active one.

    `before` is the version that the active one took the place of, and that can be restored.
    `questions` and `stale` say how many open questions there are, and how many pieces of stale copy;
    `demoted` how many rules lost their voice, `proposed` how many rules wait to be looked at.
    """

    versions: tuple[VersionLine, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    before: int | None = None
    archived: tuple[str, ...] = ()
    questions: int = 0
    stale: int = 0
    demoted: int = 0
    proposed: int = 0
    indexing: IndexProgress | None = None


@dataclass(frozen=True, kw_only=True)
class HomeState:
    """Which pages of App Home are open and what is searched: kept by the view itself."""

    drafts: int = 0
    queue: int = 0
    assets: int = 0
    documents: int = 0
    query: str = ""


@dataclass(frozen=True, kw_only=True)
class Home:
    """App Home of one person.

    Everybody has drafts and assets; `queue` makes an approver's home, `guidelines` an admin's.
    Lists are whole (or as long as the reader should page through); `assets` is already one page.
    `waivers` says how many are in force, to those who may take them back. `now` decides what is late.
    `notice` is a banner, for instance after a failure.
    """

    user: str
    brand: str
    now: datetime
    drafts: tuple[DraftLine, ...] = ()
    queue: tuple[QueueLine, ...] | None = None
    guidelines: Guidelines | None = None
    waivers: int | None = None
    assets: AssetResults | None = None
    state: HomeState = field(default_factory=HomeState)
    degraded: str = ""
    notice: str = ""
