"""One approved asset, whole, with how it came to be."""

from __future__ import annotations

from bot.slack.escaping import clip, escape
from bot.slack.ids import Action, Kind, Metadata, Modal, Ref
from bot.slack.views.blocks import actions, button, divider, header, line, moment, note, person, rich, run
from bot.slack.views.modals.frame import modal, within_view
from bot.slack.views.models import AssetDetail, Block, View
from bot.slack.views.shown_copy import copy_blocks
from brandkit.drafts import Variant

_LABEL = 40
_VALUE = 160
_ENTRIES = 12


def asset_view(asset: AssetDetail) -> View:
    """The copy as approved, and its provenance."""
    ref = Ref(kind=Kind.ASSET, id=asset.line.id)
    about = " · ".join(
        (
            escape(asset.line.channel_label),
            f"version {asset.number}",
            f"approved by {person(asset.line.approved_by)} {moment(asset.line.approved_at)}",
            f"asked by {person(asset.requester)}",
        )
    )
    exports = [
        button("Export as Markdown", Action.ASSET_MARKDOWN, ref),
        button("Export as JSON", Action.ASSET_JSON, ref),
    ]
    blocks = [
        header(asset.line.title),
        note(about),
        *actions(exports),
        *_provenance(asset),
        divider(),
        *copy_blocks([Variant(parts=asset.parts)], asset.channel),
    ]
    return modal(Modal.ASSET, "Asset", within_view(blocks), metadata=Metadata(ref=ref))


def _provenance(asset: AssetDetail) -> list[Block]:
    told = [*asset.provenance[:_ENTRIES], ("Content hash", asset.content_hash)]
    return [
        rich(
            *(
                line(run(f"{clip(label, _LABEL)}: ", bold=True), run(clip(text, _VALUE) or "–"))
                for label, text in told
            )
        )
    ]
