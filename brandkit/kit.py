"""A brand as the desk knows it: voice, words, mandatories, claims, rules, templates and policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from brandkit.briefs import ChannelName
from brandkit.channels import Channel
from brandkit.mandatories import Mandatory, Placement
from brandkit.proofs import Claim
from brandkit.rules.rule import Rule
from brandkit.rules.sieve import Sieve
from brandkit.templates import Template
from brandkit.vocabulary import Term, TermStatus

__all__ = [
    "BrandKit",
    "Claim",
    "Mandatory",
    "Persona",
    "Placement",
    "Policy",
    "Term",
    "TermStatus",
    "VoiceAttribute",
]


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


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Who has to agree before copy goes out, and by when. `due_hours` counts from the request."""

    approvers_needed: int = 1
    due_hours: int = 48
    author_may_approve: bool = False
    precision_floor: float = 0.8
    """A rule that is right less often than this counts as a suggestion only."""
    precision_decisions: int = 10
    """How often a rule must have been judged before its precision says anything."""
    precision_per_person: int = 5
    """How many of one person's dismissals count against a rule."""
    promoted: tuple[str, ...] = ()
    """Rules that keep their severity whatever their precision, because an admin said so."""


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
    packs: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    review_by: date | None = None

    @property
    def home_market(self) -> str:
        """The market that is meant when nobody names one."""
        return self.markets[0] if self.markets else ""

    @property
    def own_words(self) -> tuple[str, ...]:
        """Its name, its products and the names it spells exactly, which style rules leave alone."""
        exact = (
            term.text for term in self.terms if term.status is TermStatus.PREFERRED and term.case_sensitive
        )
        return tuple(filter(None, (self.name, *self.products, *exact)))

    @cached_property
    def sieve(self) -> Sieve:
        """Chooses among its rules those that a text is worth running through."""
        return Sieve(self.rules)

    @cached_property
    def approved_texts(self) -> tuple[str, ...]:
        """Fixed wordings that were cleared as they are, so style rules leave them alone."""
        mandatories = [text for each in self.mandatories for text in (each.text, *each.accepted)]
        disclaimers = [claim.disclaimer for claim in self.claims]
        return tuple(filter(None, (*mandatories, *disclaimers, self.boilerplate)))
