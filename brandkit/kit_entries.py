"""The files of a kit as values: kit.yaml, terms.csv and claims.yaml, read key by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brandkit.briefs import ChannelName
from brandkit.channels import Channel
from brandkit.entries import Entry
from brandkit.errors import KitError
from brandkit.findings import Severity
from brandkit.kit import (
    BrandKit,
    Claim,
    Mandatory,
    Persona,
    Placement,
    Policy,
    Term,
    TermStatus,
    VoiceAttribute,
)
from brandkit.references import Reference
from brandkit.rules import Rule
from brandkit.rules.patterns import Pattern, PatternError
from brandkit.rules.rule_entry import parse_reference
from brandkit.templates import Template

_TERM_COLUMNS = frozenset({"term", "status", "replacement", "case", "note", "document", "heading"})
_REQUIRED_COLUMNS = ("term", "status")
_CASES = {"": False, "any": False, "exact": True}


def parse_kit(
    value: object,
    *,
    slug: str,
    version: str,
    channels: Mapping[ChannelName, Channel],
    rules: tuple[Rule, ...],
    terms: tuple[Term, ...],
    claims: tuple[Claim, ...],
    templates: tuple[Template, ...],
    packs: tuple[str, ...] = (),
) -> BrandKit:
    """The kit that a kit.yaml describes, with what the other files brought. `KitError` where it is wrong."""
    entry = Entry(value, file="kit.yaml", name="kit.yaml")
    kit = BrandKit(
        name=entry.text("name"),
        slug=slug,
        version=version,
        channels=channels,
        description=entry.text("description", ""),
        website=entry.text("website", ""),
        boilerplate=entry.text("boilerplate", ""),
        locales=entry.texts("locales") or ("en",),
        markets=entry.texts("markets"),
        products=entry.texts("products"),
        voice=tuple(_voice(each) for each in entry.entries("voice")),
        personas=tuple(_persona(each) for each in entry.entries("personas")),
        mandatories=tuple(_mandatory(each, channels) for each in entry.entries("mandatories")),
        rules=rules,
        terms=terms,
        claims=claims,
        templates=templates,
        packs=packs,
        policy=_policy(entry.entry("policy")),
        owners=entry.texts("owners"),
        review_by=entry.day("review_by"),
    )
    entry.finish(also=("packs",))
    return kit


def vocabulary(value: object, terms: Sequence[Term]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The brand's own words, which style rules leave alone: its products, and the names it spells exactly."""
    entry = Entry(value, file="kit.yaml", name="kit.yaml")
    exact = tuple(term.text for term in terms if term.status is TermStatus.PREFERRED and term.case_sensitive)
    return (entry.text("name"), *entry.texts("products")), exact


def parse_terms(rows: Sequence[tuple[int, Mapping[str, str]]], file: str) -> tuple[Term, ...]:
    """The terms of a vocabulary table.

    Columns are term, status, replacement, case (any, exact), note, and the document and heading of the
    guideline that a term comes from; all but the first two may be left out.
    """
    if rows:
        _check_columns(rows[0][1], file)
    terms: dict[str, int] = {}
    found = []
    for line, row in rows:
        term = _term(row, file, line)
        if term.text in terms:
            problem = f"“{term.text}” stands here and on line {terms[term.text]}. Keep one of them."
            raise KitError(problem, file=file, line=line)
        terms[term.text] = line
        found.append(term)
    return tuple(found)


def _check_columns(row: Mapping[str, str], file: str) -> None:
    for column in _REQUIRED_COLUMNS:
        if column not in row:
            raise KitError(f"the column “{column}” is missing. Add it to the first line.", file=file, line=1)
    for column in row:
        if column not in _TERM_COLUMNS:
            known = ", ".join(sorted(_TERM_COLUMNS))
            raise KitError(f"the column “{column}” is not known. Columns are: {known}.", file=file, line=1)


def _term(row: Mapping[str, str], file: str, line: int) -> Term:
    text, status, case = row["term"], row["status"], row.get("case", "")
    if not text:
        raise KitError("the term is empty. Fill it in, or delete the row.", file=file, line=line)
    if status not in {each.value for each in TermStatus}:
        allowed = ", ".join(each.value for each in TermStatus)
        raise KitError(f"the status “{status}” is not known. Use one of: {allowed}.", file=file, line=line)
    if case not in _CASES:
        raise KitError(
            f"the case “{case}” is not known. Use “exact” or leave it empty.", file=file, line=line
        )
    document = row.get("document", "")
    return Term(
        text=text,
        status=TermStatus(status),
        replacement=row.get("replacement", ""),
        case_sensitive=_CASES[case],
        note=row.get("note", ""),
        evidence=Reference(document=document, heading=row.get("heading", "")) if document else None,
    )


def parse_claims(value: object, file: str) -> tuple[Claim, ...]:
    """The claims under `claims:`; none when there is no such file."""
    if value is None:
        return ()
    entry = Entry(value, file=file, name=file)
    claims = tuple(_claim(each) for each in entry.entries("claims"))
    entry.finish()
    return claims


def _claim(entry: Entry) -> Claim:
    claim = Claim(
        text=entry.text("claim"),
        evidence=entry.text("evidence"),
        territory=entry.texts("territory"),
        expires=entry.day("expires"),
        disclaimer=entry.text("disclaimer", ""),
    )
    entry.finish()
    return claim


def _voice(entry: Entry) -> VoiceAttribute:
    attribute = VoiceAttribute(
        we_are=entry.text("we_are"),
        we_are_not=entry.text("we_are_not"),
        good=entry.text("good", ""),
        bad=entry.text("bad", ""),
    )
    entry.finish()
    return attribute


def _persona(entry: Entry) -> Persona:
    persona = Persona(name=entry.text("name"), description=entry.text("description"))
    entry.finish()
    return persona


def _mandatory(entry: Entry, channels: Mapping[ChannelName, Channel]) -> Mandatory:
    mandatory = Mandatory(
        name=entry.text("name"),
        text=entry.text("text"),
        field=entry.text("field", ""),
        channels=tuple(ChannelName(name) for name in entry.texts("channels")),
        markets=entry.texts("markets"),
        products=entry.texts("products"),
        placement=entry.choice("placement", Placement, Placement.ANYWHERE),
        when=entry.text("when", ""),
        accepted=entry.texts("accepted"),
        severity=entry.choice("level", Severity, Severity.ERROR),
        evidence=parse_reference(entry),
    )
    entry.finish()
    _check_mandatory(entry, mandatory, channels)
    return mandatory


def _check_mandatory(entry: Entry, mandatory: Mandatory, channels: Mapping[ChannelName, Channel]) -> None:
    for name in mandatory.channels:
        if name not in channels:
            raise entry.error(
                f"the channel “{name}” is not known. Use one of: {', '.join(channels)}.", "channels"
            )
        if mandatory.field and mandatory.field not in {field.name for field in channels[name]}:
            fields = ", ".join(field.name for field in channels[name])
            raise entry.error(f"{name} has no field “{mandatory.field}”. It has: {fields}.", "field")
    try:
        Pattern(source=mandatory.when)
    except PatternError as error:
        raise entry.error(f"{error}. Correct the pattern under “when”.", "when") from error


def _policy(entry: Entry | None) -> Policy:
    if entry is None:
        return Policy()
    policy = Policy(
        approvers_needed=entry.number("approvers_needed", 1),
        due_hours=entry.number("due_hours", 48),
        author_may_approve=entry.flag("author_may_approve"),
        precision_floor=entry.share("precision_floor", 0.8),
        precision_decisions=entry.number("precision_decisions", 10),
        precision_per_person=entry.number("precision_per_person", 5),
        promoted=entry.texts("promoted"),
    )
    entry.finish()
    return policy
