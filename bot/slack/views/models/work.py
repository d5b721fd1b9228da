"""What the desk says while it works."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.slack.ids import Ref
from brandkit.briefs import Question
from brandkit.channels import Channel


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
    """What the desk is doing about a request. `channel` is None until the brief is understood.

    With `request` there is a button to stop it. `waiting` means for the model to be back.
    """

    channel: Channel | None = None
    change: str = ""
    steps: tuple[Step, ...] = ()
    partial_text: str = ""
    waiting: bool = False
    request: str = ""


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
