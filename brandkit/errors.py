"""The errors of the desk, by what a person can do about them.

CopydeskError
├── Refusal         the person can mend it; the text says how
├── Outage          a part is away; the request is kept and tried again
└── UnusableReply   a model answered something that cannot be used; it is asked again
"""

from __future__ import annotations


class CopydeskError(Exception):
    """Anything the desk says no to. The message is shown to people as it is."""


class Refusal(CopydeskError):
    """What was asked cannot be done as asked, and the message says what to do instead."""


class Outage(CopydeskError):
    """A part the desk needs is away. Nothing is lost; the work is tried again."""


class UnusableReply(CopydeskError):
    """The model's answer does not fit what was asked for."""
