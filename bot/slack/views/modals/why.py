"""Why this? Every passage a variant rests on, what none covered, what was found, who wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.slack.escaping import clip
from bot.slack.ids import Action, Metadata, Modal, numbered
from bot.slack.views.blocks import (
    Element,
    actions,
    button,
    context,
    divider,
    header,
    line,
    listed,
    note,
    plain_button,
    quoted,
    rich,
    run,
    section,
    words,
)
from bot.slack.views.citations import cited, parts_citing
from bot.slack.views.modals.account import account_blocks
from bot.slack.views.modals.frame import modal, within_view
from bot.slack.views.models import Block, View, WhyThis
from bot.slack.views.ruling_buttons import draft_buttons
from bot.slack.views.shown_findings import finding_blocks, score_blocks, summary
from bot.slack.views.wording import NOT_COVERED, guideline_version, written_by
from brandkit.amounts import counted
from brandkit.drafts import Draft, DraftId, Provenance
from brandkit.passages import Passage

PAGE = 8
_FINDINGS = 10
_PASSAGE = 2_400
_PLACE = 250
_GAPS = 20
_ENTRY = 200


def why_view(why: WhyThis, metadata: Metadata | None = None) -> View:
    """The window, one page of passages at a time; pages are counted from 0."""
    variant = why.draft.variants[why.variant]
    resting = cited([variant], why.passages)
    pages = max(1, -(-len(resting) // PAGE))
    page = min(max(why.page, 0), pages - 1)
    shown = list(enumerate(resting, start=1))[page * PAGE : (page + 1) * PAGE]
    numbers = {passage.id: number for number, passage in enumerate(resting, start=1)}
    blocks = [
        header("What it rests on"),
        *([] if resting else [section(words(NOT_COVERED))]),
        *(block for number, passage in shown for block in _passage(number, passage, why)),
        *_turn(page, pages),
        *_gaps(tuple(dict.fromkeys((*why.draft.provenance.uncovered, *variant.gaps)))),
        *_found(why, metadata),
        divider(),
        header("How it was written"),
        *_provenance(why.draft),
        *(account_blocks(why.explanation, numbers, why.channel) if why.explanation else []),
    ]
    return modal(Modal.WHY, "Why this?", within_view(blocks), metadata=metadata)


def _passage(number: int, passage: Passage, why: WhyThis) -> Iterator[Block]:
    heading = " › ".join(passage.heading) or passage.document
    yield rich(line(run(f"[{number}] {clip(heading, _PLACE)}", bold=True)))
    yield quoted(passage.text, _PASSAGE)
    parts = parts_citing(why.draft.variants[why.variant], passage, why.channel)
    told = [passage.document, *_page(passage), f"guidelines {guideline_version(passage.version)}"]
    cites = f"Cited by {', '.join(parts)}" if parts else ""
    yield context(words(" · ".join(filter(None, (*told, cites))), _PLACE))


def _page(passage: Passage) -> list[str]:
    return [f"page {passage.page}"] if passage.page is not None else []


def _turn(page: int, pages: int) -> list[Block]:
    """Buttons to the neighbouring pages."""
    if pages == 1:
        return []
    back = [plain_button("Back", numbered(Action.WHY_PAGE, page - 1))] if page else []
    on = [plain_button("More", numbered(Action.WHY_PAGE, page + 1))] if page + 1 < pages else []
    return [note(f"Page {page + 1} of {pages}"), *actions([*back, *on])]


def _gaps(gaps: Sequence[str]) -> list[Block]:
    """What had to be decided without a guideline: shown, not hidden."""
    if not gaps:
        return []
    items = [line(run(clip(gap, _ENTRY) or "–")) for gap in gaps[: _GAPS // 2]]
    return [divider(), header("No guideline covers"), rich(listed(items))]


def _found(why: WhyThis, metadata: Metadata | None) -> list[Block]:
    ref = metadata.ref if metadata else None
    buttons = {"buttons": draft_buttons(ref, why.variant, fixes=False)} if ref else {}
    groups = list(finding_blocks(why.findings, why.channel, aside=why.aside, **buttons))
    shown = [block for group in groups[:_FINDINGS] for block in group]
    hidden = len(groups) - min(len(groups), _FINDINGS)
    told = summary(why.findings, why.aside)
    top = context(words(f"{told[:1].upper()}{told[1:]}"))
    see = f"See {counted(hidden, 'more finding')}"
    more = actions([button(see, numbered(Action.DRAFT_FINDINGS, why.variant), ref)]) if hidden and ref else []
    return [divider(), header("What the checks found"), top, *score_blocks(why.score), *shown, *more]


def _provenance(draft: Draft) -> list[Block]:
    entries = [line(*each) for each in _entries(draft.id, draft.provenance)]
    return [section(words(written_by(draft.provenance))), rich(*entries)]


def _tokens(provenance: Provenance) -> str:
    used = provenance.prompt_tokens, provenance.completion_tokens
    return f"{used[0]:,} read, {used[1]:,} written" if any(used) else ""


def _entries(draft: DraftId, provenance: Provenance) -> Iterator[tuple[Element, Element]]:
    told = (
        ("Draft", draft),
        ("Model", provenance.model),
        ("Engine", provenance.engine),
        ("Model revision", provenance.revision),
        ("Adapter", provenance.adapter),
        ("Seed", "" if provenance.seed is None else str(provenance.seed)),
        ("Sampling", ", ".join(f"{name} {value}" for name, value in provenance.sampling)),
        ("Prompt hash", provenance.prompt_hash),
        ("Schema hash", provenance.schema_hash),
        ("Kit", provenance.kit_version),
        ("Guidelines", guideline_version(provenance.guideline_version)),
        ("Approved examples", str(len(provenance.examples)) if provenance.examples else ""),
        ("Tokens", _tokens(provenance)),
        ("Repairs", str(provenance.repairs) if provenance.repairs else ""),
        ("Took", f"{provenance.duration_ms / 1000:.1f} s" if provenance.duration_ms else ""),
        ("Note", provenance.note),
    )
    for name, text in told:
        if text:
            yield run(f"{name}: ", bold=True), run(clip(text, _ENTRY))
