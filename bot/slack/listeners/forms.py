"""Submitted forms: refuse them field by field while Slack waits, or let them through to their job."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.guard import Touch, guarded
from bot.slack.handling.edits import broken_by
from bot.slack.handling.rulings import grounds_of
from bot.slack.ids import Modal, UnreadableReference, parse_metadata
from bot.slack.ruling_windows import check_window, target_in
from bot.slack.views.modals.ask import ask_result_view, parse_question, query_test_result_view
from bot.slack.views.modals.check import parse_check
from bot.slack.views.modals.document import parse_document
from bot.slack.views.modals.edit import parse_edit
from bot.slack.views.modals.new_draft import parse_new_draft
from bot.slack.views.modals.proposals import parse_rule, rule_refused
from bot.slack.views.modals.reasons import parse_reason
from bot.slack.views.modals.ruling import parse_dismissal, parse_waiver
from bot.slack.views.modals.upload import parse_upload
from bot.slack.views.models import Answered, EditedCopy, FieldErrors, TestQueryResult, View, WaiverAsked

_CHECKED_AT_THE_DOOR = {
    Modal.NEW_DRAFT.value: parse_new_draft,
    Modal.EDIT_DRAFT.value: parse_edit,
    Modal.EDIT_AND_APPROVE.value: parse_edit,
    Modal.REQUEST_CHANGES.value: parse_reason,
    Modal.REJECT.value: parse_reason,
    Modal.UPLOAD.value: parse_upload,
    Modal.DOCUMENT.value: parse_document,
    Modal.DISMISS.value: parse_dismissal,
    Modal.WAIVE.value: parse_waiver,
    Modal.EDIT_RULE.value: parse_rule,
}
_RULINGS = frozenset({Modal.DISMISS.value, Modal.WAIVE.value})
_LEAVES_THE_WINDOW_BELOW = _RULINGS | {Modal.EDIT_RULE.value}

Values = Mapping[str, Mapping[str, Any]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Forms that have consequences are checked here and worked on by their job; the others are answered."""

    async def on_submit(touch: Touch) -> None:
        view = touch.body["view"]
        values: Values = view["state"]["values"]
        parse = _CHECKED_AT_THE_DOOR.get(view["callback_id"])
        if parse is not None:
            parsed = parse(values)
            broken = await broken_by(desk, view, parsed) if isinstance(parsed, EditedCopy) else None
            if view["callback_id"] == Modal.EDIT_RULE.value and isinstance(parsed, str):
                broken = await _broken_rule(desk, touch, view, parsed)
            if view["callback_id"] in _RULINGS and not isinstance(parsed, FieldErrors):
                await _may_rule(desk, touch, view, parsed)
            await _at_the_door(touch, broken or parsed, view)
            return
        shown = await _answer(desk, touch, view["callback_id"], values)
        if isinstance(shown, FieldErrors):
            await touch.ack(response_action="errors", errors=dict(shown.by_block))
        elif shown is None:
            await touch.ack()
        else:
            await touch.ack(response_action="update", view=shown)

    async def on_close(touch: Touch) -> None:
        await touch.ack()

    app.view(re.compile(".*"))(guarded(on_submit))
    app.view_closed(re.compile(".*"))(guarded(on_close))


async def _broken_rule(desk: Desk, touch: Touch, view: Mapping[str, Any], text: str) -> FieldErrors | None:
    """Why an edited rule cannot be taken, at its box."""
    ref = parse_metadata(str(view.get("private_metadata") or "")).ref
    if ref is None:
        raise UnreadableReference
    it = await desk.proposals.must_wait_for(ref.id, by=touch.user)
    problem = await desk.proposals.problem_with(text, it.name)
    return rule_refused(problem) if problem else None


async def _may_rule(desk: Desk, touch: Touch, view: Mapping[str, Any], asked: object) -> None:
    """Raise, while the form is still open, what the ruling would raise."""
    await desk.rulebook.refresh()
    metadata = parse_metadata(str(view.get("private_metadata") or ""))
    found = await desk.rulings.find(target_in(metadata))
    if isinstance(asked, WaiverAsked):
        desk.rulings.may_waive_so(found, grounds_of(asked), by=touch.user)
    else:
        desk.rulings.may_dismiss(found, by=touch.user)


async def _at_the_door(touch: Touch, parsed: object, view: Mapping[str, Any]) -> None:
    if isinstance(parsed, FieldErrors):
        await touch.ack(response_action="errors", errors=dict(parsed.by_block))
    elif view["callback_id"] in _LEAVES_THE_WINDOW_BELOW:
        await touch.ack()
    else:
        await touch.ack(response_action="clear")


async def _answer(desk: Desk, touch: Touch, name: str, values: Values) -> View | FieldErrors | None:
    match name:
        case Modal.CHECK.value:
            asked = parse_check(values)
            if isinstance(asked, FieldErrors):
                return asked
            return await check_shown(desk, touch, asked.text, asked.channel)
        case Modal.TEST_QUERY.value:
            question = parse_question(values)
            return question if isinstance(question, FieldErrors) else await _test_query(desk, question)
        case Modal.ASK.value:
            question = parse_question(values)
            return question if isinstance(question, FieldErrors) else await _ask(desk, touch, question)
    return None


async def check_shown(desk: Desk, touch: Touch, text: str, channel_name: str = "") -> View:
    """What the brand's rules say about any text."""
    return check_window(await desk.checks.check(text, channel=channel_name, by=touch.user))


async def _test_query(desk: Desk, question: str) -> View:
    active = await desk.library.active(desk.kit.slug)
    ranked = await desk.library.search(desk.kit.slug, question) if active else ()
    version = active.version if active else ""
    return query_test_result_view(TestQueryResult(question=question, version=version, ranked=ranked))


async def _ask(desk: Desk, touch: Touch, question: str) -> View:
    answer, ranked, _ = await desk.drafting.answer(question)
    if not answer.covered:
        cause = f"window:{touch.body['view']['id']}"
        await desk.questions.uncovered(question, by=touch.user, cause=cause)
    passages = tuple(one.passage for one in ranked if one.passage.id in answer.citations)
    return ask_result_view(
        Answered(question=question, text=answer.text, passages=passages, covered=answer.covered)
    )
