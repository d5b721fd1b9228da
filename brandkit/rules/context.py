"""Context: what around a match says that it is not meant, such as a “not” before it."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from brandkit.rules.patterns import Pattern
from brandkit.rules.rule_entry import RuleEntry
from brandkit.sentences import sentence_spans

_FAR = 60
"""How many characters before a match a “not” may stand; clauses of English marketing copy are shorter."""
_NEGATION = regex.compile(
    r"\b(?:not|never|no|nobody|no one|none|nothing|neither|nor|cannot|without|(?:is|are|was|were|do|does|did"
    r"|has|have|had|wo|would|ca|could|should|must)n[’']t)\b"
    # What looks like a negation and is an invitation or an emphasis.
    r"(?<!\bwhy not)(?<!\bwhy don[’']t)(?<!\bwhy doesn[’']t)"
    r"(?! (?:only|just|merely|simply|wonder|doubt|matter|less than|to mention|miss|wait|forget|hesitate|delay"
    r"|need|more)\b)"
    r"(?![^\n]*(?:[;:–—]|\s-\s|,(?! (?:treat|cure|prevent|diagnose|or|nor)\b)|\b(?:but|so|because|until)\b))",
    regex.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Context:
    """Excuses matches whose sentence matches `unless`, or, with `negated`, that stand behind a negation."""

    unless: Pattern | None = None
    negated: bool = False

    def excuses(self, text: str, start: int, end: int) -> bool:
        """Whether the match at `[start, end)` of a block's text is left alone."""
        if self.unless is None and not self.negated:
            return False
        low, high = _sentence(text, start)
        if self.unless is not None and self.unless.occurs_in(text[low : max(high, end)]):
            return True
        return self.negated and _NEGATION.search(text[max(low, start - _FAR) : start]) is not None


ANY_CONTEXT = Context()


def context_of(entry: RuleEntry, *, ignore_case: bool) -> Context:
    """`unless` is a pattern over the sentence; `negated: false` leaves alone what is denied."""
    unless = entry.text("unless", "")
    return Context(
        unless=entry.pattern(unless, ignore_case=ignore_case, key="unless") if unless else None,
        negated=not entry.flag("negated", default=True),
    )


def _sentence(text: str, at: int) -> tuple[int, int]:
    spans = sentence_spans(text, lines_end_sentences=True)
    return next(((low, high) for low, high in spans if low <= at < high), (0, len(text)))
