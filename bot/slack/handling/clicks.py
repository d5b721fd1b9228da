"""Clicks on cards: each button's consequence. Who may do what is decided now, not by what was shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from approvals import drafts, inbox, requests
from approvals.approval import ApprovalId, Decision
from approvals.asides import counting
from approvals.states import RequestState
from bot.posts import Show
from bot.reviewing import Edit, Gone
from bot.slack.desk import Desk
from bot.slack.handling.messages import done, on_message, said_by, whisper
from bot.slack.handling.proposals import accept, reject
from bot.slack.handling.rulings import (
    check_fix,
    check_fix_all,
    count_fixed,
    promote,
    revoke,
    say_mended,
)
from bot.slack.ids import Action, Ref, parse_ref, split_action
from bot.slack.inbound import Heard, read
from bot.slack.views.shown_findings import has_safe_fix
from bot.slack.views.work import chosen_answer
from bot.turns import Said
from brandkit.drafts import Draft, DraftId, RequestId, Variant
from brandkit.errors import Refusal
from brandkit.fixing import apply_fix, fix_all_safe, safe_fix

WISHES: Mapping[Action, str] = {
    Action.DRAFT_RETRY: "try again",
    Action.DRAFT_VARIANT: "another variant",
    Action.DRAFT_SHORTER: "shorter",
}


async def on_click(desk: Desk, heard: Heard) -> None:
    """Do what the button says; buttons that only open something were served by their listener."""
    action, numbers = split_action(heard.name)
    do = _CLICKS.get(action)
    if do is None:
        await done(desk, heard)
        return
    await do(desk, heard, numbers)


async def _send(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    draft = await _draft(desk, heard)
    chosen = await chosen_variant(desk, draft)
    if chosen is None:
        raise Refusal("Choose the variant you want first, then send it for approval.")
    await desk.reviewing.send(draft=draft.id, variant=chosen, by=heard.user, cause=heard.key)


async def _choose(desk: Desk, heard: Heard, numbers: tuple[int, ...]) -> None:
    draft = await _draft(desk, heard)
    subject = f"draft:{draft.id}"
    async with desk.database.transaction() as connection:
        for key, about in await desk.posts.showing_about(connection, subject):
            chosen = {**about, "chosen": numbers[0]}
            await desk.posts.turn(connection, key, Show.DRAFT, chosen, subject=subject)
        await inbox.finish(connection, heard.key, at=desk.now())


async def _wish(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    action, _ = split_action(heard.name)
    said = replace(said_by(heard), text=WISHES[action], ts="")
    await desk.conversation.change(said, draft=DraftId(parse_ref(heard.value).id))


async def _fix(desk: Desk, heard: Heard, numbers: tuple[int, ...]) -> None:
    draft = await _draft(desk, heard)
    variant, position = numbers[0], numbers[1]
    async with desk.database.reading() as connection:
        findings = await drafts.findings(connection, draft.id, variant)
    if position >= len(findings) or not findings[position].fixes:
        raise Gone
    finding = findings[position]
    fix = safe_fix(finding) or finding.fixes[0]
    parts = tuple(
        replace(part, text=apply_fix(part.text, finding, fix))
        if (part.field, part.index) == (finding.field, finding.index)
        else part
        for part in draft.variants[variant].parts
    )
    edit = Edit(parts=parts, note=f"fixed: {finding.message}")
    await count_fixed(desk, heard, draft, variant, [position])
    await desk.conversation.edit(said_by(heard), draft=draft.id, variant=variant, edit=edit)
    await say_mended(desk, heard, draft)


async def _fix_all(desk: Desk, heard: Heard, numbers: tuple[int, ...]) -> None:
    draft = await _draft(desk, heard)
    variant = numbers[0]
    async with desk.database.reading() as connection:
        findings, aside = await desk.board.ruled(connection, draft, variant)
    counts = counting(findings, aside)
    mended: Variant = fix_all_safe(draft.variants[variant], counts)
    edit = Edit(parts=mended.parts, note="every safe fix made")
    taken = [number for number, each in enumerate(findings) if each in counts and has_safe_fix(each)]
    await count_fixed(desk, heard, draft, variant, taken)
    await desk.conversation.edit(said_by(heard), draft=draft.id, variant=variant, edit=edit)
    await say_mended(desk, heard, draft)


async def _withdraw(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    draft = DraftId(parse_ref(heard.value).id)
    await desk.reviewing.withdraw(draft=draft, by=heard.user, cause=heard.key)


async def _approve(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    await desk.reviewing.decide(
        approval=ApprovalId(parse_ref(heard.value).id),
        by=heard.user,
        decision=Decision.APPROVE,
        cause=heard.key,
    )


async def _answer(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    """A choice under our question is an answer in its thread."""
    ref: Ref = parse_ref(heard.value)
    async with desk.database.reading() as connection:
        request = await requests.get(connection, RequestId(ref.id))
    if request is None:
        raise Gone
    if request.state is not RequestState.ASKING:
        raise Refusal("This was answered already. Say in the thread what should be different.")
    action = heard.payload["actions"][0]
    said = Said(
        key=heard.key,
        team=heard.team,
        user=heard.user,
        channel=request.channel_id,
        root=request.thread_ts,
        ts="",
        text=chosen_answer(action),
        mentioned=True,
    )
    await desk.conversation.hear(said)


async def _stop(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    await desk.stopping.stop(RequestId(parse_ref(heard.value).id), cause=heard.key)


async def _with_model(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    said = replace(said_by(heard), text="Write it with the model.", ts="")
    await desk.conversation.with_model(said, draft=DraftId(parse_ref(heard.value).id))


async def _retry(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    """Work again on what failed, as if it had just come in."""
    async with desk.database.reading() as connection:
        failed = await inbox.get(connection, parse_ref(heard.value).id)
    again = read(failed.payload, bot_user=desk.bot_user) if failed else None
    if again is None:
        raise Gone
    await on_message(desk, replace(again, key=heard.key, mentioned=True))


async def _activate(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    version = await desk.guidelines.activate(version=_version(heard), by=heard.user, cause=heard.key)
    await _say_private(desk, heard, f"Version {version.number} of the guidelines is in force.")


async def _restore(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    version = await desk.guidelines.restore(by=heard.user, cause=heard.key)
    await _say_private(desk, heard, f"Version {version.number} of the guidelines is in force again.")


async def _discard(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    await desk.guidelines.discard(version=_version(heard), by=heard.user, cause=heard.key)
    await _say_private(desk, heard, "The version was discarded. What is in force did not change.")


async def _archive(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    document = parse_ref(heard.value).id
    await desk.guidelines.archive(document=document, by=heard.user, cause=heard.key)


async def _close_question(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    desk.people.must_be_admin(heard.user, "close an open question")
    await desk.questions.close(parse_ref(heard.value).id, by=heard.user)
    await _say_private(desk, heard, "It is off the list. Asked again, it comes back.")


async def _export(desk: Desk, heard: Heard, _numbers: tuple[int, ...]) -> None:
    action, _ = split_action(heard.name)
    form = "md" if action is Action.ASSET_MARKDOWN else "json"
    await desk.asset_files.send(parse_ref(heard.value).id, form=form, to=heard.user, cause=heard.key)


async def _say_private(desk: Desk, heard: Heard, text: str) -> None:
    """Confirm what was done, and let the person's App Home show it."""
    await whisper(desk, heard, Show.TEXT, {"text": text})
    await desk.homes.publish(heard.user)


def _version(heard: Heard) -> str:
    return f"v{parse_ref(heard.value).version}"


async def _draft(desk: Desk, heard: Heard) -> Draft:
    async with desk.database.reading() as connection:
        draft = await drafts.get(connection, DraftId(parse_ref(heard.value).id))
    if draft is None:
        raise Gone
    return draft


async def chosen_variant(desk: Desk, draft: Draft) -> int | None:
    """The variant picked on the card; the only one when there is one; None when nobody chose yet."""
    if len(draft.variants) == 1:
        return 0
    async with desk.database.reading() as connection:
        shown = await desk.posts.showing_about(connection, f"draft:{draft.id}")
    picked = [about["chosen"] for _, about in shown if about.get("chosen") is not None]
    return int(str(picked[-1])) if picked else None


Click = Callable[[Desk, Heard, tuple[int, ...]], Awaitable[None]]

_CLICKS: Mapping[Action, Click] = {
    Action.DRAFT_SUBMIT: _send,
    Action.DRAFT_CHOOSE: _choose,
    Action.DRAFT_RETRY: _wish,
    Action.DRAFT_VARIANT: _wish,
    Action.DRAFT_SHORTER: _wish,
    Action.DRAFT_FIX: _fix,
    Action.DRAFT_FIX_ALL: _fix_all,
    Action.DRAFT_WITHDRAW: _withdraw,
    Action.APPROVAL_APPROVE: _approve,
    Action.REQUEST_ANSWER: _answer,
    Action.REQUEST_RETRY: _retry,
    Action.REQUEST_CANCEL: _stop,
    Action.DRAFT_WITH_MODEL: _with_model,
    Action.GUIDELINES_ACTIVATE: _activate,
    Action.GUIDELINES_RESTORE: _restore,
    Action.GUIDELINES_DISCARD: _discard,
    Action.GUIDELINES_ARCHIVE: _archive,
    Action.GUIDELINES_CLOSE_QUESTION: _close_question,
    Action.CHECK_FIX: check_fix,
    Action.CHECK_FIX_ALL: check_fix_all,
    Action.WAIVER_REVOKE: revoke,
    Action.RULE_PROMOTE: promote,
    Action.PROPOSAL_ACCEPT: accept,
    Action.PROPOSAL_REJECT: reject,
    Action.ASSET_MARKDOWN: _export,
    Action.ASSET_JSON: _export,
}
