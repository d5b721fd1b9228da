"""What each surface shows, as plain values: the listeners fill these in, the builders draw them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from bot.slack.ids import Origin, Ref
from brandkit.briefs import Brief, Question
from brandkit.channels import Channel
from brandkit.drafts import Draft, Part, WriterKind
from brandkit.findings import Finding, ScoreCard
from brandkit.passages import Passage, RankedPassage

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message to post, and what has to follow it in its thread, in order.

    `text` is what notifications and screen readers get. Continuations hold copy that did not fit;
    they have no buttons and depend on the copy alone, so they are posted once and never updated.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    continuations: tuple[Message, ...] = ()

    def payload(self) -> dict[str, Any]:
        """The arguments `text` and `blocks` of chat.postMessage or chat.update."""
        return {"text": self.text, "blocks": list(self.blocks)}


@dataclass(frozen=True, kw_only=True)
class FieldErrors:
    """What is wrong with a submitted form, by block id: the `errors` of the acknowledgement."""

    by_block: Mapping[str, str]


# ---- where a draft stands --------------------------------------------------------------------


class Standing(Enum):
    """Where a draft stands. The values after DRAFTED are those of an approval's state."""

    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where a draft stands, and how it came to be there.

    `by` is the Slack id of who sent, decided or withdrew it. `labels` are values of the reason labels.
    `newest` is the number of the version that took its place. `with_changes` marks an approval that
    edited the copy first.
    """

    standing: Standing = Standing.DRAFTED
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    labels: tuple[str, ...] = ()
    newest: int | None = None
    with_changes: bool = False


# ---- at work ---------------------------------------------------------------------------------


class StepState(Enum):
    """How far one step of the work is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the work, in words such as "Reading the brief"."""

    text: str
    state: StepState = StepState.WAITING


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the desk is doing about a request. `channel` is None until the brief is understood."""

    channel: Channel | None = None
    change: str = ""
    steps: tuple[Step, ...] = ()
    partial_text: str = ""


@dataclass(frozen=True, kw_only=True)
class AskedQuestion:
    """The one question a request waits for. `answer` is filled in once somebody answered."""

    request: str
    question: Question
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Something did not work. `code` is the short one people can quote, such as E-7F3A.

    `retry` is the reference a Try again button carries; without it there is no button.
    """

    code: str
    happened: str
    next_step: str = ""
    retry: Ref | None = None


# ---- drafts and approvals --------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DraftCard:
    """One draft, as the marketer sees it in the thread.

    `findings` and `scores` go by variant. `passages` are the cited ones. `chosen` is the variant picked
    for approval, counted from 0; with a single variant it is taken as chosen. `requester` is a Slack id.
    `may_send` is False where sending is not possible yet; `degraded` says why no model wrote this.
    """

    draft: Draft
    channel: Channel
    requester: str
    findings: tuple[tuple[Finding, ...], ...] = ()
    scores: tuple[ScoreCard | None, ...] = ()
    passages: tuple[Passage, ...] = ()
    chosen: int | None = None
    status: Status = field(default_factory=Status)
    may_withdraw: bool = False
    degraded: str = ""

    @property
    def picked(self) -> int | None:
        """The variant that would be sent, or None while there is a choice to make."""
        return 0 if len(self.draft.variants) == 1 else self.chosen


@dataclass(frozen=True, kw_only=True)
class SignOffLine:
    """One sign-off given so far: who and when."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ApprovalCard:
    """One approval, as approvers see it in their channel.

    `approval` and `version` are what its buttons carry. `previous` is the number of the version before,
    for Compare versions; `thread_link` opens the thread it came from. `needed` sign-offs approve it.
    """

    approval: str
    version: int
    draft: Draft
    variant: int
    channel: Channel
    requester: str
    due_at: datetime | None = None
    findings: tuple[Finding, ...] = ()
    score: ScoreCard | None = None
    passages: tuple[Passage, ...] = ()
    status: Status = field(default_factory=lambda: Status(standing=Standing.IN_REVIEW))
    sign_offs: tuple[SignOffLine, ...] = ()
    needed: int = 1
    previous: int | None = None
    thread_link: str = ""
    degraded: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionNews:
    """What the requester hears after a decision, by direct message or in the thread."""

    draft: Draft
    channel: Channel
    status: Status
    request_link: str = ""
    asset: str = ""


# ---- modals ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class NewDraft:
    """The New draft form: what can be chosen, and what is filled in already."""

    channels: tuple[Channel, ...]
    markets: tuple[str, ...] = ()
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
    """What one variant rests on: passages, gaps, findings, and how it was written."""

    draft: Draft
    variant: int
    channel: Channel
    passages: tuple[Passage, ...] = ()
    findings: tuple[Finding, ...] = ()
    score: ScoreCard | None = None
    page: int = 0


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
    """What a check of any text found. `fixed_text` is the text after every safe fix."""

    text: str
    findings: tuple[Finding, ...]
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


# ---- the library -----------------------------------------------------------------------------


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


# ---- guidelines ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DocumentProgress:
    """How far one document is read: `done` of `total` passages; `problem` ends it."""

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
class GuidelineResult:
    """How an upload ended. `version` is None when nothing could be read and nothing changed.

    `state` is draft, active or archived; `refused` pairs a file with why it was refused.
    """

    version: int | None
    state: str = "draft"
    documents: int = 0
    passages: int = 0
    added: tuple[tuple[str, int], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """One guideline document in the admin's list; `kind` is the format, `state` that of its version."""

    name: str
    kind: str
    passages: int
    pages: int | None = None
    uploaded_by: str = ""
    uploaded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One version of the guidelines: state is draft, active or archived."""

    version: int
    state: str
    documents: int
    passages: int
    by: str = ""
    at: datetime | None = None


# ---- App Home --------------------------------------------------------------------------------


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


@dataclass(frozen=True, kw_only=True)
class Guidelines:
    """The admin's part of App Home: versions (newest first) and the documents of the active one."""

    versions: tuple[VersionLine, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    may_restore: bool = False


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
    `now` decides what is late. `notice` is a banner, for instance after a failure.
    """

    user: str
    brand: str
    now: datetime
    drafts: tuple[DraftLine, ...] = ()
    queue: tuple[QueueLine, ...] | None = None
    guidelines: Guidelines | None = None
    assets: AssetResults | None = None
    state: HomeState = field(default_factory=HomeState)
    degraded: str = ""
    notice: str = ""
