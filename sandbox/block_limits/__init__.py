"""Block Kit's rules: what Slack takes in a message, a modal and App Home, and how it refuses."""

from sandbox.block_limits.blocks import MOST_MARKDOWN
from sandbox.block_limits.checks import Problem
from sandbox.block_limits.surfaces import (
    MOST_CHARACTERS,
    MOST_MESSAGE_BLOCKS,
    characters_of,
    is_view_too_large,
    problems_of_message,
    problems_of_view,
)

__all__ = [
    "MOST_CHARACTERS",
    "MOST_MARKDOWN",
    "MOST_MESSAGE_BLOCKS",
    "Problem",
    "characters_of",
    "is_view_too_large",
    "problems_of_message",
    "problems_of_view",
]
