"""What an outline still has to be written: shown on its cards, and asked about before it is sent."""

from __future__ import annotations

from bot.slack.views.blocks import Element, are_you_sure, say, section
from bot.slack.views.models import Block
from brandkit.amounts import counted
from brandkit.drafts import OPEN_POINT


def still_to_write(points: int, *, what_to_do: str) -> list[Block]:
    """The line that says so, and what can be done about it; none for copy without gaps."""
    if not points:
        return []
    return [section(say(f":memo: *This is an outline:* {gaps_in_words(points)}. {what_to_do}"))]


def send_an_outline(points: int) -> Element | None:
    """The question before an outline goes to the approvers; None for copy without gaps."""
    if not points:
        return None
    return are_you_sure(
        "Send an outline?",
        f"It has {gaps_in_words(points)}. The approvers see it as it is.",
        "Send it as it is",
    )


def gaps_in_words(points: int) -> str:
    """“3 points that begin with “To write:” and are no copy yet”; empty where there are none."""
    if not points:
        return ""
    begin, are = ("begins", "is") if points == 1 else ("begin", "are")
    return f"{counted(points, 'point')} that {begin} with “{OPEN_POINT}” and {are} no copy yet"
