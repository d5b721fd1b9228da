"""Searching and turning pages, in App Home and in Why this?."""

from __future__ import annotations

from dataclasses import replace

from bot.slack.desk import Desk
from bot.slack.errors import translated
from bot.slack.guard import Touch
from bot.slack.ids import Action, parse_metadata
from bot.slack.listeners.windows import why_page
from bot.slack.proposal_windows import proposals_window
from bot.slack.ruling_windows import again, turned
from bot.slack.views.home import home_state, searched
from bot.slack.views.models import HomeState, View


async def turn_page(desk: Desk, touch: Touch, action: Action, numbers: tuple[int, ...]) -> None:
    """Show another page or another search; does nothing for other buttons."""
    page = numbers[0] if numbers else 0
    if action is Action.WHY_PAGE:
        await _why_page(desk, touch, page)
        return
    if action is Action.FINDINGS_PAGE:
        await _findings_page(desk, touch, page)
        return
    if action is Action.PROPOSALS_PAGE:
        await _update(touch, await proposals_window(desk, touch.user, page=page))
        return
    view = touch.body.get("view") or {}
    state = home_state(str(view.get("private_metadata") or ""))
    wanted = _wanted(action, state, page, touch)
    if wanted is not None:
        await desk.homes.publish(touch.user, state=wanted)


def _wanted(action: Action, state: HomeState, page: int, touch: Touch) -> HomeState | None:
    match action:
        case Action.HOME_SEARCH:
            values = ((touch.body.get("view") or {}).get("state") or {}).get("values") or {}
            return replace(state, query=searched(values), assets=0)
        case Action.HOME_DRAFTS_PAGE:
            return replace(state, drafts=page)
        case Action.HOME_QUEUE_PAGE:
            return replace(state, queue=page)
        case Action.HOME_ASSETS_PAGE:
            return replace(state, assets=page)
        case Action.HOME_DOCUMENTS_PAGE:
            return replace(state, documents=page)
    return None


async def _findings_page(desk: Desk, touch: Touch, page: int) -> None:
    """Show another page of a window with findings."""
    view = touch.body["view"]
    metadata = parse_metadata(str(view.get("private_metadata") or ""))
    shown = await again(desk, turned(metadata, page))
    if shown is not None:
        await _update(touch, shown)


async def _update(touch: Touch, shown: View) -> None:
    """Another state of the window that was pressed in."""
    view = touch.body["view"]
    with translated():
        await touch.client.views_update(view_id=view["id"], hash=view.get("hash"), view=shown)


async def _why_page(desk: Desk, touch: Touch, page: int) -> None:
    """Show another page of Why this? in the same window."""
    view = touch.body["view"]
    metadata = parse_metadata(str(view.get("private_metadata") or ""))
    await _update(touch, await why_page(desk, metadata, page))
