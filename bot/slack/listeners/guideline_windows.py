"""Windows about guidelines that take longer to fill than Slack waits: opened at once, filled when ready."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.slack.desk import Desk
from bot.slack.errors import translated
from bot.slack.guard import Touch
from bot.slack.ids import Action, parse_ref, split_action
from bot.slack.views.modals.guideline_changes import what_changed_view, what_would_change_view
from bot.slack.views.modals.waiting import error_view, loading_view
from bot.slack.views.models import Failure, View
from brandkit.errors import CopydeskError

Window = Callable[[Desk, str], Awaitable[View]]


async def open_slowly(desk: Desk, touch: Touch, action_id: str, value: str) -> bool:
    """Open the window that such a button asks for; False for all other buttons."""
    action, _ = split_action(action_id)
    if action not in _WINDOWS:
        return False
    title, make = _WINDOWS[action]
    desk.people.must_be_admin(touch.user, "look into versions of the guidelines")
    view_id = await _opened(touch, loading_view(title))
    try:
        view = await make(desk, value)
    except CopydeskError as error:
        view = error_view(Failure(code="", happened=str(error), next_step=""))
    with translated():
        await touch.client.views_update(view_id=view_id, view=view)
    return True


async def _opened(touch: Touch, view: View) -> str:
    inside = (touch.body.get("view") or {}).get("type") == "modal"
    with translated():
        show = touch.client.views_push if inside else touch.client.views_open
        opened = await show(trigger_id=touch.trigger, view=view)
    return str(opened["view"]["id"])


async def _shadow(desk: Desk, value: str) -> View:
    return what_would_change_view(await desk.shadow.run(_version(value)))


async def _diff(desk: Desk, value: str) -> View:
    after = _version(value)
    before = await desk.library.predecessor(desk.kit.slug, after)
    changes = await desk.library.diff(desk.kit.slug, before, after)
    return what_changed_view(before, after, changes)


def _version(value: str) -> str:
    return f"v{parse_ref(value).version}"


_WINDOWS: Mapping[Action, tuple[str, Window]] = {
    Action.GUIDELINES_SHADOW: ("What would change", _shadow),
    Action.GUIDELINES_DIFF: ("What changed", _diff),
}
