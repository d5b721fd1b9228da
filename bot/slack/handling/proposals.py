"""Clicks and forms about proposed rules: accept, edit, reject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack.desk import Desk
from bot.slack.handling.messages import done
from bot.slack.handling.rulings import window_of
from bot.slack.ids import Metadata, parse_metadata, parse_ref
from bot.slack.inbound import Heard
from bot.slack.proposal_windows import proposals_window
from bot.slack.views.modals.proposals import parse_rule
from bot.slack.views.models import FieldErrors

Values = Mapping[str, Mapping[str, Any]]


async def accept(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    """The rule is in force from now on, in every process."""
    try:
        await desk.proposals.accept(parse_ref(heard.value).id, by=heard.user, cause=heard.key)
    finally:
        await _show_again(desk, heard)


async def reject(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    """The rule is not proposed again."""
    try:
        await desk.proposals.reject(parse_ref(heard.value).id, by=heard.user, cause=heard.key)
    finally:
        await _show_again(desk, heard)


async def edited(desk: Desk, heard: Heard, metadata: Metadata, values: Values) -> None:
    """The rule is accepted as somebody worded it."""
    text = parse_rule(values)
    if isinstance(text, FieldErrors) or metadata.ref is None:
        return await done(desk, heard)
    await desk.proposals.accept(metadata.ref.id, by=heard.user, cause=heard.key, yaml=text)
    if metadata.parent:
        view = await proposals_window(desk, heard.user, page=metadata.page)
        await desk.windows.update(metadata.parent, view)
    return await desk.homes.publish(heard.user)


async def _show_again(desk: Desk, heard: Heard) -> None:
    view = heard.payload.get("view") or {}
    page = parse_metadata(str(view.get("private_metadata") or "{}")).page if window_of(heard) else 0
    await desk.windows.update(window_of(heard), await proposals_window(desk, heard.user, page=page))
    await desk.homes.publish(heard.user)
