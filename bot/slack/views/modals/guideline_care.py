"""What waits for the owner of the guidelines: troubles in them, open questions, copy that went stale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.shadow import StaleCopy
from bot.slack.escaping import clip
from bot.slack.ids import Action, Kind, Modal, Ref
from bot.slack.views.blocks import button, context, moment, note, quoted, say, section, words
from bot.slack.views.modals.frame import modal, within_view
from bot.slack.views.modals.guideline_changes import stale_blocks
from bot.slack.views.models import Block, View
from bot.slack.views.wording import place_of
from brandkit.amounts import counted
from brandkit.passages import Passage
from retrieval.conflicts import Concern, Trouble
from retrieval.questions import OpenQuestion

_PASSAGE = 350
_WORDS = 300
_SHOWN = 20
TROUBLES = {
    Trouble.CONFLICT: "contradiction",
    Trouble.SPELLING: "word spelled two ways",
    Trouble.DUPLICATE: "duplicate",
    Trouble.NEAR_DUPLICATE: "near-duplicate",
    Trouble.VAGUE: "vague statement",
}
_PLURALS = {Trouble.SPELLING: "words spelled two ways"}


def troubles_view(version: str, found: Sequence[Concern]) -> View:
    """What contradicts itself, is said twice or cannot be checked, each with a suggestion."""
    told = trouble_counts(Counter(each.trouble.value for each in found)) or "Nothing stands out."
    blocks = [section(words(f"{version}: {told}")), *(block for each in found for block in _concern(each))]
    return modal(Modal.GUIDELINE_CARE, "What to look at", within_view(blocks))


def trouble_counts(counts: dict[str, int]) -> str:
    """How much of each, in words; empty for nothing."""
    return ", ".join(
        counted(counts[each.value], TROUBLES[each], _PLURALS.get(each, ""))
        for each in Trouble
        if counts.get(each.value)
    )


def questions_view(found: Sequence[OpenQuestion]) -> View:
    """What people asked and no guideline covered, each with a way to take it off the list."""
    blocks: list[Block] = [note("Asked, and covered by no guideline. Write one, or close what needs none.")]
    for each in found[:_SHOWN]:
        done = button("Close", Action.GUIDELINES_CLOSE_QUESTION, Ref(kind=Kind.GUIDELINES, id=each.key))
        people = counted(each.people, "person", "people")
        blocks += [
            section(words(each.words, _WORDS), done),
            context(say(f"{counted(each.times, 'time')} · {people} · last {moment(each.last_at)}")),
        ]
    if not found:
        blocks = [section(words("Nobody asked anything that the guidelines do not cover."))]
    if len(found) > _SHOWN:
        blocks.append(note(f"and {len(found) - _SHOWN} more"))
    return modal(Modal.GUIDELINE_CARE, "Open questions", within_view(blocks))


def stale_view(found: Sequence[StaleCopy]) -> View:
    """Open drafts and assets that rest on passages which have changed."""
    blocks = stale_blocks("Rests on passages that changed", found)
    nothing = [section(words("All open drafts and assets rest on passages as they stand."))]
    return modal(Modal.GUIDELINE_CARE, "Stale copy", within_view(blocks or nothing))


def _concern(each: Concern) -> Iterator[Block]:
    yield section(words(f"{TROUBLES[each.trouble].capitalize()}: {each.why}", 600))
    for passage in filter(None, (each.first, each.second)):
        yield context(words(_place(passage), 300))
        yield quoted(passage.text, _PASSAGE)
    yield context(words(clip(each.suggestion, 400)))


def _place(passage: Passage) -> str:
    return f"{passage.document}: {place_of(passage)}"
