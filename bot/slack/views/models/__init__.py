"""What each surface shows, as plain values: the listeners fill these in, the builders draw them."""

from bot.slack.views.models.cards import ApprovalCard, DecisionNews, DraftCard, SignOffLine
from bot.slack.views.models.forms import (
    Answered,
    CheckAsked,
    CheckForm,
    CheckResult,
    Comparison,
    EditedCopy,
    EditForm,
    NewDraft,
    Reason,
    ReasonForm,
    TestQueryResult,
    Upload,
    UploadedFile,
    WhyThis,
)
from bot.slack.views.models.guidelines import (
    DocumentLine,
    DocumentProgress,
    GuidelineProgress,
    GuidelineResult,
    Impact,
    VersionLine,
)
from bot.slack.views.models.home import DraftLine, Guidelines, Home, HomeState, QueueLine
from bot.slack.views.models.library import AssetDetail, AssetLine, AssetResults
from bot.slack.views.models.messages import Block, FieldErrors, Message, View
from bot.slack.views.models.standing import Standing, Status
from bot.slack.views.models.work import AskedQuestion, Failure, Step, StepState, Work

__all__ = [
    "Answered",
    "ApprovalCard",
    "AskedQuestion",
    "AssetDetail",
    "AssetLine",
    "AssetResults",
    "Block",
    "CheckAsked",
    "CheckForm",
    "CheckResult",
    "Comparison",
    "DecisionNews",
    "DocumentLine",
    "DocumentProgress",
    "DraftCard",
    "DraftLine",
    "EditForm",
    "EditedCopy",
    "Failure",
    "FieldErrors",
    "GuidelineProgress",
    "GuidelineResult",
    "Guidelines",
    "Home",
    "HomeState",
    "Impact",
    "Message",
    "NewDraft",
    "QueueLine",
    "Reason",
    "ReasonForm",
    "SignOffLine",
    "Standing",
    "Status",
    "Step",
    "StepState",
    "TestQueryResult",
    "Upload",
    "UploadedFile",
    "VersionLine",
    "View",
    "WhyThis",
    "Work",
]
