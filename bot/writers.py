"""Who reads and writes for the desk: the model, or the house when there is no model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from brandkit.briefs import Brief, Question
from brandkit.channels import Channel
from brandkit.drafts import Variant
from brandkit.findings import Finding
from brandkit.kit import BrandKit
from brandkit.passages import Passage, RankedPassage
from brandkit.stated import StatedRule
from llm.assignments import Answer, Ask, Assignment, Written
from llm.judging import Judgement

OnText = Callable[[str], Awaitable[None]]


class Reader(Protocol):
    """Understands what a marketer wants."""

    async def read(self, ask: Ask) -> Brief | Question:
        """Give the brief, or the one question that must be answered first."""


class Writer(Protocol):
    """Writes copy."""

    async def write(self, assignment: Assignment, *, on_text: OnText | None = None) -> Written:
        """Write the variants that the brief asks for; `on_text` hears the text as it grows."""


class Repairer(Protocol):
    """Mends what the checks found."""

    async def repair(self, assignment: Assignment, variant: Variant, findings: Sequence[Finding]) -> Variant:
        """Give the variant with as little changed as the findings need."""


class RuleProposer(Protocol):
    """Reads rules out of guideline prose."""

    async def propose(self, passages: Sequence[Passage], kit: BrandKit) -> tuple[StatedRule, ...]:
        """Give the rules that these passages state; each compiles and its examples hold."""


class Answerer(Protocol):
    """Answers questions about the brand."""

    async def answer(self, question: str, passages: Sequence[RankedPassage], kit: BrandKit) -> Answer:
        """Answer from the passages alone."""


class Judge(Protocol):
    """Has opinions about how copy sounds."""

    async def judge(self, variant: Variant, channel: Channel, kit: BrandKit) -> Judgement:
        """Its opinions about a variant, each held in both orders of asking."""

    async def judge_text(self, text: str, kit: BrandKit) -> Judgement:
        """Its opinions about any text."""


@dataclass(frozen=True, kw_only=True)
class Writers:
    """One complete way of doing the writing."""

    reader: Reader
    writer: Writer
    repairer: Repairer
    answerer: Answerer
    judge: Judge | None = None
    proposer: RuleProposer | None = None


class InForce(Protocol):
    """A version of the guidelines."""

    @property
    def version(self) -> str:
        """Its name, such as v3."""


class Shelf(Protocol):
    """Where passages come from."""

    async def active(self, brand: str) -> InForce | None:
        """The version of the guidelines that is in force; None when there is none."""

    async def search_brief(
        self, brief: Brief, *, brand: str, k: int = 8, channel: Channel | None = None
    ) -> tuple[RankedPassage, ...]:
        """The passages that copy for this brief, in this format, should rest on, best first."""

    async def uncovered(self, brief: Brief, *, brand: str, channel: Channel | None = None) -> tuple[str, ...]:
        """What the brief asks for that no guideline covers, in words."""

    async def search(
        self, brand: str, question: str, *, k: int = 8, version: str | None = None
    ) -> tuple[RankedPassage, ...]:
        """The passages that answer the question; none when no guideline covers it."""
