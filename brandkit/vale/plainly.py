"""A text with one kind of line break and of apostrophe, and the way back to how it was written."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

import regex

from brandkit.findings import Finding

_OTHER_WAYS = regex.compile(r"\r\n?|&rsquo;")


class Plainly:
    """A text as rules read it; places in it are counted back into the text as it was written."""

    def __init__(self, written: str) -> None:
        self._written = written
        self._places: list[int] = []
        self._longer: list[int] = []
        parts = []
        at = longer = 0
        for found in _OTHER_WAYS.finditer(written):
            parts += [written[at : found.start()], "'" if found[0][0] == "&" else "\n"]
            at = found.end()
            longer += len(found[0]) - 1
            self._places.append(at - longer)
            self._longer.append(longer)
        self.text = "".join((*parts, written[at:]))

    def as_written(self, finding: Finding) -> Finding:
        """The finding with its place in the written text; where that reads otherwise, nothing is mended."""
        if not self._places:
            return finding
        start, end = self._back(finding.start), self._back(finding.end)
        match = self._written[start:end]
        fixes = finding.fixes if match == finding.match else ()
        return replace(finding, start=start, end=end, match=match, fixes=fixes)

    def _back(self, at: int) -> int:
        number = bisect_right(self._places, at) - 1
        return at + self._longer[number] if number >= 0 else at
