"""How right each rule is: hits, false alarms and misses, with intervals, and what follows for its severity.

Precision and recall are shares of a count, so their 95 % interval is Wilson's: it stays inside 0 to 1 and
says something even where few texts were judged or nothing went wrong, where resampling would say that
there is no doubt at all. F1 is no share, but hits / (hits + false alarms + misses) is, and F1 grows with
it; so the interval of F1 is Wilson's for that share, carried over.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from brandkit.findings import Finding, Severity
from brandkit.kit import Policy
from brandkit.labelled import Expected, LabelledText

_Z = 1.959963984540054
"""Two standard errors, near enough: 95 % of a normal distribution lies within."""
_CONTEXT = 30
_FEWEST_PEOPLE = 2


@dataclass(frozen=True, kw_only=True)
class Interval:
    """The range that holds the true share in 95 of 100 such samples; both ends from 0 to 1."""

    low: float
    high: float


def wilson(hits: int, trials: int) -> Interval:
    """Wilson's 95 % score interval for `hits` out of `trials`; without trials, anything is possible."""
    if trials == 0:
        return Interval(low=0.0, high=1.0)
    share = hits / trials
    scale = 1 + _Z**2 / trials
    centre = (share + _Z**2 / (2 * trials)) / scale
    reach = _Z / scale * math.sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    return Interval(
        low=0.0 if hits == 0 else max(0.0, centre - reach),
        high=1.0 if hits == trials else min(1.0, centre + reach),
    )


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How a rule did: what it found rightly, what it found wrongly, and what it passed over."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both samples taken together, such as labelled texts and dismissals in Slack."""
        return Tally(
            hits=self.hits + other.hits,
            false_alarms=self.false_alarms + other.false_alarms,
            misses=self.misses + other.misses,
        )

    @property
    def decisions(self) -> int:
        """How many of the rule's findings were judged."""
        return self.hits + self.false_alarms

    @property
    def precision(self) -> float | None:
        """The share of findings that are right; None where there are none."""
        return self.hits / self.decisions if self.decisions else None

    @property
    def recall(self) -> float | None:
        """The share of what should be found that is found; None where nothing should."""
        expected = self.hits + self.misses
        return self.hits / expected if expected else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two; None where there was nothing to find and nothing was found."""
        total = 2 * self.hits + self.false_alarms + self.misses
        return 2 * self.hits / total if total else None

    @property
    def precision_interval(self) -> Interval:
        """Where the precision lies."""
        return wilson(self.hits, self.decisions)

    @property
    def recall_interval(self) -> Interval:
        """Where the recall lies."""
        return wilson(self.hits, self.hits + self.misses)

    @property
    def f1_interval(self) -> Interval:
        """Where F1 lies."""
        share = wilson(self.hits, self.hits + self.false_alarms + self.misses)
        return Interval(low=_f1_of(share.low), high=_f1_of(share.high))


def _f1_of(share: float) -> float:
    return 2 * share / (1 + share)


@dataclass(frozen=True, kw_only=True)
class Reports:
    """What people said about a rule: how often it was right, and how often each person said it was wrong."""

    hits: int = 0
    dismissals: Mapping[str, int] = field(default_factory=dict)

    @property
    def tally(self) -> Tally:
        """Everything that was said."""
        return Tally(hits=self.hits, false_alarms=sum(self.dismissals.values()))

    def counted(self, policy: Policy) -> Tally:
        """What of it counts against the rule: of one person's dismissals so many and no more."""
        most = max(1, policy.precision_per_person)
        return Tally(hits=self.hits, false_alarms=sum(min(most, each) for each in self.dismissals.values()))

    def cost_the_voice(self, policy: Policy) -> bool:
        """Whether they take the rule under its floor: never by one person's word alone."""
        return len(self.dismissals) >= _FEWEST_PEOPLE and is_under_floor(self.counted(policy), policy)


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One finding that was wrong, or one that is missing, where it can be looked at."""

    text: str
    rule: str
    match: str
    context: str


@dataclass(frozen=True, kw_only=True)
class RuleEvidence:
    """What labelled texts say about each rule, and about all of them together."""

    texts: int
    rules: Mapping[str, Tally]
    false_alarms: tuple[Slip, ...] = ()
    misses: tuple[Slip, ...] = ()

    @property
    def overall(self) -> Tally:
        """Every decision counted alike, whichever rule made it."""
        return sum(self.rules.values(), Tally())


def evidence_of(
    texts: Sequence[LabelledText], find: Callable[[LabelledText], Iterable[Finding]]
) -> RuleEvidence:
    """Run `find` over the texts and hold what it finds against what they expect."""
    hits: Counter[str] = Counter()
    false_alarms: list[Slip] = []
    misses: list[Slip] = []
    for text in texts:
        compared = compare(text, tuple(each for each in find(text) if text.judges(each)))
        hits.update(compared.hits)
        false_alarms += compared.false_alarms
        misses += compared.misses
    alarms, missed = Counter(slip.rule for slip in false_alarms), Counter(slip.rule for slip in misses)
    return RuleEvidence(
        texts=len(texts),
        rules={
            rule: Tally(hits=hits[rule], false_alarms=alarms[rule], misses=missed[rule])
            for rule in sorted({*hits, *alarms, *missed})
        },
        false_alarms=tuple(false_alarms),
        misses=tuple(misses),
    )


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One text: the rules that were right, once for each time, and the slips."""

    hits: tuple[str, ...]
    false_alarms: tuple[Slip, ...]
    misses: tuple[Slip, ...]


def compare(text: LabelledText, found: Sequence[Finding]) -> Comparison:
    """Pair each expectation with one finding of its rule that touches the same words.

    What is left over and may be there too is neither right nor wrong.
    """
    left = list(found)
    hits, misses = [], []
    for expected in text.expected:
        partner = next((each for each in left if _is_meant(expected, each, text)), None)
        if partner is None:
            misses.append(Slip(text=text.id, rule=expected.rule, match=expected.match, context=text.opening))
        else:
            left.remove(partner)
            hits.append(expected.rule)
    alarms = tuple(
        Slip(text=text.id, rule=each.rule, match=each.match, context=_context(text, each))
        for each in left
        if not any(_is_meant(other, each, text) for other in text.also)
    )
    return Comparison(hits=tuple(hits), false_alarms=alarms, misses=tuple(misses))


def _is_meant(expected: Expected, finding: Finding, text: LabelledText) -> bool:
    """The same rule on words that overlap; an expectation without words is about the text as a whole."""
    if expected.rule != finding.rule or (expected.field and expected.field != finding.field):
        return False
    wanted, match = expected.match.casefold(), finding.match.casefold()
    if not wanted or (match and (wanted in match or match in wanted)):
        return True
    return bool(match) and _overlaps(wanted, finding, text.part(finding.field, finding.index).casefold())


def _overlaps(wanted: str, finding: Finding, whole: str) -> bool:
    """Whether a place where the wanted words stand shares a letter with the finding."""
    at = whole.find(wanted)
    while at != -1:
        if at < finding.end and finding.start < at + len(wanted):
            return True
        at = whole.find(wanted, at + 1)
    return False


def _context(text: LabelledText, finding: Finding) -> str:
    whole = text.part(finding.field, finding.index)
    before, after = whole[: finding.start][-_CONTEXT:], whole[finding.end :][:_CONTEXT]
    return " ".join(f"{before}[{finding.match}]{after}".split())


def is_under_floor(tally: Tally, policy: Policy) -> bool:
    """Whether a rule's record costs it its voice.

    It was judged often enough, and even the high end of the 95 % interval of its precision lies under the
    floor: so bad luck with a few texts silences no rule.
    """
    return (
        tally.decisions >= max(1, policy.precision_decisions)
        and tally.precision_interval.high < policy.precision_floor
    )


def effective_severity(severity: Severity, tally: Tally | None, *, policy: Policy, rule: str) -> Severity:
    """The severity that a rule's record leaves it: under its floor it is a suggestion, unless promoted."""
    if tally is None or rule in policy.promoted:
        return severity
    return Severity.SUGGESTION if is_under_floor(tally, policy) else severity


def demoted(finding: Finding, why: str) -> Finding:
    """The finding of a rule that lost its voice: a suggestion, with the reason beside it."""
    return replace(finding, severity=Severity.SUGGESTION, note=why)
