"""Block Kit's rules: what Slack takes in a message, a modal and App Home, and how it says that something is wrong."""

from sandbox.block_limits.checks import Problem
from sandbox.block_limits.surfaces import (
    MOST_CHARACTERS,
    characters_of,
    is_view_too_large,
    problems_of_message,
    problems_of_view,
)

__all__ = [
    "MOST_CHARACTERS",
    "Problem",
    "characters_of",
    "is_view_too_large",
    "problems_of_message",
    "problems_of_view",
]
