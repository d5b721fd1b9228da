"""What can go wrong between the desk and its model, by what to do about it.

Outage            a part is away; the request is kept and tried again
├── ModelDown         the server cannot be reached, fails, or is shutting down
├── ModelOverloaded   the server's queue is full
└── ModelSlow         the deadline passed
BadModelRequest   the server will refuse the same request every time
├── PromptTooLong     it does not fit the model's context
├── UnknownModel      the server does not serve a model of that name
└── ModelRefusedKey   the API key is missing or wrong
UnusableReply     the model answered something that cannot be used; it is asked again
└── CutShort          the answer ended before it was complete
"""

from __future__ import annotations

from brandkit.errors import CopydeskError, Outage, UnusableReply

__all__ = [
    "BadModelRequest",
    "CutShort",
    "ModelDown",
    "ModelOverloaded",
    "ModelRefusedKey",
    "ModelSlow",
    "PromptTooLong",
    "UnknownModel",
    "UnusableReply",
]


class ModelDown(Outage):
    """The model server cannot be reached, answered with an error of its own, or is shutting down."""


class ModelOverloaded(Outage):
    """The model server took no more requests; it is well, and will take one again soon.

    `retry_after` is what the server asked us to wait, in seconds; 0 when it said nothing.
    """

    def __init__(self, message: str, *, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelSlow(Outage):
    """The answer did not come before the deadline."""


class BadModelRequest(CopydeskError):
    """The server refuses this request and would refuse it again: sending it twice helps no one."""


class PromptTooLong(BadModelRequest):
    """The prompt and the room for the answer do not fit into the model's context."""


class UnknownModel(BadModelRequest):
    """The server does not serve a model or adapter of that name."""


class ModelRefusedKey(BadModelRequest):
    """The server wants an API key, and did not accept ours."""


class CutShort(UnusableReply):
    """The answer reached its length limit before it was complete."""
