"""The windows that stand in for another: one that loads, one that failed, one that is done."""

from __future__ import annotations

from bot.slack.ids import Metadata, Modal
from bot.slack.views.blocks import section, told, words
from bot.slack.views.modals.frame import modal
from bot.slack.views.models import View


def loading_view(title: str = "One moment", metadata: Metadata | None = None) -> View:
    """Opened at once, because Slack gives three seconds; replaced when there is something to show."""
    return modal(Modal.LOADING, title, [section(words("Loading…"))], metadata=metadata)


def refused_view(why: str) -> View:
    """Why something cannot be done, shown over the window in which it was tried."""
    return modal(Modal.ERROR, "That did not work", [told(why)])


def done_view(title: str, text: str) -> View:
    """What was done, for forms that stay open to say so."""
    return modal(Modal.LOADING, title, [section(words(text))])
