"""Upload guidelines: files, and whether they should be in force at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack import limits
from bot.slack.ids import Metadata, Modal, Origin
from bot.slack.views.blocks import VALUE, asked, checkboxes, note
from bot.slack.views.modals.frame import Values, files_in, modal, ticked_in
from bot.slack.views.models import FieldErrors, Upload, UploadedFile, View

FILES, ACTIVATE = "files", "activate"
_KINDS = ("md", "txt", "html", "htm", "pdf", "docx", "pptx", "zip")
_YES = "yes"


def upload_view(origin: Origin | None = None) -> View:
    """The form; Slack takes files of up to 10 MB here."""
    files = {"type": "file_input", "action_id": VALUE, "filetypes": list(_KINDS), "max_files": limits.FILES}
    blocks = [
        note("A document with the name of an older one takes its place in the next guideline version."),
        asked(
            FILES,
            "Documents",
            files,
            hint="Markdown, text, HTML, PDF, Word, PowerPoint, or a zip of them, 10 MB each.",
        ),
        asked(
            ACTIVATE,
            "When they are read",
            checkboxes({_YES: "Activate the new version at once"}),
            hint="Otherwise it waits until you activate it.",
            optional=True,
        ),
    ]
    metadata = Metadata(origin=origin or Origin())
    return modal(Modal.UPLOAD, "Upload guidelines", blocks, metadata=metadata, submit="Upload")


def parse_upload(values: Values) -> Upload | FieldErrors:
    """The files handed in, or that there are none."""
    files = tuple(_file(each) for each in files_in(values, FILES))
    if not files:
        return FieldErrors(by_block={FILES: "Choose one document at least."})
    return Upload(files=files, activate=_YES in ticked_in(values, ACTIVATE))


def _file(described: Mapping[str, Any]) -> UploadedFile:
    return UploadedFile(
        id=str(described.get("id", "")),
        name=str(described.get("name") or described.get("title") or "document"),
        size=int(described.get("size") or 0),
        mimetype=str(described.get("mimetype") or ""),
        url=str(described.get("url_private_download") or described.get("url_private") or ""),
    )
