"""Mandatories: texts that copy must carry, always or when something else calls for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from brandkit.findings import Finding, Fix
from brandkit.mandatories import Mandatory, Placement
from brandkit.rules.patterns import Pattern
from brandkit.rules.rule import Header
from brandkit.scopes import ScopedText, Source

_MAIN_FIELDS = ("body", "descriptions")


@dataclass(frozen=True, kw_only=True)
class MandatoryText:
    """A finding where the copy lacks the text, or has it in the wrong place."""

    header: Header
    mandatory: Mandatory
    when: Pattern | None = None

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """At most one finding, with the text to add as its fix."""
        if not text.sources or not self._is_due(text):
            return
        homes = self._homes(text)
        if not any(self._is_met(source) for source in homes):
            yield self._finding(homes[-1])

    def _is_due(self, text: ScopedText) -> bool:
        if self.when is None:
            return True
        return any(self.when.occurs_in(source.text) for source in text.sources)

    def _homes(self, text: ScopedText) -> tuple[Source, ...]:
        """The parts in which the text may stand; it is added to the last of them."""
        wanted = (self.mandatory.field,) if self.mandatory.field else _MAIN_FIELDS
        homes = tuple(source for source in text.sources if source.field in wanted)
        return homes or text.sources

    def _is_met(self, source: Source) -> bool:
        content = _normal(source.text)
        texts = [_normal(wording) for wording in (self.mandatory.text, *self.mandatory.accepted)]
        match self.mandatory.placement:
            case Placement.START:
                return any(content.startswith(wording) for wording in texts)
            case Placement.END:
                return any(content.endswith(wording) for wording in texts)
        return any(wording in content for wording in texts)

    def _finding(self, source: Source) -> Finding:
        at_start = self.mandatory.placement is Placement.START
        at = 0 if at_start else len(source.text.rstrip())
        return Finding(
            rule=self.header.name,
            severity=self.header.severity,
            message=self.header.message,
            start=at,
            end=at,
            match="",
            field=source.field,
            index=source.index,
            fixes=(Fix(replacement=self._addition(source, at_start=at_start), safe=True),),
            evidence=self.header.grounds(),
        )

    def _addition(self, source: Source, *, at_start: bool) -> str:
        if not source.text.strip():
            return self.mandatory.text
        gap = "\n\n" if "\n\n" in source.text.strip() else " "
        return self.mandatory.text + gap if at_start else gap + self.mandatory.text


@lru_cache(maxsize=256)
def mandatory_rule(mandatory: Mandatory) -> MandatoryText:
    """The rule of one mandatory. Its pattern was checked when the kit was read."""
    return MandatoryText(
        header=Header(
            name=f"mandatory.{_slug(mandatory.name)}",
            message=_message(mandatory),
            severity=mandatory.severity,
            channels=mandatory.channels,
            markets=mandatory.markets,
            products=mandatory.products,
            evidence=mandatory.evidence,
            source="kit.yaml",
            description=mandatory.name,
        ),
        mandatory=mandatory,
        when=Pattern(source=mandatory.when, ignore_case=True) if mandatory.when else None,
    )


def _message(mandatory: Mandatory) -> str:
    place = {Placement.START: "start with", Placement.END: "end with", Placement.ANYWHERE: "carry"}
    reason = "What this copy says calls for a fixed text: it" if mandatory.when else "This copy"
    return f"{reason} must {place[mandatory.placement]} “{mandatory.text}”"


def _slug(name: str) -> str:
    return regex.sub(r"[^\p{L}\p{N}]+", "-", name.casefold()).strip("-")


def _normal(text: str) -> str:
    """Without regard to case, white space, kind of apostrophe, or the full stop at the end."""
    return " ".join(text.casefold().replace("’", "'").split()).rstrip(".")
