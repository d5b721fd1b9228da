"""Mends what a check found in a variant, with a model: little is changed, nothing made worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from brandkit.channels import Field
from brandkit.checking import check_variant
from brandkit.drafts import Variant
from brandkit.errors import UnusableReply
from brandkit.findings import Finding, Severity
from llm.assignments import Assignment
from llm.decoding import Decoder
from llm.guarding import foreign_links
from llm.rewriting import fields_over_limit, rewrite


@dataclass(frozen=True, kw_only=True)
class ModelRepairer:
    """Mends with the model behind `decoder`; the other settings are those of ModelWriter."""

    decoder: Decoder
    salt: str = ""
    today: Callable[[], date] | None = None

    async def repair(self, assignment: Assignment, variant: Variant, findings: Sequence[Finding]) -> Variant:
        """The variant mended where that made it better, else the variant as it was.

        Only the fields with findings are written again. Raises the errors of the model server.
        """
        fields = fields_to_mend(assignment, variant, findings)
        if not fields:
            return variant
        try:
            mended, _ = await rewrite(
                self.decoder,
                assignment,
                variant,
                fields,
                findings=findings,
                salt=self.salt,
                today=self.today() if self.today else None,
            )
        except UnusableReply:
            return variant
        after = checked(mended, assignment)
        better = is_better(checked(variant, assignment), after) and not foreign_links(mended, assignment)
        return mended if better else variant


def fields_to_mend(
    assignment: Assignment, variant: Variant, findings: Sequence[Finding]
) -> tuple[Field, ...]:
    """The fields with a finding or over their limit, in the channel's order.

    A finding without a field is about the whole copy and opens the first field.
    """
    named = {finding.field for finding in findings} | {
        f.name for f in fields_over_limit(variant, assignment.channel)
    }
    first = assignment.channel.fields[0].name
    return tuple(
        field for field in assignment.channel if field.name in named or (field.name == first and "" in named)
    )


def checked(variant: Variant, assignment: Assignment) -> tuple[Finding, ...]:
    """What the kit's rules say about the variant."""
    return check_variant(
        variant,
        channel=assignment.channel,
        kit=assignment.kit,
        market=assignment.brief.market,
        product=assignment.brief.product,
        passages=[each.passage for each in assignment.passages],
    )


def is_better(before: Sequence[Finding], after: Sequence[Finding]) -> bool:
    """Whether fewer findings are left at some severity and none more at a graver one.

    One finding is never traded for another of the same severity, nor for one graver than itself.
    """
    counts = [(_count(before, severity), _count(after, severity)) for severity in Severity]
    gravest = next(((was, now) for was, now in counts if was != now), None)
    if gravest is None or gravest[1] > gravest[0]:
        return False
    new = Counter(map(_kind, after)) - Counter(map(_kind, before))
    return all(severity.rank > _rank_of_change(counts) for _, severity in new)


def _kind(finding: Finding) -> tuple[str, Severity]:
    """A rule that is broken more gravely than before is broken anew."""
    return finding.rule, finding.severity


def _count(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _rank_of_change(counts: Sequence[tuple[int, int]]) -> int:
    return next(rank for rank, (was, now) in enumerate(counts) if was != now)
