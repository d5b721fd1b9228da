"""The errors of the desk, by what a person can do about them.

CopydeskError
├── Refusal         the person can mend it; the text says how
│   └── KitError    a file of the brand kit cannot be read; names file, line and the change to make
├── Outage          a part is away; the request is kept and tried again
└── UnusableReply   a model answered something that cannot be used; it is asked again
"""

from __future__ import annotations


class CopydeskError(Exception):
    """Anything the desk says no to. The message is shown to people as it is."""


class Refusal(CopydeskError):
    """What was asked cannot be done as asked, and the message says what to do instead."""


class KitError(Refusal):
    """A file of a brand kit does not say what it must.

    `file` is relative to the kit, `line` counts from 1 (0: the whole file).
    """

    def __init__(self, problem: str, *, file: str, line: int = 0) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {problem}")


class Outage(CopydeskError):
    """A part the desk needs is away. Nothing is lost; the work is tried again."""


class UnusableReply(CopydeskError):
    """The model's answer does not fit what was asked for."""
