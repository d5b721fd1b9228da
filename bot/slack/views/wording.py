"""The words that several surfaces share: one word per idea, said the same way everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from bot.slack.views.models import Standing
from brandkit.drafts import Provenance, WriterKind
from brandkit.passages import Passage

REASON_LABELS: Mapping[str, str] = {
    "tone_mismatch": "Tone does not fit",
    "unsupported_claim": "Claim without evidence",
    "missing_asset": "Something is missing",
    "wrong_channel": "Wrong channel",
    "timing": "Wrong time",
    "needs_context": "Needs more context",
}

STANDING_WORDS: Mapping[Standing, str] = {
    Standing.DRAFTED: "Draft",
    Standing.IN_REVIEW: "In review",
    Standing.APPROVED: "Approved",
    Standing.CHANGES_REQUESTED: "Changes requested",
    Standing.REJECTED: "Rejected",
    Standing.EXPIRED: "Expired",
    Standing.SUPERSEDED: "Replaced by a newer version",
    Standing.WITHDRAWN: "Withdrawn",
}

NOT_COVERED = "No guideline covers this."
NO_MODEL = "no model is connected"


def label_words(labels: tuple[str, ...]) -> str:
    """Reason labels as people read them."""
    return ", ".join(REASON_LABELS.get(label, label.replace("_", " ")) for label in labels)


def written_by(provenance: Provenance, degraded: str = "") -> str:
    """Who wrote a draft: never passed off as one another."""
    match provenance.writer:
        case WriterKind.MODEL:
            return f"Written by the model {provenance.model}" if provenance.model else "Written by a model"
        case WriterKind.HOUSE:
            return degraded_text(degraded or provenance.note)
        case WriterKind.PERSON:
            return "Edited by hand"


def degraded_text(reason: str = "") -> str:
    """The notice that no model wrote this, and why."""
    why = reason.strip().rstrip(".") or NO_MODEL
    return f"Written by the house writer: {why}."


def guideline_version(version: str) -> str:
    """A guideline version in few characters: "v3"."""
    return version if version.startswith("v") or not version.isdigit() else f"v{version}"


def place_of(passage: Passage) -> str:
    """Where a passage stands: "Voice and tone › Be direct, p. 3, v2"."""
    heading = " › ".join(passage.heading) or passage.document
    page = f"p. {passage.page}" if passage.page is not None else ""
    return ", ".join(filter(None, (heading, page, guideline_version(passage.version))))
