"""Copy in, findings out: every rule of a kit and of the channel, run over one text."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, islice

from brandkit.channels import Channel
from brandkit.drafts import Variant
from brandkit.findings import Evidence, Finding, Severity
from brandkit.kit import BrandKit, Placement
from brandkit.layout import lay_out_file, lay_out_variant
from brandkit.passages import Passage
from brandkit.rules.assertion import held_against
from brandkit.rules.channel_format import channel_rule
from brandkit.rules.claims import claims_rule
from brandkit.rules.mandatory import mandatory_rule
from brandkit.rules.rule import Rule
from brandkit.rules.terms import terms_rule
from brandkit.scopes import ScopedText, Source

TROUBLE = "rule-error"


def check_variant(
    variant: Variant,
    *,
    channel: Channel,
    kit: BrandKit,
    market: str = "",
    product: str = "",
    passages: Sequence[Passage] = (),
    today: dt.date | None = None,
) -> tuple[Finding, ...]:
    """What is wrong with a variant, the most serious first, then in reading order.

    Without a market the kit's home market counts. `passages` are the guidelines at hand: a finding whose
    rule comes from one of them carries it as evidence. Claims expire by `today`; without it none does.
    """
    text = lay_out_variant(variant, channel, cleared=kit.approved_texts)
    setting = _Setting(
        channel=channel.name,
        market=market or kit.home_market,
        products=_products(kit, product, text),
        today=today,
    )
    findings = [*run([channel_rule(channel)], text), *_found(kit, text, setting)]
    findings += run(_mandatories(kit, setting), text)
    order = [field.name for field in channel]
    return _finished(findings, order, passages)


def check_text(
    text: str,
    *,
    kit: BrandKit,
    channel: Channel | None = None,
    market: str = "",
    filetype: str = "md",
    passages: Sequence[Passage] = (),
    today: dt.date | None = None,
) -> tuple[Finding, ...]:
    """What is wrong with a file's prose; `filetype` is md, html or txt.

    Where a channel is named, mandatories are checked, and its limits if it asks for one text only: a file
    does not tell fields apart.
    """
    laid_out = lay_out_file(text, filetype, cleared=kit.approved_texts)
    setting = _Setting(
        channel=channel.name if channel else "",
        market=market or kit.home_market,
        products=_products(kit, "", laid_out),
        today=today,
    )
    findings = _found(kit, laid_out, setting)
    if channel is not None:
        findings += run(_mandatories(kit, setting), laid_out)
        findings += _lengths(channel, text)
    return _finished(findings, [], passages)


def run(rules: Sequence[Rule], text: ScopedText) -> list[Finding]:
    """The findings of each rule in turn. A rule that takes too long is reported and the others go on."""
    return [finding for rule in rules for finding in _run_one(rule, (text,))]


def _run_one(rule: Rule, parts: Sequence[ScopedText]) -> list[Finding]:
    limit = rule.header.at_most or None
    try:
        return list(islice(chain.from_iterable(map(rule.check, parts)), limit))
    except TimeoutError:
        return [_trouble(rule)]


def _trouble(rule: Rule) -> Finding:
    return Finding(
        rule=f"{TROUBLE}.{rule.header.name}",
        severity=Severity.SUGGESTION,
        message=(
            f"The rule “{rule.header.name}” took too long on this text and was left out. "
            "Ask the owner of the brand kit to make its pattern simpler."
        ),
        start=0,
        end=0,
        match="",
    )


def _lengths(channel: Channel, text: str) -> list[Finding]:
    required = [field for field in channel if field.required]
    if len(required) != 1:
        return []
    whole = Source(text=text.rstrip(), field=required[0].name)
    found = run([channel_rule(channel)], ScopedText(sources=(whole,), blocks=()))
    return [replace(finding, field="") for finding in found]


@dataclass(frozen=True, kw_only=True)
class _Setting:
    """What copy is for. Without `today` no claim has expired."""

    channel: str
    market: str
    products: frozenset[str]
    today: dt.date | None

    def admits(self, rule: Rule) -> bool:
        """Whether a rule is meant for such copy."""
        return rule.header.applies(channel=self.channel, market=self.market, products=self.products)


def _found(kit: BrandKit, text: ScopedText, setting: _Setting) -> list[Finding]:
    """What the kit's rules, terms and claims find, as far as they are for this setting."""
    admitted = kit.sieve.among(text, setting.admits)
    findings = _most_exact(
        [
            finding
            for rule, parts in admitted
            for finding in _run_one(
                held_against(rule, kit.claims, market=setting.market, today=setting.today), parts
            )
        ],
        {rule.header.name: rule.header.gives_way_to for rule, _ in admitted if rule.header.gives_way_to},
    )
    claims = claims_rule(kit.claims, market=setting.market, today=setting.today)
    listed = [rule for rule in (terms_rule(kit.terms), claims) if rule is not None]
    return findings + run(listed, text)


def _most_exact(findings: Sequence[Finding], ways: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    """The findings without those that a more exact rule makes of the same words.

    `ways` holds by rule the names of the rules it gives way to. Two that name each other both stand.
    """
    exact = {name for names in ways.values() for name in names}
    spoken: dict[tuple[str, str, int], list[tuple[int, int]]] = {}
    for each in findings:
        if each.rule in exact:
            spoken.setdefault((each.rule, each.field, each.index), []).append((each.start, each.end))
    stretches = {place: _Stretches(spans) for place, spans in spoken.items()}

    def gives_way(general: Finding) -> bool:
        return any(
            stretches[place].meet(general.start, general.end)
            for name in ways.get(general.rule, ())
            if general.rule not in ways.get(name, ())
            and (place := (name, general.field, general.index)) in stretches
        )

    return [each for each in findings if not gives_way(each)]


class _Stretches:
    """The words that one rule speaks of in one text."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def meet(self, start: int, end: int) -> bool:
        """Whether any of them is between two places."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start


def _mandatories(kit: BrandKit, setting: _Setting) -> list[Rule]:
    """Those that close a text come last, so that their fixes are put in after all others."""
    ordered = sorted(kit.mandatories, key=lambda each: each.placement is Placement.END)
    return [rule for rule in map(mandatory_rule, ordered) if setting.admits(rule)]


def _products(kit: BrandKit, product: str, text: ScopedText) -> frozenset[str]:
    """The product the copy is for, and those it names."""
    words = " ".join(source.text for source in text.sources).casefold()
    named = {name for name in kit.products if name.casefold() in words}
    return frozenset(named | {product} if product else named)


def _finished(
    findings: Sequence[Finding], fields: Sequence[str], passages: Sequence[Passage]
) -> tuple[Finding, ...]:
    grounded = [_grounded(finding, passages) for finding in _once(findings)]
    rank = {name: number for number, name in enumerate(fields)}
    return tuple(
        sorted(
            grounded,
            key=lambda each: (
                each.severity.rank,
                rank.get(each.field, len(rank)),
                each.index,
                each.start,
                each.end,
            ),
        )
    )


def _once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Two findings of one rule at one place are one."""
    seen = set()
    for finding in findings:
        place = (finding.rule, finding.field, finding.index, finding.start, finding.end)
        if place not in seen:
            seen.add(place)
            yield finding


def _grounded(finding: Finding, passages: Sequence[Passage]) -> Finding:
    """The finding with the very passage its rule comes from, where that is at hand."""
    evidence = finding.evidence
    if evidence is None or not evidence.document:
        return finding
    for passage in passages:
        if _is_from(evidence, passage):
            return replace(finding, evidence=Evidence.of_passage(passage))
    return finding


def _is_from(evidence: Evidence, passage: Passage) -> bool:
    """A rule names one heading; the passage may stand under it at any depth."""
    if not _same_document(evidence.document, passage.document):
        return False
    headings = {heading.casefold() for heading in passage.heading}
    return all(heading.casefold() in headings for heading in evidence.heading)


def _same_document(named: str, actual: str) -> bool:
    return actual == named or actual.rsplit("/", 1)[-1] == named.rsplit("/", 1)[-1]
