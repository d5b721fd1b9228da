"""Which effects each turn of a review has."""

from __future__ import annotations

from datetime import datetime, timedelta

from approvals.approval import Approval, ApprovalState
from approvals.effects import Effect, EffectKind

_NOW = timedelta(0)
_HEARD_IN_THREAD = frozenset(ApprovalState) - {ApprovalState.IN_REVIEW, ApprovalState.SUPERSEDED}


def opened(approval: Approval, people: frozenset[str], *, by: str, now: datetime) -> tuple[Effect, ...]:
    """A card to decide on, the approvers asked, a timer set."""
    return (
        _effect(approval, EffectKind.CARD, what="opened", by=by),
        _asking(approval, people, what="asked", by=by),
        *_timer(approval, now),
    )


def signed(approval: Approval, *, what: str, by: str, now: datetime) -> tuple[Effect, ...]:
    """A sign-off that left the review open: the card shows it and the requester hears of it."""
    return (
        _effect(approval, EffectKind.CARD, what=what, by=by),
        _telling(approval, what=what, by=by),
        *_timer(approval, now),
    )


def reached_stage(
    approval: Approval, people: frozenset[str], *, by: str, now: datetime
) -> tuple[Effect, ...]:
    """The next stage's approvers are asked."""
    return (
        _effect(approval, EffectKind.CARD, what="asked", by=by),
        _asking(approval, people, what="asked", by=by),
        *_timer(approval, now),
    )


def reminded(approval: Approval, people: frozenset[str], *, now: datetime) -> tuple[Effect, ...]:
    """Those who have not decided yet are asked again, and the card shows whether it is late."""
    return (
        _effect(approval, EffectKind.CARD, what="reminded", by=""),
        _asking(approval, people, what="reminded", by=""),
        *_timer(approval, now),
    )


def closed(approval: Approval, *, by: str) -> tuple[Effect, ...]:
    """The card says how it ended; thread and requester hear of it; what was approved becomes an asset."""
    what = approval.state.value
    effects = [_effect(approval, EffectKind.CARD, what=what, by=by)]
    if approval.state in _HEARD_IN_THREAD:
        effects.append(_effect(approval, EffectKind.NOTE, what=what, by=by))
    if approval.state in _HEARD_IN_THREAD and by != approval.requester:
        effects.append(_telling(approval, what=what, by=by))
    if approval.state is ApprovalState.APPROVED:
        effects.append(_effect(approval, EffectKind.ASSET, what=what, by=by))
    return tuple(effects)


def _effect(approval: Approval, kind: EffectKind, *, what: str, by: str, **more: str) -> Effect:
    args = {
        "approval": approval.id,
        "version": str(approval.version),
        "request": approval.request,
        "draft": approval.draft,
        "number": str(approval.draft_number),
        "variant": str(approval.variant),
        "what": what,
        "by": by,
        **more,
    }
    key = ":".join(
        (kind.value, approval.id, str(approval.version), *([more["person"]] if "person" in more else []))
    )
    return Effect(kind=kind, key=key, args=args)


def _telling(approval: Approval, *, what: str, by: str) -> Effect:
    return _effect(approval, EffectKind.TELL, what=what, by=by, person=approval.requester)


def _asking(approval: Approval, people: frozenset[str], *, what: str, by: str) -> Effect:
    return _effect(approval, EffectKind.REMIND, what=what, by=by, people=",".join(sorted(people)))


def _timer(approval: Approval, now: datetime) -> tuple[Effect, ...]:
    if approval.wake_at is None:
        return ()
    wake = _effect(approval, EffectKind.WAKE, what="time", by="")
    return (Effect(kind=wake.kind, key=wake.key, args=wake.args, delay=max(approval.wake_at - now, _NOW)),)
