"""One finding in one sentence: the unit that people judge, known again in every text that has it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from brandkit.findings import Finding
from brandkit.sentences import sentence_spans

_LONGEST = 400


@dataclass(frozen=True, kw_only=True)
class Case:
    """A rule, the words it points at, and the sentence they stand in."""

    rule: str
    match: str
    sentence: str

    @property
    def id(self) -> str:
        """SHA-256, in hex: the same finding in the same sentence has the same id in every text."""
        told = "\x1f".join((self.rule, self.match, " ".join(self.sentence.split())))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def case_of(finding: Finding, text: str) -> Case:
    """The case that a finding in this text is; one without words of its own is about the whole text."""
    sentence = text if not finding.match else _around(finding, text)
    return Case(rule=finding.rule, match=finding.match, sentence=sentence)


def shown(case: Case) -> str:
    """The sentence as a list shows it."""
    text = " ".join(case.sentence.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _around(finding: Finding, text: str) -> str:
    """The sentences that the finding touches."""
    touched = [
        (start, end)
        for start, end in sentence_spans(text, lines_end_sentences=True)
        if start < finding.end and finding.start < end
    ]
    return text[touched[0][0] : touched[-1][1]] if touched else finding.match
