"""What people hear about decisions: the requester by direct message, the refused in private."""

from __future__ import annotations

from bot.slack import limits
from bot.slack.escaping import fallback
from bot.slack.ids import Action, Kind, Ref
from bot.slack.views.blocks import Element, actions, button, context, link_button, note, say, section, words
from bot.slack.views.models import DecisionNews, Message, Standing, Status
from bot.slack.views.standing import headline, spoken, status_blocks

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


def refusal_message(text: str) -> Message:
    """An error in its own words, for the person alone."""
    return Message(text=fallback(text, limits.MESSAGE_TEXT), blocks=(section(words(text)),))


def wrong_person_message(*, is_author: bool) -> Message:
    """Why this person cannot decide."""
    if is_author:
        return _private("You wrote this version, so somebody else has to decide on it.")
    return _private("Only an approver can decide here. Ask an admin if you should be one.")


def already_decided_message(status: Status) -> Message:
    """To the second of two who pressed: what the first one decided, and when."""
    told = f"Nothing changed: this was decided before you pressed. {headline(status)}."
    return Message(
        text=f"Nothing changed: this was decided before you pressed. {spoken(status)}.",
        blocks=(section(say(told)),),
    )


def stale_version_message(*, shown: int, newest: int) -> Message:
    """To somebody who pressed a button on an old card."""
    return _private(
        f"Nothing changed: this card shows version {shown}, and there is version {newest} by now. "
        "Please use the newest card."
    )


def _private(text: str) -> Message:
    return Message(text=text, blocks=(note(text),))


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
