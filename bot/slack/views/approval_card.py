"""The card of one approval in the approvers' channel: one decision on one version, then its record."""

from __future__ import annotations

from collections.abc import Iterator

from bot.slack import limits
from bot.slack.escaping import fallback
from bot.slack.ids import Action, Kind, Ref
from bot.slack.views.blocks import (
    Element,
    actions,
    are_you_sure,
    button,
    context,
    header,
    link_button,
    moment,
    note,
    person,
    say,
    words,
)
from bot.slack.views.citations import citation_blocks
from bot.slack.views.draft_card import CARD_TOTAL
from bot.slack.views.gaps import gaps_in_words, still_to_write
from bot.slack.views.models import ApprovalCard, Block, Message, Standing
from bot.slack.views.shown_copy import copy_blocks, laid_out, opening
from bot.slack.views.shown_findings import finding_blocks, findings_heading, score_blocks, within
from bot.slack.views.standing import deadline, spoken, status_blocks
from bot.slack.views.wording import written_by
from brandkit.amounts import counted

_FINDING_BLOCKS = 12
_WHO_WRITES = "Write them with *Edit & approve*, or request changes."
_TOPIC = 300
_MORE_FINDINGS_ROOM = 330
_SIGN_OFFS = 8
_SPOKEN = 2_000


def approval_card(card: ApprovalCard) -> Message:
    """The card in whatever state the approval is in, and the messages with the rest of the copy."""
    title = f"{card.channel.label} · version {card.draft.number}"
    variant = card.draft.variants[card.variant]
    copy, following = laid_out(copy_blocks([variant], card.channel), title=title)
    above = [header(title), note(" · ".join(_facts(card))), *_about(card), *copy]
    below = [
        *score_blocks(card.score),
        *citation_blocks([variant], card.passages, uncovered=card.draft.provenance.uncovered),
        *(still_to_write(variant.open_points, what_to_do=_WHO_WRITES) if _waits(card) else []),
        *_decided(card),
        *_sign_offs(card),
        *actions(_buttons(card)),
    ]
    found = _checks(card, room=CARD_TOTAL - limits.total([*above, *below]))
    return Message(text=_spoken(card, title), blocks=(*above, *found, *below), continuations=following)


def _waits(card: ApprovalCard) -> bool:
    return card.status.standing is Standing.IN_REVIEW


def _ref(card: ApprovalCard) -> Ref:
    return Ref(kind=Kind.APPROVAL, id=card.approval, version=card.version)


def _facts(card: ApprovalCard) -> Iterator[str]:
    yield f"Asked by {person(card.requester)}"
    if len(card.draft.variants) > 1:
        yield f"variant {card.variant + 1} of {len(card.draft.variants)}"
    if card.due_at is not None and _waits(card):
        yield deadline(card.due_at, late=card.late)


def _about(card: ApprovalCard) -> list[Block]:
    brief = card.draft.brief
    told = [brief.topic or brief.ask, written_by(card.draft.provenance, card.degraded)]
    if brief.audience:
        told.append(f"For {brief.audience}")
    if brief.market:
        told.append(f"Market: {brief.market}")
    return [context(*(words(each, _TOPIC) for each in told))]


def _checks(card: ApprovalCard, *, room: int) -> list[Block]:
    heading = findings_heading(card.findings, card.aside)
    if not _waits(card) or not card.findings:
        return [heading]
    space = room - limits.total([heading]) - _MORE_FINDINGS_ROOM
    groups = finding_blocks(card.findings, card.channel, aside=card.aside)
    shown, left_out = within(groups, room=space, count=_FINDING_BLOCKS)
    told = f"See {counted(left_out, 'more finding')}" if left_out else "Dismiss or waive…"
    return [heading, *shown, *actions([button(told, Action.APPROVAL_FINDINGS, _ref(card))])]


def _decided(card: ApprovalCard) -> list[Block]:
    return [] if _waits(card) else status_blocks(card.status, what_next=_what_next(card))


def _what_next(card: ApprovalCard) -> str:
    match card.status.standing:
        case Standing.APPROVED:
            return "It is in the asset library, exactly as shown here."
        case Standing.SUPERSEDED:
            return "Nothing can be decided here any more."
    return ""


def _sign_offs(card: ApprovalCard) -> list[Block]:
    """Who has said yes so far, where one yes is not enough."""
    if card.needed <= 1 and not (_waits(card) and card.sign_offs):
        return []
    given = [f"{person(each.by)} {moment(each.at)}" for each in card.sign_offs[:_SIGN_OFFS]]
    told = f"{len(card.sign_offs)} of {card.needed} sign-offs"
    return [context(say(" · ".join([told, *given])))]


def _buttons(card: ApprovalCard) -> list[Element]:
    if not _waits(card):
        return []
    ref = _ref(card)
    gaps = gaps_in_words(card.draft.variants[card.variant].open_points)
    sure = are_you_sure(
        "Approve this version?",
        f"Version {card.draft.number} goes into the asset library exactly as shown"
        + (f", with {gaps}." if gaps else "."),
        "Approve",
    )
    compare = [button("Compare versions", Action.APPROVAL_COMPARE, ref)] if card.previous is not None else []
    thread = link_button("Open the thread", card.thread_link)
    return [
        button("Approve", Action.APPROVAL_APPROVE, ref, tone="primary", confirm=sure),
        button("Edit & approve", Action.APPROVAL_EDIT, ref),
        button("Request changes", Action.APPROVAL_REQUEST_CHANGES, ref),
        button("Reject", Action.APPROVAL_REJECT, ref, tone="danger"),
        button("Why this?", Action.APPROVAL_WHY, ref),
        *compare,
        *([thread] if thread else []),
    ]


def _spoken(card: ApprovalCard, title: str) -> str:
    """For notifications and screen readers: what it is, where it stands, the copy."""
    standing = "Waits for a decision" if _waits(card) else spoken(card.status)
    return fallback(f"{title}. {standing}. {opening(card.draft.variants[card.variant])}", _SPOKEN)
