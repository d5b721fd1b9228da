"""Where in the guidelines something comes from."""

from __future__ import annotations

from dataclasses import dataclass

from brandkit.findings import Evidence


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The place in the guidelines that a rule comes from: a document, and a heading in it."""

    document: str
    heading: str = ""

    def as_evidence(self, quote: str = "") -> Evidence:
        """As evidence that names the place; the passage itself is added where it is at hand."""
        heading = (self.heading,) if self.heading else ()
        return Evidence(source=self.document, document=self.document, heading=heading, quote=quote)
