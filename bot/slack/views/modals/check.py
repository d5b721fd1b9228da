"""Check any text against the brand: the form, and what was found."""

from __future__ import annotations

from bot.slack import limits
from bot.slack.escaping import clip, split
from bot.slack.ids import Metadata, Modal
from bot.slack.views.blocks import asked, header, quoted, section, select, text_input, words
from bot.slack.views.modals.frame import Values, choice_in, modal, text_in, within_view
from bot.slack.views.models import CheckAsked, CheckForm, CheckResult, FieldErrors, View
from bot.slack.views.shown_findings import finding_blocks, score_blocks, summary

TEXT, CHANNEL = "text", "channel"
_NO_CHANNEL = "none"
_CHECKED = 500
_PIECE = 2_400


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


def check_result_view(result: CheckResult, metadata: Metadata | None = None) -> View:
    """What was found, most serious first, and the text with every safe fix made."""
    label = f"As {result.channel.label}: " if result.channel else ""
    told = summary(result.findings)
    blocks = [
        section(words(f"{label}{told}" if label else told.capitalize())),
        *score_blocks(result.score),
        quoted(result.text, _CHECKED),
        *(block for group in finding_blocks(result.findings, result.channel) for block in group),
    ]
    if result.fixed_text and result.fixed_text != result.text:
        fixed = [quoted(piece, limits.RICH_TEXT) for piece in split(result.fixed_text, _PIECE)]
        blocks = [*blocks[: limits.VIEW_BLOCKS - 2 - len(fixed)], header("With the safe fixes made"), *fixed]
    return modal(Modal.CHECK_RESULT, "Brand check", within_view(blocks), metadata=metadata)
