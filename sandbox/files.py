"""Files that people and apps shared: their bytes, and what Slack says about them."""

import mimetypes
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import quote

from sandbox.payload import Json

_PRETTY = {
    "md": "Markdown (raw)",
    "markdown": "Markdown (raw)",
    "txt": "Plain Text",
    "pdf": "PDF",
    "docx": "Word Document",
    "pptx": "PowerPoint Presentation",
    "html": "HTML",
    "csv": "CSV",
}
_FILETYPE = {"md": "markdown", "txt": "text", "htm": "html", "jpeg": "jpg"}
_MIMETYPES = {"md": "text/markdown", "markdown": "text/markdown"}


@dataclass(kw_only=True)
class StoredFile:
    """One upload. `channels` are the conversations it was shared to."""

    id: str
    name: str
    title: str
    user: str
    created: int
    data: bytes = b""
    mimetype: str = "application/octet-stream"
    channels: list[str] = field(default_factory=list)

    def as_json(self, base_url: str) -> Json:
        """The file object, with addresses on this sandbox."""
        ending = _ending(self.name)
        address, name = f"{base_url}/files/{self.id}", quote(self.name, safe="")
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": _FILETYPE.get(ending, ending or "binary"),
            "pretty_type": _PRETTY.get(ending, ending.upper() or "Binary"),
            "user": self.user,
            "size": len(self.data),
            "mode": "hosted",
            "is_external": False,
            "is_public": any(channel.startswith("C") for channel in self.channels),
            "url_private": f"{address}/{name}",
            "url_private_download": f"{address}/download/{name}",
            "permalink": address,
            "channels": [channel for channel in self.channels if channel.startswith("C")],
            "groups": [channel for channel in self.channels if channel.startswith("G")],
            "ims": [channel for channel in self.channels if channel.startswith("D")],
            "file_access": "visible",
        }


def mimetype_of(name: str) -> str:
    """Guess a file's type from its name, as Slack does."""
    ending = _ending(name)
    return _MIMETYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def safe_name(name: str) -> str:
    """Keep only the last part of a file name that came from outside."""
    return PurePath(name.replace("\\", "/")).name or "file"


def _ending(name: str) -> str:
    return PurePath(name).suffix.lstrip(".").lower()
