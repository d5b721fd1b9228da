"""Opening a brand: a kit folder, or nothing but a folder of guidelines."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from brandkit.errors import Refusal
from brandkit.kit import BrandKit
from brandkit.kit_folder import guideline_files, read_kit, shipped_channels
from retrieval.evaluation import readable_files
from retrieval.front_matter import Care, care_of
from retrieval.readers.kinds import ARCHIVE, KINDS, MACROS, OLDER

SAID = "documents.yaml"
"""The file of a kit that says who looks after which document."""
HANDED_IN = frozenset({*KINDS, *MACROS, *OLDER, ARCHIVE})
"""What is meant as a guideline: documents, archives of them, and what looks like one and gets a refusal."""


class NoKit(Refusal):
    """There is nothing to open at that place."""


@dataclass(frozen=True, kw_only=True)
class OpenKit:
    """A brand and the guideline documents that came with it; `root` is what their names are relative to."""

    kit: BrandKit
    documents: tuple[Path, ...]
    root: Path
    said: Mapping[str, Care] = field(default_factory=dict)
    """What the folder says of single documents: owner, review date and so on, by name."""


def open_kit(folder: Path) -> OpenKit:
    """Read the kit in `folder`; a folder without kit.yaml is taken as guidelines alone.

    Raises `NoKit` when there is neither, and `KitError` when the kit's files cannot be used.
    """
    if (folder / "kit.yaml").is_file():
        documents = tuple(path for path in guideline_files(folder) if path.suffix.lower() in HANDED_IN)
        return OpenKit(
            kit=read_kit(folder), documents=documents, root=folder / "guidelines", said=_said(folder)
        )
    if not folder.is_dir():
        raise NoKit(
            f"There is no folder {folder}. Give the folder of a brand kit, or of guideline documents."
        )
    documents = readable_files(folder)
    if not documents:
        raise NoKit(
            f"{folder} holds neither a kit.yaml nor documents that can be read ({', '.join(sorted(KINDS))})."
        )
    return OpenKit(kit=_bare_kit(folder, documents), documents=documents, root=folder, said=_said(folder))


def _said(folder: Path) -> dict[str, Care]:
    """The folder's list of who looks after which document; none when there is no such list."""
    path = folder / SAID
    if not path.is_file():
        return {}
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NoKit(f"{path} cannot be read: {error}. Mend it, or take it out.") from error
    if not isinstance(listed, dict) or not all(isinstance(each, dict) for each in listed.values()):
        raise NoKit(f"{path} must name documents, each with owner, review_by and so on below it.")
    return {str(name): care_of(each) for name, each in listed.items()}


def slug_of(name: str) -> str:
    """A name for folders and collections: lower-case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "brand"


def _bare_kit(folder: Path, documents: tuple[Path, ...]) -> BrandKit:
    """A brand of which only the guidelines are known: no name to use in copy, no rules of its own."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(document.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(document.read_bytes()).digest())
    return BrandKit(
        name="",
        slug=slug_of(folder.resolve().name),
        version=digest.hexdigest()[:12],
        channels=shipped_channels(),
    )
