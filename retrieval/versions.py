"""What the guideline library says about itself: versions, documents, progress, changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Literal

from brandkit.passages import Passage
from retrieval.documents import LeftOut
from retrieval.front_matter import Care

VersionState = Literal["draft", "active", "archived"]
Stage = Literal["reading", "embedding", "indexing"]


@dataclass(frozen=True, kw_only=True)
class GuidelineVersion:
    """One whole, immutable state of a brand's guidelines.

    `version` is its name ("v3"), `number` counts from 1 per brand, `documents` and `passages` are
    counts. At most one version of a brand is active; a draft has never been, an archived one was.
    `replaced` is the number of the version whose place it took, where it took one.
    """

    brand: str
    version: str
    number: int
    state: VersionState
    documents: int
    passages: int
    created_at: datetime
    created_by: str
    activated_at: datetime | None = None
    activated_by: str = ""
    replaced: int | None = None


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What became of uploaded files: the version they are in, their names there, and what is not in it.

    `version` is None when none of them could be read. `ignored` is what lay in archives beside the
    documents.
    """

    version: GuidelineVersion | None
    brought: tuple[str, ...]
    refused: tuple[LeftOut, ...] = ()
    ignored: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentStatus:
    """One document as it stands in one version. `pages` is 0 where the format has none."""

    version: str
    id: str
    name: str
    kind: str
    title: str
    pages: int
    passages: int
    bytes: int
    sha256: str
    uploaded_by: str
    at: datetime
    notes: tuple[str, ...] = ()
    """What could not be taken in from it, in words."""
    care: Care = field(default_factory=Care)
    """Who looks after it and what it is about, as it says itself and as admins said since."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a load is: pages while reading, passages while embedding and indexing.

    `document` is empty where the step is about all of them; `total` is 0 while it is not known.
    """

    document: str
    stage: Stage
    done: int
    total: int


Tell = Callable[[Progress], None]


def unheard(step: Progress) -> None:
    """For a load that nobody watches."""


class ChangeKind(Enum):
    """What happened to a passage between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One passage that differs: `before` is None for an added one, `after` for a removed one."""

    kind: ChangeKind
    before: Passage | None = None
    after: Passage | None = None

    @property
    def passage(self) -> Passage:
        """The passage to show: the new one where there is one."""
        passage = self.after or self.before
        assert passage is not None, "a change has at least one side"
        return passage
