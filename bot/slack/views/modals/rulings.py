"""Waivers in force, and rules that lost their voice, for those who may change that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from approvals.waiver import Waiver
from bot.rulings import RuleRecord
from bot.slack.escaping import clip
from bot.slack.ids import Action, Kind, Modal, Ref
from bot.slack.views.blocks import (
    are_you_sure,
    button,
    context,
    moment,
    note,
    person,
    say,
    section,
    words,
)
from bot.slack.views.modals.frame import modal, within_view
from bot.slack.views.modals.ruling import SCOPES
from bot.slack.views.models import Block, View
from brandkit.amounts import counted

_SHOWN = 30
_TOLD = 300


def waivers_view(found: Sequence[Waiver]) -> View:
    """Each with who granted it, why, for what, until when, and a way to take it back."""
    blocks: list[Block] = [note("Accepted exceptions. One that ended does not count any more.")]
    for each in found[:_SHOWN]:
        blocks += _waiver(each)
    if not found:
        blocks = [section(words("Nothing is waived."))]
    if len(found) > _SHOWN:
        blocks.append(note(f"and {len(found) - _SHOWN} more: `copydesk waivers list` shows all"))
    return modal(Modal.RULINGS, "Waivers", within_view(blocks))


def standings_view(found: Sequence[RuleRecord]) -> View:
    """What people said about each rule, the demoted ones with a way to promote them."""
    blocks: list[Block] = [
        note(
            "A rule that is wrong too often becomes a suggestion, when more than one person says so. "
            "Promoted, it keeps its severity until later reports say otherwise."
        )
    ]
    for each in found[:_SHOWN]:
        blocks += _record(each)
    if not found:
        blocks = [section(words("Nobody has fixed, waived or dismissed a finding yet."))]
    if len(found) > _SHOWN:
        blocks.append(note(f"and {len(found) - _SHOWN} more: `copydesk rules standing` shows all"))
    return modal(Modal.RULINGS, "Rules", within_view(blocks))


def _waiver(each: Waiver) -> Iterator[Block]:
    sure = are_you_sure("Take it back?", "The finding counts again at once, on every card.", "Take back")
    ref = Ref(kind=Kind.WAIVER, id=each.id)
    match = f"“{clip(each.match, 80)}” · " if each.match.strip() else ""
    yield section(
        words(clip(f"{match}{each.rule}: {each.reason}", _TOLD)),
        button("Take back", Action.WAIVER_REVOKE, ref, tone="danger", confirm=sure),
    )
    until = f"until {moment(each.expires_at)}" if each.expires_at else "no end"
    told = f"{each.severity.value} · by {person(each.by)} {moment(each.at)} · {until}"
    yield context(words(_reach(each), _TOLD), say(told))


def _reach(each: Waiver) -> str:
    place = " · ".join(filter(None, (each.place.channel, each.place.market)))
    return f"{SCOPES[each.scope]}{f' ({place})' if place else ''}"


def _said(each: RuleRecord) -> str:
    """What people said about a rule, by how many of them, and what of it does not count."""
    said, people = each.reports.tally, len(each.reports.dismissals)
    by = f" by {counted(people, 'person', 'people')}" if people else ""
    over = said.false_alarms - each.counted.false_alarms
    left = f" ({over} of them over what one person counts for)" if over else ""
    return f"{counted(said.false_alarms, 'false alarm')}{by}{left}, {counted(said.hits, 'time')} right"


def _record(each: RuleRecord) -> Iterator[Block]:
    told = f"{each.rule}: {_said(each)}"
    standing = each.standing
    if standing is None or not standing.demoted:
        promoted = f" · promoted by {person(standing.by)} {moment(standing.at)}" if standing else ""
        yield context(words(told, _TOLD), *([say(promoted.removeprefix(" · "))] if promoted else []))
        return
    ref = Ref(kind=Kind.RULE, id=each.rule)
    yield section(words(told, _TOLD), button("Promote", Action.RULE_PROMOTE, ref))
    yield context(words(f"{standing.why[:1].upper()}{standing.why[1:]}", _TOLD), say(moment(standing.at)))
