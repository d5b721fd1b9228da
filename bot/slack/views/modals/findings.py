"""Every finding of one variant, a page at a time, with what can be done about each."""

from __future__ import annotations

from bot.slack.ids import Action, Metadata, Modal, numbered
from bot.slack.views.blocks import actions, note, plain_button, section, words
from bot.slack.views.modals.frame import modal, within_view
from bot.slack.views.models import Block, View, WhyThis
from bot.slack.views.ruling_buttons import draft_buttons
from bot.slack.views.shown_findings import finding_blocks, score_blocks, summary

PAGE = 12


def findings_view(why: WhyThis, metadata: Metadata | None = None, *, fixes: bool = True) -> View:
    """The window; it keeps which draft and page it shows. `fixes` where the copy may still be changed."""
    ref = metadata.ref if metadata else None
    buttons = {"buttons": draft_buttons(ref, why.variant, fixes=fixes)} if ref else {}
    groups = list(finding_blocks(why.findings, why.channel, aside=why.aside, **buttons))
    top = summary(why.findings, why.aside)
    shown, turning = page_of(groups, metadata.page if metadata else 0)
    blocks = [section(words(f"{top[:1].upper()}{top[1:]}")), *score_blocks(why.score), *shown, *turning]
    return modal(Modal.FINDINGS, "Findings", within_view(blocks), metadata=metadata)


def page_of(groups: list[list[Block]], page: int) -> tuple[list[Block], list[Block]]:
    """The blocks of one page of findings, and the buttons to its neighbours."""
    pages = max(1, -(-len(groups) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = [block for group in groups[page * PAGE : (page + 1) * PAGE] for block in group]
    if pages == 1:
        return shown, []
    back = [plain_button("Back", numbered(Action.FINDINGS_PAGE, page - 1))] if page else []
    on = [plain_button("More", numbered(Action.FINDINGS_PAGE, page + 1))] if page + 1 < pages else []
    return shown, [note(f"Page {page + 1} of {pages}"), *actions([*back, *on])]
