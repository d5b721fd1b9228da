"""`copydesk eval rules`: how right each rule of a kit is on labelled texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.output import Format, FormatOption, console, print_json, told_plainly
from bot.cli.record import known_of
from bot.cli.rule_table import with_table
from bot.kits import open_kit
from brandkit.amounts import counted
from brandkit.channel_files import known_channel, shipped_formats
from brandkit.checking import check_text, check_variant
from brandkit.errors import Refusal
from brandkit.findings import Finding, Severity
from brandkit.kit import BrandKit
from brandkit.labelled import LabelledText, parse_labelled
from brandkit.rule_evidence import (
    Interval,
    RuleEvidence,
    Slip,
    Tally,
    effective_severity,
    evidence_of,
)


def rules(
    kit: Annotated[Path, typer.Option("--kit", help="Folder of the brand kit.")],
    labelled: Annotated[Path, typer.Option("--labelled", help="Labelled texts, one JSON object a line.")],
    page: Annotated[
        Path | None, typer.Option("--page", help="A page whose table of rules is drawn anew.")
    ] = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Run a kit's rules on labelled texts and report precision, recall and F1 of each, with 95 % intervals.

    Lists every false alarm and every miss. A rule under the kit's precision floor is shown as demoted to
    suggestion. The format of the file is described in docs/rule-evidence.md.

    Example: copydesk eval rules --kit kits/ledgerline --labelled kits/ledgerline/labelled.jsonl
    """
    with told_plainly():
        brand = open_kit(kit).kit
        texts = parse_labelled(_read(labelled), labelled.name)
        evidence = evidence_of(texts, lambda text: _findings(text, brand))
        said = known_of(brand).tallies or {}
        if page is not None:
            page.write_text(with_table(_read(page), evidence, page.name), encoding="utf-8")
    if output is Format.JSON:
        print_json({**_as_json(evidence, brand), "reported": _reported_as_json(evidence, said)})
    else:
        _print(evidence, brand)
        _print_reported(evidence, said)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{path} cannot be read as text. Give a file with one JSON object a line.") from error


def _findings(text: LabelledText, kit: BrandKit) -> tuple[Finding, ...]:
    channel = known_channel(kit.channels, text.channel)
    if text.channel and channel is None:
        known = ", ".join(sorted({*kit.channels, *shipped_formats()}))
        raise Refusal(f"“{text.id}” names the channel “{text.channel}”. Use one of: {known}.")
    if channel is None:
        return check_text(text.parts[0].text, kit=kit, market=text.market, filetype=text.filetype)
    return check_variant(text.variant, channel=channel, kit=kit, market=text.market, product=text.product)


def _severities(kit: BrandKit) -> Mapping[str, Severity]:
    return {rule.header.name: rule.header.severity for rule in kit.rules}


def _demoted(evidence: RuleEvidence, kit: BrandKit) -> frozenset[str]:
    """The rules whose record costs them their severity."""
    severities = _severities(kit)
    return frozenset(
        name
        for name, tally in evidence.rules.items()
        if (severity := severities.get(name, Severity.WARNING)) is not Severity.SUGGESTION
        and effective_severity(severity, tally, policy=kit.policy, rule=name) is Severity.SUGGESTION
    )


def _as_json(evidence: RuleEvidence, kit: BrandKit) -> dict[str, object]:
    demoted, severities = _demoted(evidence, kit), _severities(kit)
    return {
        "texts": evidence.texts,
        "interval": "95 % Wilson; F1 by way of hits / (hits + false alarms + misses)",
        "floor": kit.policy.precision_floor,
        "decisions_needed": kit.policy.precision_decisions,
        "overall": _measures(evidence.overall),
        "rules": [
            {
                "rule": name,
                **_measures(tally),
                "severity": severities[name].value if name in severities else None,
                "demoted": name in demoted,
            }
            for name, tally in evidence.rules.items()
        ],
        "unheard": _unheard(evidence, kit),
        "false_alarms": [_slip(each) for each in evidence.false_alarms],
        "misses": [_slip(each) for each in evidence.misses],
    }


def _unheard(evidence: RuleEvidence, kit: BrandKit) -> list[str]:
    """The rules that the labelled texts say nothing about."""
    return sorted({rule.header.name for rule in kit.rules} - set(evidence.rules))


def _measures(tally: Tally) -> dict[str, object]:
    return {
        "hits": tally.hits,
        "false_alarms": tally.false_alarms,
        "misses": tally.misses,
        "precision": _measure(tally.precision, tally.precision_interval),
        "recall": _measure(tally.recall, tally.recall_interval),
        "f1": _measure(tally.f1, tally.f1_interval),
    }


def _measure(value: float | None, interval: Interval) -> dict[str, float | None]:
    rounded = None if value is None else round(value, 4)
    return {"value": rounded, "low": round(interval.low, 4), "high": round(interval.high, 4)}


def _slip(slip: Slip) -> dict[str, str]:
    return {"text": slip.text, "rule": slip.rule, "match": slip.match, "context": slip.context}


def _print(evidence: RuleEvidence, kit: BrandKit) -> None:
    demoted = _demoted(evidence, kit)
    width = max(map(len, [*evidence.rules, "all rules together"]))
    console.print(
        f"{counted(evidence.texts, 'text')}, {counted(evidence.overall.decisions, 'finding')} judged"
    )
    console.print("[dim]In brackets: 95 % interval (Wilson).[/dim]\n")
    console.print(f"[bold]{'rule':<{width}}  {'precision':<20}  {'recall':<20}  {'F1':<20}[/bold]")
    for name, tally in [*evidence.rules.items(), ("all rules together", evidence.overall)]:
        mark = "  [yellow]demoted to suggestion[/yellow]" if name in demoted else ""
        console.print(f"{escape(name):<{width}}  {_cells(tally)}{mark}")
    _print_slips("False alarms", evidence.false_alarms)
    _print_slips("Misses", evidence.misses)
    unheard = _unheard(evidence, kit)
    if unheard:
        console.print(f"\nNot in these texts: {escape(', '.join(unheard))}")


def _cells(tally: Tally) -> str:
    measures = (
        (tally.precision, tally.precision_interval),
        (tally.recall, tally.recall_interval),
        (tally.f1, tally.f1_interval),
    )
    return "  ".join(f"{_cell(value, interval):<20}" for value, interval in measures)


def _cell(value: float | None, interval: Interval) -> str:
    shown = " –   " if value is None else f"{value:.3f}"
    return f"{shown} ({interval.low:.2f} to {interval.high:.2f})"


def _together(evidence: RuleEvidence, said: Mapping[str, Tally]) -> Mapping[str, tuple[Tally, Tally, Tally]]:
    """By rule: what was labelled, what people reported, and both; for the rules that people reported on."""
    labelled = {rule: evidence.rules.get(rule, Tally()) for rule in said}
    return {rule: (labelled[rule], tally, labelled[rule] + tally) for rule, tally in said.items()}


def _reported_as_json(evidence: RuleEvidence, said: Mapping[str, Tally]) -> list[dict[str, object]]:
    return [
        {
            "rule": rule,
            "labelled": _measures(labelled),
            "reported": _measures(reported),
            "combined": _measures(combined),
        }
        for rule, (labelled, reported, combined) in _together(evidence, said).items()
    ]


def _print_reported(evidence: RuleEvidence, said: Mapping[str, Tally]) -> None:
    """What people said in Slack, beside what was labelled and both together; nothing without a record."""
    if not said:
        return
    width = max(map(len, said))
    console.print("\n[bold]What people reported[/bold] [dim](precision: labelled, reported, both)[/dim]")
    for rule, tallies in _together(evidence, said).items():
        cells = "  ".join(
            f"{_cell(each.precision, each.precision_interval):<20} {each.hits}+/{each.false_alarms}-"
            for each in tallies
        )
        console.print(f"{escape(rule):<{width}}  {cells}")


def _print_slips(title: str, slips: tuple[Slip, ...]) -> None:
    console.print(f"\n[bold]{title}: {len(slips)}[/bold]")
    for slip in slips:
        console.print(f"  {escape(slip.text)}  {escape(slip.rule)}  [dim]{escape(slip.context)}[/dim]")
