"""Clicks and forms about findings: mended texts, false alarms, waivers, rules that get their voice back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from approvals.waiver import WaiverId
from bot.posts import Show
from bot.rulings import Grounds, Target
from bot.slack.desk import Desk
from bot.slack.handling.messages import done, whisper
from bot.slack.ids import Metadata, parse_ref
from bot.slack.inbound import Heard
from bot.slack.ruling_windows import again, check_window, target_in
from bot.slack.views.modals.ruling import parse_dismissal, parse_waiver
from bot.slack.views.modals.rulings import standings_view, waivers_view
from bot.slack.views.modals.waiting import done_view
from bot.slack.views.models import FieldErrors, WaiverAsked
from brandkit.drafts import Draft
from brandkit.errors import Refusal

Values = Mapping[str, Mapping[str, Any]]


async def check_fix(desk: Desk, heard: Heard, numbers: tuple[int, ...]) -> None:
    """Show the text with one finding mended; nobody's message is touched."""
    checked = await desk.checks.fix(parse_ref(heard.value).id, numbers[0], by=heard.user)
    await desk.windows.update(window_of(heard), check_window(checked))
    await done(desk, heard)


async def check_fix_all(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    """Show the text with every safe fix made."""
    checked = await desk.checks.fix_all(parse_ref(heard.value).id, by=heard.user)
    await desk.windows.update(window_of(heard), check_window(checked))
    await done(desk, heard)


async def count_fixed(desk: Desk, heard: Heard, draft: Draft, variant: int, numbers: Sequence[int]) -> None:
    """Count the rules that are taken at their word, before the edit ends the event: none is lost then."""
    found = [
        await desk.rulings.find(Target(draft=draft.id, variant=variant, number=each)) for each in numbers
    ]
    await desk.rulings.fixed(found, by=heard.user)


async def say_mended(desk: Desk, heard: Heard, draft: Draft) -> None:
    """Say in the window, where there is one, where the new version is."""
    if window_of(heard):
        told = f"It is mended: version {draft.number + 1} is in the thread."
        await desk.windows.update(window_of(heard), done_view("Mended", told))


async def dismissed(desk: Desk, heard: Heard, metadata: Metadata, values: Values) -> None:
    """A finding is called a false alarm."""
    reason = parse_dismissal(values)
    if isinstance(reason, FieldErrors):
        return await done(desk, heard)
    try:
        await desk.rulings.dismiss(target_in(metadata), reason=reason, by=heard.user, cause=heard.key)
    except Refusal:
        return await done(desk, heard)  # the form said so, and is still open
    return await _show_again(desk, metadata)


async def waived(desk: Desk, heard: Heard, metadata: Metadata, values: Values) -> None:
    """A finding is accepted."""
    asked = parse_waiver(values)
    if isinstance(asked, FieldErrors):
        return await done(desk, heard)
    try:
        await desk.rulings.waive(target_in(metadata), grounds_of(asked), by=heard.user, cause=heard.key)
    except Refusal:
        return await done(desk, heard)  # the form said so, and is still open
    return await _show_again(desk, metadata)


def grounds_of(asked: WaiverAsked) -> Grounds:
    """What was chosen in the form, as the record takes it."""
    lasts = timedelta(days=asked.days) if asked.days is not None else None
    return Grounds(reason=asked.reason, scope=asked.scope, lasts=lasts)


async def revoke(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    """A waiver is taken back."""
    await desk.rulings.revoke(WaiverId(parse_ref(heard.value).id), by=heard.user, cause=heard.key)
    await desk.windows.update(window_of(heard), waivers_view(await desk.rulings.waivers()))
    await desk.homes.publish(heard.user)


async def promote(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    """A rule gets its voice back."""
    rule = parse_ref(heard.value).id
    await desk.rulings.promote(rule, by=heard.user, cause=heard.key)
    if window_of(heard):
        await desk.windows.update(window_of(heard), standings_view(await desk.rulings.records()))
    else:
        await whisper(desk, heard, Show.TEXT, {"text": f"The rule “{rule}” keeps its severity again."})
    await desk.homes.publish(heard.user)


def window_of(heard: Heard) -> str:
    """The modal that something was pressed in; empty when it was none."""
    view = heard.payload.get("view") or {}
    return str(view.get("id") or "") if view.get("type") == "modal" else ""


async def _show_again(desk: Desk, metadata: Metadata) -> None:
    """Bring the window below the form up to date, where there is one."""
    if metadata.parent:
        shown = await again(desk, metadata)
        if shown is not None:
            await desk.windows.update(metadata.parent, shown)
