"""A channel or a direct message, with its messages and threads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.payload import Json, a_copy


class Kind(StrEnum):
    """The four kinds of conversation, by the name that `channel_type` gives them."""

    CHANNEL = "channel"
    GROUP = "group"
    IM = "im"
    MPIM = "mpim"


SCOPE_FAMILY = {Kind.CHANNEL: "channels", Kind.GROUP: "groups", Kind.IM: "im", Kind.MPIM: "mpim"}


@dataclass(kw_only=True)
class Conversation:
    """Messages are Slack message objects by timestamp, in the order they came."""

    id: str
    name: str
    kind: Kind
    members: list[str]
    creator: str = ""
    created: int = 0
    topic: str = ""
    messages: dict[str, Json] = field(default_factory=dict)
    ephemerals: dict[str, dict[str, Json]] = field(default_factory=dict)

    def add(self, message: Json) -> None:
        """Append a message; a reply is counted on the message that its thread hangs on."""
        self.messages[message["ts"]] = message
        self._recount(message.get("thread_ts"))

    def remove(self, ts: str) -> None:
        """Delete a message. One with replies leaves a tombstone, as in Slack."""
        message = self.messages[ts]
        if message.get("reply_count"):
            kept: Json = {
                key: message[key]
                for key in ("ts", "thread_ts", "reply_count", "latest_reply")
                if key in message
            }
            text = "This message was deleted."
            self.messages[ts] = {
                "type": "message",
                "subtype": "tombstone",
                "user": "USLACKBOT",
                "text": text,
                **kept,
            }
            return
        del self.messages[ts]
        self._recount(message.get("thread_ts"))

    def root_of(self, ts: str) -> str | None:
        """Give the root of the thread that a message belongs to or begins; None for no such message."""
        message = self.messages.get(ts)
        return None if message is None else message.get("thread_ts", ts)

    def top_level(self) -> Iterator[Json]:
        """Messages outside threads, with thread roots and replies that were also sent to the channel."""
        for message in self.messages.values():
            if (
                message.get("thread_ts") in (None, message["ts"])
                or message.get("subtype") == "thread_broadcast"
            ):
                yield message

    def thread(self, root: str) -> Iterator[Json]:
        """A thread's root and its replies."""
        for message in self.messages.values():
            if message["ts"] == root or message.get("thread_ts") == root:
                yield message

    def _recount(self, root: str | None) -> None:
        parent = self.messages.get(root or "")
        if root is None or parent is None:
            return
        replies = [message for message in self.thread(root) if message["ts"] != root]
        users = list(dict.fromkeys(message["user"] for message in replies))
        parent |= {"thread_ts": root, "reply_count": len(replies), "reply_users_count": len(users)}
        parent |= {"reply_users": users, "latest_reply": replies[-1]["ts"] if replies else root}


def between(messages: Iterable[Json], *, oldest: str, latest: str, inclusive: bool) -> list[Json]:
    """Keep messages within two timestamps (empty for open), with the boundaries themselves if `inclusive`."""
    low, high = _number(oldest, 0.0), _number(latest, float("inf"))
    kept = []
    for message in messages:
        ts = float(message["ts"])
        if low < ts < high or (inclusive and ts in (low, high)):
            kept.append(message)
    return kept


def _number(ts: str, otherwise: float) -> float:
    try:
        return float(ts)
    except ValueError:
        return otherwise


def shown(message: Json, *, with_metadata: bool) -> Json:
    """Give a message as the history methods show it: metadata only to those who ask for it."""
    result = a_copy(message)
    if not with_metadata:
        result.pop("metadata", None)
    return result
