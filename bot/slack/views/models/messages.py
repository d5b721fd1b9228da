"""What is posted or opened, as Slack takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message to post, and what has to follow it in its thread, in order.

    `text` is what notifications and screen readers get. Continuations hold copy that did not fit;
    they have no buttons and depend on the copy alone, so they are posted once and never updated.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    continuations: tuple[Message, ...] = ()

    def payload(self) -> dict[str, Any]:
        """The arguments `text` and `blocks` of chat.postMessage or chat.update."""
        return {"text": self.text, "blocks": list(self.blocks)}


@dataclass(frozen=True, kw_only=True)
class FieldErrors:
    """What is wrong with a submitted form, by block id: the `errors` of the acknowledgement."""

    by_block: Mapping[str, str]
