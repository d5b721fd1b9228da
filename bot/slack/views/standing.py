"""What has become of a draft: who decided what and when, and why."""

from __future__ import annotations

from datetime import datetime

from bot.slack.views.blocks import context, moment, note, person, quoted, say, section, words
from bot.slack.views.models import Block, Standing, Status
from bot.slack.views.wording import STANDING_WORDS, label_words

_REASON = 700

CLOSED = frozenset(
    {Standing.APPROVED, Standing.REJECTED, Standing.EXPIRED, Standing.SUPERSEDED, Standing.WITHDRAWN}
)
"""Nothing more can be done with this version."""


def headline(status: Status) -> str:
    """Who did what and when, in one sentence for `say`."""
    by = f" by {person(status.by)}" if status.by else ""
    at = f" · {moment(status.at)}" if status.at else ""
    return f"{_deed(status)}{by}{at}"


def spoken(status: Status) -> str:
    """The standing in words alone, where no link to a person can be made."""
    return _deed(status).replace("*", "")


def status_blocks(status: Status, *, what_next: str = "") -> list[Block]:
    """What happened, the reason in the approver's own words, and what can be done now."""
    if status.standing is Standing.DRAFTED:
        return []
    blocks = [section(say(headline(status)))]
    if status.reason.strip():
        blocks.append(quoted(status.reason, _REASON))
    if status.labels:
        blocks.append(context(words(label_words(status.labels), 300)))
    if what_next:
        blocks.append(note(what_next))
    return blocks


def deadline(due_at: datetime, *, late: bool) -> str:
    """By when something has to be decided, or since when it is late, for `say`."""
    return f"*Late:* was due {moment(due_at)}" if late else f"*Decide by* {moment(due_at)}"


def _deed(status: Status) -> str:
    match status.standing:
        case Standing.IN_REVIEW:
            return "*Sent for approval*"
        case Standing.APPROVED if status.with_changes:
            return "*Edited and approved*"
        case Standing.SUPERSEDED if status.newest:
            return f"*Version {status.newest} took its place*"
        case Standing.EXPIRED:
            return "*Expired:* nobody decided in time"
    return f"*{STANDING_WORDS[status.standing]}*"
