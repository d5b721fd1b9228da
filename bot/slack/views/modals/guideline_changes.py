"""What a version of the guidelines changes: its passages word by word, and the copy that it touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.shadow import Flip, ShadowRun, StaleCopy, Unfounded, Verdict
from bot.slack.escaping import clip
from bot.slack.ids import Modal
from bot.slack.views.blocks import (
    Element,
    context,
    divider,
    line,
    listed,
    note,
    quoted,
    rich,
    run,
    section,
    words,
)
from bot.slack.views.modals.frame import modal, within_view
from bot.slack.views.models import Block, View
from bot.slack.views.shown_diff import diff_blocks
from brandkit.amounts import counted
from retrieval.standing import Stale
from retrieval.versions import Change, ChangeKind

_PASSAGE = 700
_PLACE = 200
_TITLE = 90
_LISTED = 8
_KINDS = {ChangeKind.ADDED: "Added", ChangeKind.REWORDED: "Reworded", ChangeKind.REMOVED: "Taken out"}
VERDICTS = {Verdict.CLEAN: "passes", Verdict.WARNED: "passes with warnings", Verdict.BROKEN: "breaks a rule"}


def what_would_change_view(found: ShadowRun) -> View:
    """What activating a version would do: to copy first, then passage by passage."""
    blocks = [
        section(words(_summary(found))),
        *_flips(found.flips),
        *stale_blocks("Rests on passages that change", found.stale),
        *_rules(found.rules),
        *_changes(found.changes),
    ]
    return modal(Modal.GUIDELINE_CHANGES, "What would change", within_view(blocks))


def what_changed_view(before: str, after: str, changes: Sequence[Change]) -> View:
    """The difference between two versions, passage by passage."""
    told = f"From {before} to {after}: {_counts(changes)}."
    return modal(
        Modal.GUIDELINE_CHANGES, "What changed", within_view([section(words(told)), *_changes(changes)])
    )


def stale_blocks(title: str, found: Sequence[StaleCopy]) -> list[Block]:
    """Copy whose passages do not stand any more; nothing where there is none."""
    if not found:
        return []
    return [
        note(f"*{title}: {len(found)}*"),
        *_list([(_name(each), "; ".join(map(_became, each.passages))) for each in found]),
    ]


def _summary(found: ShadowRun) -> str:
    place = f"in place of {found.against}" if found.against else "as the first version"
    touched = (
        "No copy is touched."
        if found.harmless
        else f"{counted(len(found.flips), 'verdict')} would flip, {len(found.stale)} would rest on passages "
        "that change."
    )
    looked_at = f"{counted(found.checked, 'piece')} of copy checked under both. {touched}"
    return f"{found.version} {place}: {_counts(found.changes)}. {looked_at}"


def _counts(changes: Sequence[Change]) -> str:
    kinds = [change.kind for change in changes]
    told = [f"{kinds.count(kind)} {name.lower()}" for kind, name in _KINDS.items() if kind in kinds]
    return f"passages {', '.join(told)}" if told else "no passage differs"


def _flips(flips: Sequence[Flip]) -> list[Block]:
    if not flips:
        return []
    lines = [(_name(each), f"{_turn(each)} {_messages(each)}") for each in flips]
    return [note(f"*Verdicts that flip: {len(flips)}*"), *_list(lines)]


def _turn(flip: Flip) -> str:
    return f"{VERDICTS[flip.before]} now, {VERDICTS[flip.after]} then:"


def _messages(flip: Flip) -> str:
    return " ".join(dict.fromkeys(finding.message for finding in flip.findings))


def _name(each: Flip | StaleCopy) -> str:
    copy = each.copy
    kind = "Asset" if copy.kind == "asset" else "In review" if copy.in_review else f"Draft {copy.number}"
    return f"{kind}, {copy.brief.channel}: {clip(copy.title, _TITLE)}"


def _became(stale: Stale) -> str:
    verb = "reworded" if stale.after else "taken out"
    return f"{clip(stale.before.place or stale.before.document, _PLACE)} {verb}"


def _rules(rules: Sequence[Unfounded]) -> list[Block]:
    if not rules:
        return []
    lines = [(each.rule, f"comes from {_where(each.change)}") for each in rules]
    return [note("*Rules of the kit that come from changed passages*"), *_list(lines)]


def _list(pairs: Sequence[tuple[str, str]]) -> list[Block]:
    shown = [_item(name, told) for name, told in pairs[:_LISTED]]
    hidden = len(pairs) - len(shown)
    return [rich(listed(shown)), *([note(f"and {hidden} more")] if hidden else [])]


def _item(name: str, told: str) -> Element:
    return line(run(clip(name, _PLACE) or "–", bold=True), run(f" · {clip(told, _PASSAGE) or '–'}"))


def _changes(changes: Sequence[Change]) -> Iterator[Block]:
    if changes:
        yield divider()
        yield note("Struck through: taken out. *Bold*: new.")
    for change in changes:
        yield context(words(f"{_KINDS[change.kind]}: {_where(change)}", _PLACE * 2))
        if change.before and change.after:
            yield from diff_blocks(change.before.text, change.after.text)
        else:
            yield quoted(change.passage.text, _PASSAGE)


def _where(change: Change) -> str:
    passage = change.passage
    return f"{passage.document}: {passage.place}" if passage.place else passage.document
