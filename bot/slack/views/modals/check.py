"""Check any text against the brand: the form, and what was found."""

from __future__ import annotations

from approvals.asides import counting
from bot.slack import limits
from bot.slack.escaping import clip, split
from bot.slack.ids import Action, Kind, Metadata, Modal, Ref
from bot.slack.views.blocks import (
    actions,
    asked,
    button,
    header,
    quoted,
    section,
    select,
    text_input,
    words,
)
from bot.slack.views.modals.findings import page_of
from bot.slack.views.modals.frame import Values, choice_in, modal, text_in, within_view
from bot.slack.views.models import Block, CheckAsked, CheckForm, CheckResult, FieldErrors, View
from bot.slack.views.ruling_buttons import check_buttons
from bot.slack.views.shown_findings import finding_blocks, has_safe_fix, score_blocks, summary

TEXT, CHANNEL = "text", "channel"
_NO_CHANNEL = "none"
_CHECKED = 500
_PIECE = 2_400
_PIECES = 12


def check_view(form: CheckForm) -> View:
    """Where to paste the text, and the channel whose limits should count."""
    channels = {_NO_CHANNEL: "No channel", **{str(each.name): each.label for each in form.channels}}
    blocks = [
        asked(TEXT, "Text", text_input(clip(form.text, limits.INPUT_TEXT), multiline=True)),
        asked(CHANNEL, "Channel", select(channels, form.chosen or _NO_CHANNEL), optional=True),
    ]
    metadata = Metadata(origin=form.origin)
    return modal(Modal.CHECK, "Check against brand", blocks, metadata=metadata, submit="Check")


def parse_check(values: Values) -> CheckAsked | FieldErrors:
    """The text to check, exactly as pasted."""
    text, channel = text_in(values, TEXT), choice_in(values, CHANNEL)
    if not text.strip():
        return FieldErrors(by_block={TEXT: "Paste the text to check."})
    return CheckAsked(text=text, channel="" if channel == _NO_CHANNEL else channel)


def check_result_view(result: CheckResult) -> View:
    """What was found, most serious first, with what can be done about it, and the corrected text.

    The text that was checked stays as it is wherever it stands: this window shows what it could be.
    """
    ref = Ref(kind=Kind.CHECK, id=result.check)
    groups = list(
        finding_blocks(result.findings, result.channel, buttons=check_buttons(ref), aside=result.aside)
    )
    shown, turning = page_of(groups, result.page)
    blocks = [*_verdict(result), *_fix_all(result, ref), *shown, *turning, *_with_fixes(result)]
    metadata = Metadata(ref=ref, page=result.page)
    return modal(Modal.CHECK_RESULT, "Brand check", within_view(blocks), metadata=metadata)


def _verdict(result: CheckResult) -> list[Block]:
    label = f"As {result.channel.label}: " if result.channel else ""
    told = summary(result.findings, result.aside)
    copied = [quoted(piece, limits.RICH_TEXT) for piece in split(result.text, _PIECE)]
    return [
        section(words(f"{label}{told}" if label else f"{told[:1].upper()}{told[1:]}")),
        *score_blocks(result.score),
        *(
            [header("Corrected text"), *copied[:_PIECES]]
            if result.mended
            else [quoted(result.text, _CHECKED)]
        ),
    ]


def _fix_all(result: CheckResult, ref: Ref) -> list[Block]:
    fixable = sum(map(has_safe_fix, counting(result.findings, result.aside)))
    return actions([button(f"Fix all safe ({fixable})", Action.CHECK_FIX_ALL, ref)] if fixable else [])


def _with_fixes(result: CheckResult) -> list[Block]:
    """What *Fix all safe* would give, for a text that nobody has mended yet."""
    if result.mended or not result.fixed_text or result.fixed_text == result.text:
        return []
    fixed = [quoted(piece, limits.RICH_TEXT) for piece in split(result.fixed_text, _PIECE)]
    return [header("With the safe fixes made"), *fixed[:_PIECES]]
