"""Windows about guidelines that take longer to fill than Slack waits: opened at once, filled when ready."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.slack.desk import Desk
from bot.slack.errors import translated
from bot.slack.guard import Touch
from bot.slack.ids import Action, parse_ref, split_action
from bot.slack.listeners.opening import open_window
from bot.slack.views.modals.document import document_view
from bot.slack.views.modals.guideline_care import questions_view, stale_view, troubles_view
from bot.slack.views.modals.guideline_changes import what_changed_view, what_would_change_view
from bot.slack.views.modals.waiting import loading_view, refused_view
from bot.slack.views.models import View
from brandkit.errors import CopydeskError

Window = Callable[[Desk, str], Awaitable[View]]


async def open_slowly(desk: Desk, touch: Touch, action_id: str, value: str) -> bool:
    """Open the window that such a button asks for; False for all other buttons."""
    action, _ = split_action(action_id)
    if action not in _WINDOWS:
        return False
    title, make = _WINDOWS[action]
    desk.people.must_be_admin(touch.user, "look into versions of the guidelines")
    view_id = await open_window(touch, loading_view(title))
    try:
        view = await make(desk, value)
    except CopydeskError as error:
        view = refused_view(str(error))
    with translated():
        await touch.client.views_update(view_id=view_id, view=view)
    return True


async def _shadow(desk: Desk, value: str) -> View:
    return what_would_change_view(await desk.shadow.run(_version(value)))


async def _diff(desk: Desk, value: str) -> View:
    after = _version(value)
    before = await desk.library.predecessor(desk.kit.slug, after)
    changes = await desk.library.diff(desk.kit.slug, before, after)
    return what_changed_view(before, after, changes)


async def _troubles(desk: Desk, value: str) -> View:
    version = _version(value)
    return troubles_view(version, await desk.library.troubles(desk.kit.slug, version=version))


async def _questions(desk: Desk, _value: str) -> View:
    return questions_view(await desk.questions.listed())


async def _stale(desk: Desk, _value: str) -> View:
    return stale_view(await desk.shadow.stale())


async def _document(desk: Desk, value: str) -> View:
    document = await desk.documents.find(parse_ref(value).id)
    return document_view(document.status.id, document.status.name, document.care)


def _version(value: str) -> str:
    return f"v{parse_ref(value).version}"


_WINDOWS: Mapping[Action, tuple[str, Window]] = {
    Action.GUIDELINES_SHADOW: ("What would change", _shadow),
    Action.GUIDELINES_DIFF: ("What changed", _diff),
    Action.GUIDELINES_TROUBLES: ("What to look at", _troubles),
    Action.GUIDELINES_QUESTIONS: ("Open questions", _questions),
    Action.GUIDELINES_STALE: ("Stale copy", _stale),
    Action.GUIDELINES_DOCUMENT: ("Guideline document", _document),
}
