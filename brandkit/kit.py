"""A brand as the desk knows it: voice, words, mandatories, claims, rules, templates and policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from brandkit.briefs import ChannelName
from brandkit.channels import Channel
from brandkit.findings import Severity
from brandkit.rules.rule import Reference, Rule
from brandkit.templates import Template


@dataclass(frozen=True, kw_only=True)
class VoiceAttribute:
    """One trait of the voice with its boundary: what the brand is, what it is not, and how each sounds."""

    we_are: str
    we_are_not: str
    good: str = ""
    bad: str = ""


@dataclass(frozen=True, kw_only=True)
class Persona:
    """A reader the brand writes for."""

    name: str
    description: str


class Placement(Enum):
    """Where in a field a mandatory text has to stand."""

    ANYWHERE = "anywhere"
    START = "start"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class Mandatory:
    """A text that copy must carry, wherever the named channels, markets and products apply.

    Empty `channels`, `markets`, `products` mean all of them. `field` is where the text belongs (empty:
    the channel's main text). `when` is a pattern: the text is due only if the copy matches it. Any of
    the wordings in `accepted` will do in place of `text`.
    """

    name: str
    text: str
    field: str = ""
    channels: tuple[ChannelName, ...] = ()
    markets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    placement: Placement = Placement.ANYWHERE
    when: str = ""
    accepted: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    evidence: Reference | None = None


class TermStatus(Enum):
    """How the brand feels about a word."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    BANNED = "banned"


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word or phrase of the brand's vocabulary. `case_sensitive` terms must be written exactly so."""

    text: str
    status: TermStatus
    replacement: str = ""
    case_sensitive: bool = False
    note: str = ""
    evidence: Reference | None = None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A statement the brand can prove, where and until when, and what must be said with it."""

    text: str
    evidence: str
    territory: tuple[str, ...] = ()
    expires: date | None = None
    disclaimer: str = ""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Who has to agree before copy goes out, and by when. `due_hours` counts from the request."""

    approvers_needed: int = 1
    due_hours: int = 48
    author_may_approve: bool = False


@dataclass(frozen=True, kw_only=True)
class BrandKit:
    """Everything a brand allows. `version` is 12 hex digits over the files that bear rules."""

    name: str
    slug: str
    version: str
    channels: Mapping[ChannelName, Channel]
    description: str = ""
    website: str = ""
    boilerplate: str = ""
    locales: tuple[str, ...] = ("en",)
    markets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    voice: tuple[VoiceAttribute, ...] = ()
    personas: tuple[Persona, ...] = ()
    mandatories: tuple[Mandatory, ...] = ()
    rules: tuple[Rule, ...] = ()
    terms: tuple[Term, ...] = ()
    claims: tuple[Claim, ...] = ()
    templates: tuple[Template, ...] = ()
    policy: Policy = Policy()
    owners: tuple[str, ...] = ()
    review_by: date | None = None

    @property
    def home_market(self) -> str:
        """The market that is meant when nobody names one."""
        return self.markets[0] if self.markets else ""

    @property
    def approved_texts(self) -> tuple[str, ...]:
        """Fixed wordings that were cleared as they are, so style rules leave them alone."""
        mandatories = [text for each in self.mandatories for text in (each.text, *each.accepted)]
        disclaimers = [claim.disclaimer for claim in self.claims]
        return tuple(filter(None, (*mandatories, *disclaimers, self.boilerplate)))
