"""The names of buttons, forms and shortcuts, and what a button carries: an id and a version."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from brandkit.errors import Refusal


class Action(StrEnum):
    """What a button or a search box asks for. Some carry numbers after a `#`, see `numbered`."""

    DRAFT_SUBMIT = "draft.submit"
    DRAFT_EDIT = "draft.edit"
    DRAFT_RETRY = "draft.retry"
    DRAFT_VARIANT = "draft.another_variant"
    DRAFT_SHORTER = "draft.shorter"
    DRAFT_WHY = "draft.why"
    DRAFT_CHOOSE = "draft.choose"
    """`#variant`, counted from 0."""
    DRAFT_FIX = "draft.fix"
    """`#variant.finding`, both counted from 0, the finding as the check ordered them."""
    DRAFT_FIX_ALL = "draft.fix_all"
    """`#variant`."""
    DRAFT_FINDINGS = "draft.findings"
    DRAFT_DISMISS = "draft.dismiss"
    """`#variant.finding`; so is the next."""
    DRAFT_WAIVE = "draft.waive"
    DRAFT_WITHDRAW = "draft.withdraw"
    DRAFT_OPEN = "draft.open"
    DRAFT_WITH_MODEL = "draft.with_model"

    APPROVAL_APPROVE = "approval.approve"
    APPROVAL_EDIT = "approval.edit"
    APPROVAL_REQUEST_CHANGES = "approval.request_changes"
    APPROVAL_REJECT = "approval.reject"
    APPROVAL_WHY = "approval.why"
    APPROVAL_COMPARE = "approval.compare"
    APPROVAL_FINDINGS = "approval.findings"

    CHECK_FIX = "check.fix"
    """`#finding`, counted from 0; so are the next two."""
    CHECK_DISMISS = "check.dismiss"
    CHECK_WAIVE = "check.waive"
    CHECK_FIX_ALL = "check.fix_all"
    FINDINGS_PAGE = "findings.page"
    """`#page`, counted from 0, inside a window with findings."""

    WAIVERS = "waivers.open"
    WAIVER_REVOKE = "waivers.revoke"
    RULES_STANDING = "rules.standing"
    RULE_PROMOTE = "rules.promote"
    PROPOSALS = "proposals.open"
    PROPOSALS_PAGE = "proposals.page"
    """`#page`, counted from 0."""
    PROPOSALS_UNTESTABLE = "proposals.untestable"
    PROPOSAL_ACCEPT = "proposals.accept"
    PROPOSAL_EDIT = "proposals.edit"
    PROPOSAL_REJECT = "proposals.reject"

    REQUEST_ANSWER = "request.answer"
    """`#choice`, counted from 0; the words are the button's text."""
    REQUEST_RETRY = "request.retry"
    REQUEST_CANCEL = "request.cancel"
    REQUEST_NEW = "request.new"

    GUIDELINES_UPLOAD = "guidelines.upload"
    GUIDELINES_ACTIVATE = "guidelines.activate"
    GUIDELINES_DISCARD = "guidelines.discard"
    GUIDELINES_RESTORE = "guidelines.restore"
    GUIDELINES_TEST = "guidelines.test"
    GUIDELINES_SHADOW = "guidelines.shadow"
    """What activating a version would change; `DIFF` is what it changed against the one before."""
    GUIDELINES_DIFF = "guidelines.diff"
    GUIDELINES_TROUBLES = "guidelines.troubles"
    GUIDELINES_QUESTIONS = "guidelines.questions"
    GUIDELINES_CLOSE_QUESTION = "guidelines.close_question"
    """Carries the question's key instead of an id."""
    GUIDELINES_STALE = "guidelines.stale"
    GUIDELINES_DOCUMENT = "guidelines.document"
    GUIDELINES_ARCHIVE = "guidelines.archive"

    ASSET_OPEN = "asset.open"
    ASSET_MARKDOWN = "asset.export_markdown"
    ASSET_JSON = "asset.export_json"

    HOME_SEARCH = "home.search"
    HOME_DRAFTS_PAGE = "home.drafts_page"
    """`#page`, counted from 0; so are the next two."""
    HOME_QUEUE_PAGE = "home.queue_page"
    HOME_ASSETS_PAGE = "home.assets_page"
    HOME_DOCUMENTS_PAGE = "home.documents_page"

    WHY_PAGE = "why.page"
    """`#page`, counted from 0, inside the Why this? modal; what it is about is in its metadata."""

    LINK = "link.open"
    """A button that only opens an address; acknowledge it and do nothing."""


class Modal(StrEnum):
    """Callback ids of the modals."""

    NEW_DRAFT = "modal.draft.new"
    EDIT_DRAFT = "modal.draft.edit"
    EDIT_AND_APPROVE = "modal.approval.edit"
    REQUEST_CHANGES = "modal.approval.request_changes"
    REJECT = "modal.approval.reject"
    WHY = "modal.why"
    COMPARE = "modal.compare"
    FINDINGS = "modal.findings"
    UPLOAD = "modal.guidelines.upload"
    TEST_QUERY = "modal.guidelines.test"
    GUIDELINE_CHANGES = "modal.guidelines.changes"
    GUIDELINE_CARE = "modal.guidelines.care"
    DOCUMENT = "modal.guidelines.document"
    CHECK = "modal.check"
    CHECK_RESULT = "modal.check_result"
    DISMISS = "modal.finding.dismiss"
    WAIVE = "modal.finding.waive"
    RULINGS = "modal.rulings"
    PROPOSALS = "modal.proposals"
    EDIT_RULE = "modal.proposals.edit"
    ASK = "modal.ask"
    ASK_RESULT = "modal.ask_result"
    ASSET = "modal.asset"
    LOADING = "modal.loading"
    ERROR = "modal.error"
    HOME = "home"


class Shortcut(StrEnum):
    """Callback ids of shortcuts."""

    CHECK_MESSAGE = "msg.check_against_brand"
    NEW_DRAFT = "global.new_draft"


class Command(StrEnum):
    """Slash commands."""

    DRAFT = "/draft"
    ASSETS = "/assets"
    BRAND = "/brand"
    CHECK = "/check"


class Kind(StrEnum):
    """What a reference points to."""

    REQUEST = "request"
    DRAFT = "draft"
    APPROVAL = "approval"
    ASSET = "asset"
    GUIDELINES = "guidelines"
    CHECK = "check"
    WAIVER = "waiver"
    RULE = "rule"
    PROPOSAL = "proposal"


class UnreadableReference(Refusal):
    """A button or form from an older release, or one that somebody made up."""

    def __init__(self) -> None:
        super().__init__(
            "This button is too old for me to read. Ask again in the thread and use the new card."
        )


@dataclass(frozen=True, kw_only=True)
class Ref:
    """One version of one thing. `version` is the draft's number, or the approval's version counter."""

    kind: Kind
    id: str
    version: int = 0

    def __str__(self) -> str:
        """The value of a button: `draft:d1:v3`."""
        return f"{self.kind.value}:{self.id}:v{self.version}"


_REF = re.compile(r"(?P<kind>[a-z]+):(?P<id>.+):v(?P<version>[0-9]{1,9})", re.DOTALL)


def parse_ref(value: str) -> Ref:
    """The reference a button carries; `UnreadableReference` when it is none."""
    match = _REF.fullmatch(value)
    if match is None or match["kind"] not in {kind.value for kind in Kind}:
        raise UnreadableReference
    return Ref(kind=Kind(match["kind"]), id=match["id"], version=int(match["version"]))


def numbered(action: Action, *numbers: int) -> str:
    """An action id that says which one: `numbered(DRAFT_FIX, 0, 3)` is `draft.fix#0.3`."""
    return f"{action.value}#{'.'.join(map(str, numbers))}" if numbers else action.value


def split_action(action_id: str) -> tuple[Action, tuple[int, ...]]:
    """The action and its numbers; `UnreadableReference` when we never made such an id."""
    name, _, numbers = action_id.partition("#")
    try:
        return Action(name), tuple(int(number) for number in numbers.split(".")) if numbers else ()
    except ValueError:
        raise UnreadableReference from None


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The place in Slack that something was opened from; empty strings where there is none."""

    channel: str = ""
    ts: str = ""
    thread_ts: str = ""


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What a view keeps to itself between opening and submission: a reference and where it came from."""

    ref: Ref | None = None
    origin: Origin = field(default_factory=Origin)
    variant: int = 0
    finding: int | None = None
    """The finding a form is about, counted from 0 as the check ordered them."""
    parent: str = ""
    """The window below this one, to bring up to date when it is seen again."""
    page: int = 0

    def encode(self) -> str:
        """Small JSON for `private_metadata`."""
        body: dict[str, Any] = {"v": 1}
        if self.ref is not None:
            body["ref"] = str(self.ref)
        if self.variant:
            body["variant"] = self.variant
        if self.finding is not None:
            body["finding"] = self.finding
        if self.parent:
            body["parent"] = self.parent
        if self.page:
            body["page"] = self.page
        origin = {key: value for key, value in vars(self.origin).items() if value}
        return json.dumps(body | ({"origin": origin} if origin else {}), separators=(",", ":"))


def parse_metadata(text: str) -> Metadata:
    """What the view kept; `UnreadableReference` when it is not ours."""
    try:
        body = json.loads(text)
        return Metadata(
            ref=parse_ref(body["ref"]) if "ref" in body else None,
            origin=Origin(**body.get("origin", {})),
            variant=int(body.get("variant", 0)),
            finding=int(body["finding"]) if "finding" in body else None,
            parent=str(body.get("parent", "")),
            page=int(body.get("page", 0)),
        )
    except (ValueError, TypeError, AttributeError, KeyError):
        raise UnreadableReference from None
