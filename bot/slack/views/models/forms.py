"""What the modals show and give back."""

from __future__ import annotations

from dataclasses import dataclass, field

from approvals.asides import Asides
from approvals.waiver import WaiverScope
from bot.slack.ids import Metadata, Origin, Ref
from brandkit.briefs import Brief
from brandkit.channels import Channel
from brandkit.drafts import Draft, Part, WriterKind
from brandkit.findings import Finding, ScoreCard
from brandkit.passages import Passage, RankedPassage
from llm.explaining import Explanation


@dataclass(frozen=True, kw_only=True)
class NewDraft:
    """The New draft form: what can be chosen, and what is filled in already."""

    channels: tuple[Channel, ...]
    markets: tuple[str, ...] = ()
    personas: tuple[str, ...] = ()
    filled: Brief | None = None
    origin: Origin = field(default_factory=Origin)
    most_variants: int = 5


@dataclass(frozen=True, kw_only=True)
class EditForm:
    """A draft's copy in a form, one input a field; `ref` is the draft, or the approval being edited."""

    ref: Ref
    channel: Channel
    parts: tuple[Part, ...]
    number: int
    variant: int = 0
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, kw_only=True)
class EditedCopy:
    """What came back from an edit form: the parts in the form's order, empty ones left out."""

    parts: tuple[Part, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ReasonForm:
    """Request changes or Reject: what it is about, and what is filled in already."""

    ref: Ref
    title: str
    reason: str = ""
    labels: tuple[str, ...] = ()
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why an approver said no; `labels` are values of the reason labels."""

    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WhyThis:
    """What one variant rests on: passages, gaps, findings, and how it was written.

    `explanation` accounts for it sentence by sentence.
    """

    draft: Draft
    variant: int
    channel: Channel
    passages: tuple[Passage, ...] = ()
    findings: tuple[Finding, ...] = ()
    aside: Asides = ()
    score: ScoreCard | None = None
    page: int = 0
    explanation: Explanation | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two versions of the same piece of copy, the older first."""

    channel: Channel
    older: tuple[Part, ...]
    newer: tuple[Part, ...]
    older_number: int
    newer_number: int
    change: str = ""


@dataclass(frozen=True, kw_only=True)
class UploadedFile:
    """A file from an upload form, as Slack describes it; `size` in bytes."""

    id: str
    name: str
    size: int = 0
    mimetype: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What an admin handed in, and whether it should be in force as soon as it is read."""

    files: tuple[UploadedFile, ...]
    activate: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckForm:
    """Text to be checked, and for which channel."""

    channels: tuple[Channel, ...]
    text: str = ""
    chosen: str = ""
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, kw_only=True)
class CheckAsked:
    """A submitted check: `channel` is empty when none was chosen."""

    text: str
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """What a check of any text found. `fixed_text` is the text after every safe fix.

    `check` is its id; `mended` says that this already is a corrected text.
    """

    text: str
    findings: tuple[Finding, ...]
    aside: Asides = ()
    check: str = ""
    mended: bool = False
    page: int = 0
    score: ScoreCard | None = None
    channel: Channel | None = None
    fixed_text: str = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer from the guidelines, with the passages it cites in order."""

    question: str
    text: str
    passages: tuple[Passage, ...] = ()
    covered: bool = True
    writer: WriterKind = WriterKind.HOUSE


@dataclass(frozen=True, kw_only=True)
class TestQueryResult:
    """What the desk would cite for a question, best first; `version` is the guideline version asked."""

    __test__ = False

    question: str
    version: str
    ranked: tuple[RankedPassage, ...]


@dataclass(frozen=True, kw_only=True)
class RulingForm:
    """Dismiss or Waive: the finding it is about, and what may be chosen."""

    finding: Finding
    metadata: Metadata
    scopes: tuple[WaiverScope, ...] = (WaiverScope.DRAFT,)


@dataclass(frozen=True, kw_only=True)
class WaiverAsked:
    """A submitted waiver; `days` is None for one without an end."""

    reason: str
    scope: WaiverScope
    days: int | None
