"""The windows that stand in for another: one that loads, one that failed, one that is done."""

from __future__ import annotations

from bot.slack.ids import Metadata, Modal
from bot.slack.views.blocks import context, section, words
from bot.slack.views.modals.frame import modal
from bot.slack.views.models import Failure, View


def loading_view(title: str = "One moment", metadata: Metadata | None = None) -> View:
    """Opened at once, because Slack gives three seconds; replaced when there is something to show."""
    return modal(Modal.LOADING, title, [section(words("Loading…"))], metadata=metadata)


def error_view(failure: Failure) -> View:
    """What happened, what to do next, and the code to quote."""
    told = " ".join(filter(None, (failure.happened, failure.next_step)))
    code = [context(words(f"Code {failure.code}"))] if failure.code else []
    return modal(Modal.ERROR, "That did not work", [section(words(told)), *code])


def done_view(title: str, text: str) -> View:
    """What was done, for forms that stay open to say so."""
    return modal(Modal.LOADING, title, [section(words(text))])
