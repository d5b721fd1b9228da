"""The house repairer: mends what the checks found, by rule, and never makes anything worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from brandkit.checking import check_variant
from brandkit.drafts import Part, Variant
from brandkit.findings import Finding, Fix, Severity
from brandkit.fixing import apply_fix
from brandkit.sentences import sentence_spans
from llm.assignments import Assignment
from llm.house.completing import completed, fitted, kept_texts
from llm.house.fitting import tidy

_ROUNDS = 12


@dataclass(frozen=True)
class HouseRepairer:
    """Applies the fixes that findings carry, safe ones first; then limits and mandatories."""

    async def repair(self, assignment: Assignment, variant: Variant, findings: Sequence[Finding]) -> Variant:
        """The variant with as many findings mended as can be mended without causing others as serious."""
        return mended(assignment, variant, findings)


def mended(assignment: Assignment, variant: Variant, findings: Sequence[Finding] | None = None) -> Variant:
    """One mend at a time, each kept only if the whole variant is better for it."""
    found = tuple(findings) if findings is not None else findings_of(assignment, variant)
    for _ in range(_ROUNDS):
        better = next((pair for pair in _better(assignment, variant, found)), None)
        if better is None:
            return variant
        variant, found = better
    return variant


def findings_of(assignment: Assignment, variant: Variant) -> tuple[Finding, ...]:
    """What the kit's rules say about a variant of this assignment."""
    return check_variant(
        variant,
        channel=assignment.channel,
        kit=assignment.kit,
        market=assignment.brief.market,
        product=assignment.brief.product,
        passages=tuple(ranked.passage for ranked in assignment.passages),
    )


def weight(findings: Sequence[Finding]) -> tuple[int, ...]:
    """How bad a set of findings is, most serious first; less is better."""
    return tuple(sum(finding.severity is severity for finding in findings) for severity in Severity)


def _better(
    assignment: Assignment, variant: Variant, findings: Sequence[Finding]
) -> Iterator[tuple[Variant, tuple[Finding, ...]]]:
    before = weight(findings)
    for candidate in _candidates(assignment, variant, findings):
        if candidate.parts == variant.parts or any(not part.text.strip() for part in candidate.parts):
            continue
        after = findings_of(assignment, candidate)
        if weight(after) < before and not _trades(findings, after):
            yield candidate, after


def counted_anew(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with the items of each list numbered from 0 again."""
    kept: list[Part] = []
    for part in parts:
        kept.append(replace(part, index=sum(each.field == part.field for each in kept)))
    return tuple(kept)


def _trades(before: Sequence[Finding], after: Sequence[Finding]) -> bool:
    """Whether a mend broke a rule that held before, and as seriously as the worst it mended."""
    known = {finding.rule for finding in before}
    removed = {finding.rule for finding in before} - {finding.rule for finding in after}
    worst = min(
        (finding.severity.rank for finding in before if finding.rule in removed), default=len(Severity)
    )
    return any(finding.rule not in known and finding.severity.rank <= worst for finding in after)


def _candidates(assignment: Assignment, variant: Variant, findings: Sequence[Finding]) -> Iterator[Variant]:
    """Ways to mend, the least invasive first."""
    by_need = sorted(
        findings, key=lambda finding: (finding.severity.rank, not any(fix.safe for fix in finding.fixes))
    )
    for finding in by_need:
        for fix in sorted(finding.fixes, key=lambda fix: not fix.safe):
            yield _with_text(variant, finding, partial(_fixed, finding=finding, fix=fix))
    keep = kept_texts(assignment.kit, assignment.brief)
    yield completed(
        variant, channel=assignment.channel, kit=assignment.kit, brief=assignment.brief, mentions=()
    )
    yield fitted(variant, assignment.channel, keep=keep)
    for finding in by_need:
        yield from _without_item(assignment, variant, finding)
        if finding.severity is Severity.ERROR and finding.match:
            yield _with_text(variant, finding, partial(_without_sentence_of, finding=finding))


def _without_item(assignment: Assignment, variant: Variant, finding: Finding) -> Iterator[Variant]:
    """The variant without the list item the finding is in, where the format can spare it."""
    field = next((each for each in assignment.channel if each.name == finding.field), None)
    if field is None or field.at_most == 1 or len(variant.texts(field.name)) <= field.at_least:
        return
    parts = [part for part in variant.parts if (part.field, part.index) != (finding.field, finding.index)]
    yield replace(variant, parts=counted_anew(parts))


def _with_text(variant: Variant, finding: Finding, change: Callable[[str], str]) -> Variant:
    return replace(
        variant,
        parts=tuple(
            replace(part, text=change(part.text))
            if (part.field, part.index) == (finding.field, finding.index)
            else part
            for part in variant.parts
        ),
    )


def _fixed(text: str, finding: Finding, fix: Fix) -> str:
    return tidy(apply_fix(text, finding, fix))


def _without_sentence_of(text: str, finding: Finding) -> str:
    """The text without the sentence the finding stands in, if it has others."""
    for start, end in sentence_spans(text, lines_end_sentences=True):
        if start <= finding.start < end:
            return tidy(text[:start] + text[end:]) or text
    return text
