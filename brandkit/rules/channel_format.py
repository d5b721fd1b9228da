"""A channel's format as a rule: which fields it needs, how many of each, and how long they may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.channels import Channel, Field, Limit, Unit
from brandkit.counting import describe, length, prefix_within
from brandkit.findings import Evidence, Finding, Fix, Severity
from brandkit.rules.rule import Header
from brandkit.scopes import ScopedText, Source
from brandkit.sentences import sentence_spans


@dataclass(frozen=True, kw_only=True)
class ChannelFormat:
    """Missing, surplus, unknown, doubled, too long and too short parts are findings."""

    header: Header
    channel: Channel

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """Findings in the order of the channel's fields; then the parts that the channel does not know."""
        known = set()
        for field in self.channel:
            known.add(field.name)
            sources = tuple(source for source in text.sources if source.field == field.name)
            yield from self._counts(field, sources)
            for source in sources:
                yield from self._part(field, source)
        for source in text.sources:
            if source.field not in known:
                message = f"{self.channel.label} has no field “{source.field}”. Remove this text."
                yield self._finding(source.field, "unknown", Severity.ERROR, message, source)

    def _counts(self, field: Field, sources: tuple[Source, ...]) -> Iterator[Finding]:
        filled = [source for source in sources if source.text.strip()]
        label = field.label.lower()
        if len(filled) < field.at_least:
            message = f"The {label} is missing."
            if field.at_least > 1:
                message = (
                    f"{self.channel.label} needs at least {field.at_least} {label}s; here are {len(filled)}."
                )
            empty = next((source for source in sources if not source.text.strip()), None)
            place = Source(text="", field=field.name, index=empty.index if empty else len(sources))
            yield self._finding(field.name, "missing", Severity.ERROR, message, place)
        for source in filled[field.at_most :]:
            noun = label if field.at_most == 1 else f"{label}s"
            message = f"{self.channel.label} takes at most {field.at_most} {noun}; here are {len(filled)}."
            yield self._finding(field.name, "surplus", Severity.ERROR, message, source)
        yield from self._doubles(field, filled)

    def _doubles(self, field: Field, sources: list[Source]) -> Iterator[Finding]:
        seen: set[str] = set()
        for source in sources:
            content = " ".join(source.text.casefold().split())
            if content in seen:
                message = f"This {field.label.lower()} stands here twice. Write another one."
                yield self._finding(field.name, "double", Severity.WARNING, message, source)
            seen.add(content)

    def _part(self, field: Field, source: Source) -> Iterator[Finding]:
        if not field.multiline and "\n" in source.text.strip():
            yield self._line_break(field, source)
        for limit in field.limits:
            finding = self._too_long(field, source, limit) or self._too_short(field, source, limit)
            if finding is not None:
                yield finding

    def _line_break(self, field: Field, source: Source) -> Finding:
        fix = Fix(replacement=" ".join(source.text.split()), safe=True)
        message = f"The {field.label.lower()} has to be a single line."
        return self._finding(field.name, "line-break", Severity.ERROR, message, source, fixes=(fix,))

    def _too_long(self, field: Field, source: Source, limit: Limit) -> Finding | None:
        text = _opening(source.text) if limit.opening else source.text
        value = length(text, limit.unit)
        if value <= limit.value:
            return None
        start = prefix_within(text, limit.value, limit.unit)
        return self._finding(
            field.name,
            "opening" if limit.opening else "length",
            _severity(limit),
            _too_long_message(field, text, value, limit),
            source,
            span=(start, len(text)),
            limit=limit,
        )

    def _too_short(self, field: Field, source: Source, limit: Limit) -> Finding | None:
        value = length(source.text, limit.unit)
        if value >= limit.minimum or not source.text.strip():
            return None
        message = f"The {field.label.lower()} has {value:,}; aim for at least {limit.minimum:,}."
        return self._finding(field.name, "short", Severity.SUGGESTION, message, source, limit=limit)

    def _finding(
        self,
        field: str,
        problem: str,
        severity: Severity,
        message: str,
        source: Source,
        *,
        span: tuple[int, int] | None = None,
        limit: Limit | None = None,
        fixes: tuple[Fix, ...] = (),
    ) -> Finding:
        start, end = span or (0, len(source.text))
        basis = limit.source if limit else f"The format of a {self.channel.label}"
        return Finding(
            rule=f"channel.{self.channel.name}.{field}.{problem}",
            severity=severity,
            message=message,
            start=start,
            end=end,
            match=source.text[start:end],
            field=field,
            index=source.index,
            fixes=fixes,
            evidence=Evidence(source=basis, quote=f"checked on {limit.checked_on:%Y-%m-%d}" if limit else ""),
        )


def channel_rule(channel: Channel) -> ChannelFormat:
    """The rule of a channel's format."""
    return ChannelFormat(header=Header(name=f"channel.{channel.name}", message=""), channel=channel)


def _severity(limit: Limit) -> Severity:
    if limit.hard:
        return Severity.ERROR
    return Severity.SUGGESTION if limit.opening else Severity.WARNING


def _opening(text: str) -> str:
    """From the start to the end of the first sentence."""
    spans = sentence_spans(text, lines_end_sentences=True)
    return text[: spans[0][1]] if spans else ""


def _too_long_message(field: Field, text: str, value: int, limit: Limit) -> str:
    label = field.label.lower()
    if limit.opening:
        return f"The first sentence is {value:,} long; about {limit.value:,} show before the fold."
    if limit.unit is Unit.GSM_SEPTETS:
        return (
            f"This is more than one text message: {describe(field, text).label}. Cut {value - limit.value:,}."
        )
    outcome = "The platform refuses more." if limit.hard else "The rest is cut off or not read."
    return f"The {label} is {value - limit.value:,} over: {value:,} of {limit.value:,}. {outcome}"
