"""The card of one draft in its thread: the copy, what the checks found, what it rests on, what to do."""

from __future__ import annotations

from approvals.asides import Asides, counting
from bot.slack import limits
from bot.slack.escaping import fallback
from bot.slack.ids import Action, Kind, Ref, numbered
from bot.slack.views.blocks import Element, actions, button, context, header, note, words
from bot.slack.views.citations import citation_blocks
from bot.slack.views.gaps import send_an_outline, still_to_write
from bot.slack.views.models import Block, DraftCard, Message, Standing
from bot.slack.views.ruling_buttons import draft_buttons
from bot.slack.views.shown_copy import copy_blocks, laid_out, opening
from bot.slack.views.shown_findings import (
    FindingButtons,
    finding_blocks,
    findings_heading,
    has_safe_fix,
    no_buttons,
    score_blocks,
    summary,
    within,
)
from bot.slack.views.standing import CLOSED, spoken, status_blocks
from bot.slack.views.wording import written_by
from brandkit.amounts import counted
from brandkit.findings import Finding, ScoreCard

CARD_TOTAL = 12_700
"""What a whole card may weigh: below Slack's own limit, which nobody knows exactly."""
_FINDING_BLOCKS = 18
_TOPIC = 700
_MORE_FINDINGS_ROOM = 330
_SUMMARIES = 20
_SPOKEN = 2_000
_HOW_TO_WRITE = "Write them with *Edit*, or tell me the facts here."


def draft_card(card: DraftCard) -> Message:
    """The card in whatever state the draft is in, and the messages with the rest of its copy."""
    title = f"{card.channel.label} · version {card.draft.number}"
    copy, following = laid_out(copy_blocks(card.draft.variants, card.channel), title=title)
    above = [header(title), *_about(card), *copy, *_choice(card)]
    below = [
        *(score_blocks(_score_of(card)) if _is_open(card) else []),
        *citation_blocks(card.draft.variants, card.passages, uncovered=card.draft.provenance.uncovered),
        *(still_to_write(_open_points(card), what_to_do=_HOW_TO_WRITE) if _is_open(card) else []),
        *status_blocks(card.status, what_next=_what_next(card)),
        *actions(_buttons(card)),
    ]
    found = _checks(card, room=CARD_TOTAL - limits.total([*above, *below]))
    return Message(text=_spoken(card, title), blocks=(*above, *found, *below), continuations=following)


def _is_open(card: DraftCard) -> bool:
    """Whether the marketer still has something to do with this version."""
    return card.status.standing in (Standing.DRAFTED, Standing.CHANGES_REQUESTED)


def _ref(card: DraftCard) -> Ref:
    return Ref(kind=Kind.DRAFT, id=card.draft.id, version=card.draft.number)


def _about(card: DraftCard) -> list[Block]:
    told = [card.draft.brief.topic or card.draft.brief.ask, written_by(card.draft.provenance, card.degraded)]
    if card.draft.change:
        told.append(f"Changed: {card.draft.change}")
    said = card.draft.provenance.note
    if said and not any(said.rstrip(".") in each for each in told):
        told.append(said)
    return [context(*(words(each, _TOPIC) for each in told))]


def _choice(card: DraftCard) -> list[Block]:
    """Which variant goes on, or the buttons to say so."""
    if len(card.draft.variants) == 1:
        return []
    if not _is_open(card):
        return [] if card.chosen is None else [note(f"*Variant {card.chosen + 1}* was chosen.")]
    told = (
        "Choose the variant to go on with."
        if card.chosen is None
        else f"*Variant {card.chosen + 1}* is chosen."
    )
    others = [each for each in range(len(card.draft.variants)) if each != card.chosen]
    return [note(told), *actions([_choose(card, each) for each in others[: limits.ACTIONS_ELEMENTS]])]


def _choose(card: DraftCard, variant: int) -> Element:
    return button(f"Use variant {variant + 1}", numbered(Action.DRAFT_CHOOSE, variant), _ref(card))


# ---- what the checks found -------------------------------------------------------------------


def _findings_of(card: DraftCard, variant: int) -> tuple[Finding, ...]:
    return card.findings[variant] if variant < len(card.findings) else ()


def _aside_of(card: DraftCard, variant: int) -> Asides:
    return card.aside[variant] if variant < len(card.aside) else ()


def _score_of(card: DraftCard) -> ScoreCard | None:
    return card.scores[card.picked] if card.picked is not None and card.picked < len(card.scores) else None


def _checks(card: DraftCard, *, room: int) -> list[Block]:
    if card.picked is None:
        return _summaries(card)
    findings = _findings_of(card, card.picked)
    if not _is_open(card) or not findings:
        return [findings_heading(findings, _aside_of(card, card.picked))]
    aside = _aside_of(card, card.picked)
    heading = findings_heading(findings, aside)
    groups = finding_blocks(findings, card.channel, buttons=_finding_buttons(card, card.picked), aside=aside)
    space = room - limits.total([heading]) - _MORE_FINDINGS_ROOM
    shown, left_out = within(groups, room=space, count=_FINDING_BLOCKS)
    return [heading, *shown, *_more(card, card.picked, left_out)]


def _summaries(card: DraftCard) -> list[Block]:
    told = [
        f"*Variant {number + 1}:* {summary(_findings_of(card, number), _aside_of(card, number))}"
        for number in range(min(len(card.draft.variants), _SUMMARIES))
    ]
    return [note("\n".join(told))]


def _more(card: DraftCard, variant: int, left_out: int) -> list[Block]:
    if not left_out:
        return []
    told = f"See {counted(left_out, 'more finding')}"
    return actions([button(told, numbered(Action.DRAFT_FINDINGS, variant), _ref(card))])


def _finding_buttons(card: DraftCard, variant: int) -> FindingButtons:
    is_draft = card.status.standing is Standing.DRAFTED
    return draft_buttons(_ref(card), variant, fixes=True) if is_draft else no_buttons


# ---- what to do ------------------------------------------------------------------------------


def _buttons(card: DraftCard) -> list[Element]:
    why = button("Why this?", numbered(Action.DRAFT_WHY, card.picked or 0), _ref(card))
    if card.status.standing is Standing.IN_REVIEW:
        withdraw = [button("Withdraw", Action.DRAFT_WITHDRAW, _ref(card))] if card.may_withdraw else []
        return [*withdraw, why]
    if not _is_open(card):
        return []
    picked = [] if card.picked is None else _picked_buttons(card, card.picked)
    return [
        *picked,
        button("Shorter", Action.DRAFT_SHORTER, _ref(card)),
        button("Another variant", Action.DRAFT_VARIANT, _ref(card)),
        button("Try again", Action.DRAFT_RETRY, _ref(card)),
        *([button("Wait for the model", Action.DRAFT_WITH_MODEL, _ref(card))] if card.may_wait else []),
        why,
    ]


def _open_points(card: DraftCard) -> int:
    """How many points of an outline nobody has written yet, in the variant that would be sent."""
    return card.draft.variants[card.picked or 0].open_points


def _picked_buttons(card: DraftCard, variant: int) -> list[Element]:
    edit = button("Edit", numbered(Action.DRAFT_EDIT, variant), _ref(card))
    fixable = sum(map(has_safe_fix, counting(_findings_of(card, variant), _aside_of(card, variant))))
    if card.status.standing is not Standing.DRAFTED:
        return [edit]
    send = button(
        "Send for approval",
        numbered(Action.DRAFT_SUBMIT, variant),
        _ref(card),
        tone="primary",
        confirm=send_an_outline(card.draft.variants[variant].open_points),
    )
    fix = button(f"Fix {fixable} at once", numbered(Action.DRAFT_FIX_ALL, variant), _ref(card))
    return [send, edit, *([fix] if fixable > 1 else [])]


def _what_next(card: DraftCard) -> str:
    match card.status.standing:
        case Standing.APPROVED:
            return "It is in the asset library: find it with /assets."
        case Standing.CHANGES_REQUESTED:
            return "Say in this thread what to change, or edit it. That makes a new version to send."
        case Standing.REJECTED | Standing.EXPIRED | Standing.WITHDRAWN:
            return "Say in this thread what to change to make a new version."
    return ""


def _spoken(card: DraftCard, title: str) -> str:
    """For notifications and screen readers: what it is, where it stands, the copy."""
    standing = f" {spoken(card.status)}." if card.status.standing in CLOSED else ""
    copy = opening(card.draft.variants[card.picked or 0])
    return fallback(f"{title}.{standing} {copy}", _SPOKEN)
