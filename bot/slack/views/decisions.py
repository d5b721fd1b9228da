"""What people hear about decisions: the requester by direct message, the refused in private, who is late."""

from __future__ import annotations

from bot.slack import limits
from bot.slack.escaping import fallback
from bot.slack.ids import Action, Kind, Ref
from bot.slack.views.blocks import (
    Element,
    actions,
    button,
    context,
    link_button,
    person,
    say,
    section,
    told,
    words,
)
from bot.slack.views.models import DecisionNews, Message, Reminder, Standing
from bot.slack.views.standing import deadline, spoken, status_blocks

_TOPIC = 300


def decision_message(news: DecisionNews) -> Message:
    """What became of the requester's draft, and where to go on."""
    title = f"{news.channel.label} · version {news.draft.number}"
    topic = news.draft.brief.topic or news.draft.brief.ask
    return Message(
        text=fallback(f"{spoken(news.status)}: {title}. {topic}", limits.MESSAGE_TEXT),
        blocks=(
            *status_blocks(news.status, what_next=_what_next(news)),
            context(words(title), words(topic, _TOPIC)),
            *actions(_ways_on(news)),
        ),
    )


def reminder_message(reminder: Reminder) -> Message:
    """That copy still waits for this approver, by when, and the way to its card."""
    title = f"{reminder.channel.label} · version {reminder.draft.number}"
    topic = reminder.draft.brief.topic or reminder.draft.brief.ask
    facts = [f"asked by {person(reminder.requester)}"]
    if reminder.due_at is not None:
        facts.append(deadline(reminder.due_at, late=reminder.late))
    waits = "Late: waits for your decision" if reminder.late else "Waits for your decision"
    card = link_button("Decide", reminder.card_link)
    return Message(
        text=fallback(f"{waits}: {title}. {topic}", limits.MESSAGE_TEXT),
        blocks=(
            section(say(" · ".join(["*Waits for your decision*", *facts]))),
            context(words(title), words(topic, _TOPIC)),
            *actions([card] if card else []),
        ),
    )


def refusal_message(text: str) -> Message:
    """An error in its own words, for the person alone."""
    return Message(text=fallback(text, limits.MESSAGE_TEXT), blocks=(told(text),))


def _what_next(news: DecisionNews) -> str:
    match news.status.standing:
        case Standing.APPROVED:
            return "It is in the asset library, ready to use."
        case Standing.CHANGES_REQUESTED:
            return "Open the thread and say what to change, or edit it there."
        case Standing.EXPIRED:
            return "Make a new version in the thread to send it again."
    return ""


def _ways_on(news: DecisionNews) -> list[Element]:
    thread = link_button("Open the thread", news.request_link)
    asset = Ref(kind=Kind.ASSET, id=news.asset) if news.asset else None
    return [
        *([button("Open the asset", Action.ASSET_OPEN, asset, tone="primary")] if asset else []),
        *([thread] if thread else []),
    ]
