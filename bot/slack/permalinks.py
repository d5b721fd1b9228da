"""Addresses of messages in the workspace, for buttons that lead people to them."""

from __future__ import annotations

from urllib.parse import urlencode


def permalink(workspace: str, channel: str, ts: str, thread_ts: str = "") -> str:
    """Where a message can be seen; empty when the workspace never said its own address.

    `workspace` is the `url` that Slack's auth.test gives.
    """
    if not (workspace and channel and ts):
        return ""
    address = f"{workspace.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
    inside = thread_ts and thread_ts != ts
    return f"{address}?{urlencode({'thread_ts': thread_ts, 'cid': channel})}" if inside else address
