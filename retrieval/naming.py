"""How a passage's place is written for people and for files of results."""

from __future__ import annotations

from pathlib import PurePath

from brandkit.passages import Passage


def section_name(passage: Passage) -> str:
    """The section within its document: a path of headings, "page 3" of a PDF, "slide 3: Title" of a deck."""
    kind = PurePath(passage.document).suffix.lower()
    if kind == ".pdf":
        return f"page {passage.page}"
    path = " > ".join(passage.heading)
    if kind == ".pptx":
        return f"slide {passage.page}: {path}"
    return path or ("(front)" if kind == ".docx" else "(top)")


def in_context(passage: Passage) -> str:
    """The text that is embedded and indexed: where the passage stands, then what it says."""
    topic = PurePath(passage.document).stem.replace("-", " ").replace("_", " ")
    return f"{topic}: {' > '.join(passage.heading)}\n{passage.text}"
