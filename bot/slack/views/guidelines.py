"""What admins see while documents are read, and when they are."""

from __future__ import annotations

from bot.slack import limits
from bot.slack.escaping import clip, fallback
from bot.slack.ids import Action, Kind, Ref
from bot.slack.views.blocks import (
    Element,
    actions,
    are_you_sure,
    button,
    line,
    listed,
    note,
    person,
    plain_button,
    rich,
    run,
    say,
    section,
)
from bot.slack.views.modals.guideline_care import trouble_counts
from bot.slack.views.models import Block, DocumentProgress, GuidelineProgress, GuidelineResult, Message
from brandkit.amounts import counted

_STAGES = {"reading": "reading", "embedding": "learning its passages", "indexing": "filing its passages"}
_DOCUMENTS = 12
_NAME = 80
_PROBLEM = 300
"""Long enough for what to do about it, which comes last."""


def progress_message(progress: GuidelineProgress) -> Message:
    """How far each document is."""
    number = sum(bool(each.name) for each in progress.documents)
    told = f"Reading {counted(number, 'document')}…" if number else "Reading…"
    items = [(each.name or "all documents", _how_far(each)) for each in progress.documents]
    return Message(text=told, blocks=(section(say(told)), *_named(items)))


def result_message(result: GuidelineResult) -> Message:
    """What an upload brought: a version to activate, or why nothing changed."""
    told = _outcome(result)
    blocks: list[Block] = [section(say(told))]
    blocks += _named([(name, counted(passages, "passage")) for name, passages in result.added])
    if result.refused:
        blocks += [note("*Not taken:*"), *_named(list(result.refused))]
    blocks += [*_impact(result), *_troubles(result), *_stated(result)]
    if result.by:
        blocks.append(note(f"Uploaded by {person(result.by)}"))
    refused = "; ".join(f"{name}: {why}" for name, why in result.refused)
    spoken = told.replace("*", "") + (f" Not taken: {refused}" if refused else "")
    return Message(
        text=fallback(spoken, limits.MESSAGE_TEXT), blocks=(*blocks, *actions(version_buttons(result)))
    )


def version_buttons(result: GuidelineResult) -> list[Element]:
    """Activate and Discard, for a version that is not in force yet; what it would change, beside them."""
    if result.version is None or result.state != "draft":
        return []
    return [
        activate_button(result.version),
        *([shadow_button(result.version)] if result.impact else []),
        *([troubles_button(result.version)] if result.troubles else []),
        discard_button(result.version),
    ]


def activate_button(version: int) -> Element:
    """Puts a version in force."""
    sure = are_you_sure(
        f"Activate version {version}?",
        "New drafts rest on it from now on. You can restore the version before at any time.",
        "Activate",
    )
    return button("Activate", Action.GUIDELINES_ACTIVATE, version_ref(version), tone="primary", confirm=sure)


def shadow_button(version: int) -> Element:
    """Opens what activating a version would change."""
    return button("What would change", Action.GUIDELINES_SHADOW, version_ref(version))


def troubles_button(version: int) -> Element:
    """Opens what contradicts itself or is said twice in a version."""
    return button("What to look at", Action.GUIDELINES_TROUBLES, version_ref(version))


def diff_button(version: int) -> Element:
    """Opens what a version changed against the one before it."""
    return button("What changed", Action.GUIDELINES_DIFF, version_ref(version))


def discard_button(version: int) -> Element:
    """Throws away a version that was never in force."""
    sure = are_you_sure(f"Discard version {version}?", "Its documents have to be uploaded again.", "Discard")
    return button("Discard", Action.GUIDELINES_DISCARD, version_ref(version), tone="danger", confirm=sure)


def version_ref(version: int) -> Ref:
    """What buttons about a guideline version carry."""
    return Ref(kind=Kind.GUIDELINES, id=f"v{version}", version=version)


def _outcome(result: GuidelineResult) -> str:
    if result.version is None:
        return "*Nothing was taken, and nothing changed.*"
    size = f"{counted(result.documents, 'document')}, {counted(result.passages, 'passage')}"
    if result.state == "active":
        return f"*Guideline version {result.version} is active:* {size}."
    return f"*Guideline version {result.version} is ready:* {size}. Drafts rest on it once you activate it."


def _impact(result: GuidelineResult) -> list[Block]:
    """What activating it would change, in numbers."""
    impact = result.impact
    if impact is None or result.state != "draft" or not impact.against:
        return []
    passages = f"{impact.added} added, {impact.reworded} reworded, {impact.removed} taken out"
    copy = (
        f"Of {counted(impact.checked, 'piece')} of copy, *{counted(impact.flips, 'verdict')}* would flip and "
        f"*{impact.stale}* would rest on passages that change."
        if impact.checked
        else "There is no copy yet that it could touch."
    )
    return [note(f"Against {impact.against}: passages {passages}. {copy}")]


def _stated(result: GuidelineResult) -> list[Block]:
    """Which of its statements could be rules."""
    if not result.proposed and not result.untestable:
        return []
    left = f" {counted(result.untestable, 'statement')} cannot be tested." if result.untestable else ""
    look = [plain_button("Review the rules", Action.PROPOSALS)] if result.proposed else []
    return [note(f"*{counted(result.proposed, 'rule')} proposed* from what came.{left}"), *actions(look)]


def _troubles(result: GuidelineResult) -> list[Block]:
    """What to look at before anybody activates it."""
    told = trouble_counts(dict(result.troubles))
    return [note(f"To look at in what came: {told}.")] if told else []


def _how_far(document: DocumentProgress) -> str:
    if document.problem:
        return clip(document.problem, _PROBLEM)
    if document.stage == "done":
        return "done"
    stage = _STAGES.get(document.stage, document.stage)
    if document.total <= 1:
        return stage
    page = "page " if document.stage == "reading" else ""
    return f"{stage}, {page}{document.done:,} of {document.total:,}"


def _named(items: list[tuple[str, str]]) -> list[Block]:
    """A list of file names, each with what there is to say; the names are shown as they are."""
    if not items:
        return []
    shown = [
        line(run(clip(name, _NAME) or "–", bold=True), run(f" · {clip(told, _PROBLEM) or '–'}"))
        for name, told in items[:_DOCUMENTS]
    ]
    hidden = len(items) - len(shown)
    return [rich(listed(shown)), *([note(f"and {hidden} more")] if hidden else [])]
