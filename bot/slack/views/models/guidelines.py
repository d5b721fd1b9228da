"""Guideline documents and versions, on their way in and in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class DocumentProgress:
    """How far one document is read, or without a name all of them: `done` of `total`; `problem` ends it."""

    name: str
    stage: str = "reading"
    done: int = 0
    total: int = 0
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class GuidelineProgress:
    """Documents on their way into a draft version of the guidelines."""

    documents: tuple[DocumentProgress, ...]
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Impact:
    """What activating a version would change, in numbers; `against` is the version in force, if any."""

    against: str = ""
    checked: int = 0
    added: int = 0
    reworded: int = 0
    removed: int = 0
    flips: int = 0
    stale: int = 0


@dataclass(frozen=True, kw_only=True)
class GuidelineResult:
    """How an upload ended. `version` is None when nothing could be read and nothing changed.

    `state` is draft, active or archived; `refused` pairs a file with why it was refused; `troubles`
    counts what to look at in what came, by kind; `proposed` and `untestable` count its statements.
    """

    version: int | None
    state: str = "draft"
    documents: int = 0
    passages: int = 0
    added: tuple[tuple[str, int], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    by: str = ""
    impact: Impact | None = None
    troubles: Mapping[str, int] = field(default_factory=dict)
    proposed: int = 0
    untestable: int = 0


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """One guideline document in the admin's list; `kind` is the format, `state` that of its version."""

    name: str
    kind: str
    passages: int
    pages: int | None = None
    uploaded_by: str = ""
    uploaded_at: datetime | None = None
    id: str = ""
    owner: str = ""
    review_by: date | None = None
    overdue: bool = False
    scope: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One version of the guidelines: state is draft, active or archived."""

    version: int
    state: str
    documents: int
    passages: int
    by: str = ""
    at: datetime | None = None
