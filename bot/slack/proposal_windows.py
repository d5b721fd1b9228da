"""The windows in which admins decide about proposed rules, drawn from the record."""

from __future__ import annotations

from bot.slack.desk import Desk
from bot.slack.ids import Kind, Metadata, Ref, parse_ref
from bot.slack.views.modals.proposals import edit_rule_view, proposals_view, untestable_view
from bot.slack.views.models import View
from brandkit.errors import Refusal


async def proposals_window(desk: Desk, user: str, *, page: int = 0) -> View:
    """What waits for a decision."""
    desk.people.must_be_admin(user, "look at proposed rules")
    untestable = len(await desk.proposals.untestable())
    return proposals_view(await desk.proposals.waiting(), untestable=untestable, page=page)


async def untestable_window(desk: Desk, user: str) -> View:
    """What no rule can test."""
    desk.people.must_be_admin(user, "look at proposed rules")
    return untestable_view(await desk.proposals.untestable())


async def edit_window(desk: Desk, user: str, value: str, *, parent: str, page: int) -> View:
    """One proposed rule as text. Raises `Refusal` for one that is too long for a form."""
    it = await desk.proposals.must_wait_for(parse_ref(value).id, by=user)
    metadata = Metadata(ref=Ref(kind=Kind.PROPOSAL, id=it.id), parent=parent, page=page)
    view = edit_rule_view(it, metadata)
    if view is None:
        raise Refusal(
            "This rule is longer than a form in Slack can hold. Use `copydesk kit propose` and edit its file."
        )
    return view
