"""Reads plain text: underlined and ALL-CAPS lines are taken for headings."""

from __future__ import annotations

import re

from retrieval.readers.outline import Outline

UNDERLINE = re.compile(r"(=|-|~|\^)\1{2,}\s*$")
LONGEST_HEADING = 80


def read_plain(text: str) -> Outline:
    """The outline of one text file."""
    outline = Outline()
    lines = text.replace("\r\n", "\n").replace("\f", "\n").split("\n")
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if UNDERLINE.match(line):
            continue
        alone = not before.strip() or bool(UNDERLINE.match(before))
        if line.strip() and UNDERLINE.match(after) and alone:
            outline.heading(1 if after.startswith("=") else 2, line)
        elif alone and not after.strip() and _shouted(line):
            outline.heading(2, line)
        else:
            outline.say(line)
    return outline


def _shouted(line: str) -> bool:
    words = line.strip()
    return len(words) <= LONGEST_HEADING and words.upper() == words and bool(re.search(r"[A-Z]{4}", words))
