"""From a brief to checked copy: retrieve, write, check, repair. Nothing here knows Slack or the record."""

from __future__ import annotations

import asyncio
import logging
import time
import zlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from bot.precedents import Past, Precedents
from bot.rulebook import Rules
from bot.stopwatch import Stopwatch
from bot.writers import OnText, Shelf, Writers
from brandkit.briefs import Brief, Question
from brandkit.channels import Channel
from brandkit.checking import check_variant
from brandkit.drafts import Draft, Provenance, Variant, WriterKind
from brandkit.errors import CopydeskError, Outage, Refusal
from brandkit.findings import Finding, Severity
from brandkit.kit import BrandKit
from brandkit.passages import Passage, RankedPassage
from llm.assignments import Answer, Ask, Assignment, Written
from llm.copying import Shown, copied
from llm.explaining import Explanation, explain
from llm.house.other_channels import note_on_others
from llm.judging import Judgement, as_findings
from llm.meaning import Embed
from llm.model_repairer import is_better

log = logging.getLogger(__name__)
T = TypeVar("T")

PASSAGES_PER_DRAFT = 8


class StillAway(Outage):
    """The model could not write it now."""

    def __init__(self) -> None:
        super().__init__("The model cannot write this now. It is tried again.")


class NoJudge(Refusal):
    """Nobody here has opinions on the voice."""

    def __init__(self) -> None:
        super().__init__(
            "Judging the voice needs a model. Set COPYDESK_MODEL_URL, and leave COPYDESK_JUDGE on."
        )


class UnknownChannel(Refusal):
    """The brand has no such channel; the message names those it has."""


@dataclass(frozen=True, kw_only=True)
class Finished:
    """Copy that was written, checked and repaired, with all that explains it.

    `findings` has one tuple a variant: what is still wrong with it. `passages` are those that were
    offered to the writer, best first.
    """

    brief: Brief
    variants: tuple[Variant, ...]
    findings: tuple[tuple[Finding, ...], ...]
    passages: tuple[RankedPassage, ...]
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class Change:
    """What to change about an earlier draft."""

    previous: Draft
    wish: str


Then = Callable[[Writers], Writers]
"""Sets writers back to how they were at an earlier time."""

Model = Callable[[], Awaitable[Writers]]
"""The writers of the model server, once it says which model it serves; raises an `Outage` until then."""


class Drafting:
    """Writes with the model where there is one, with the house where there is none, and says which."""

    def __init__(
        self,
        *,
        rules: Rules,
        shelf: Shelf,
        house: Writers,
        model: Model | None,
        deadline: float,
        rounds: int,
        today: Callable[[], date],
        embed: Embed | None = None,
        past: Past | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`deadline` (seconds) covers all that the model does for one draft; `rounds` of repair at most.

        `embed` measures how near copy is to what it cites; without it, shared words alone tell. `past` is
        the approved copy that a model learns from. `clock` gives seconds that only go forward.
        """
        self._rules = rules
        self._shelf = shelf
        self._house = house
        self._model = model
        self._deadline = deadline
        self._rounds = rounds
        self._today = today
        self._embed = embed
        self.past = past
        self._clock = clock

    @property
    def kit(self) -> BrandKit:
        """The brand with every rule that is in force."""
        return self._rules.kit

    @property
    def has_model(self) -> bool:
        """Whether a model is connected at all."""
        return self._model is not None

    async def understand(self, ask: Ask) -> Brief | Question:
        """Read a request; gives the brief or the one question that stands in its way."""
        watch = Stopwatch(self._clock)
        understood, note = await self._with_fallback(lambda writers: writers.reader.read(ask))
        self._tell("understood", watch, by_house=bool(note))
        return understood

    async def write(
        self,
        brief: Brief,
        *,
        change: Change | None = None,
        on_text: OnText | None = None,
        only_model: bool = False,
    ) -> Finished:
        """Write what the brief asks for; raises `Refusal` when that cannot be done as asked.

        `on_text` hears a model's text as it is written. `only_model` leaves the house writer out: what
        keeps the model from writing is raised as an `Outage`.
        """
        watch = Stopwatch(self._clock)
        brand, channel = self.kit.slug, self.channel(brief)
        passages, before, _ = await asyncio.gather(
            self._shelf.search_brief(brief, brand=brand, k=PASSAGES_PER_DRAFT, channel=channel),
            self._precedents(brief),
            self._rules.refresh(),
        )
        assignment = self._assignment(brief, passages, change, before)
        watch.lap("passages")

        async def finish(writers: Writers) -> Finished:
            return await self._finish(writers, assignment, None if writers is self._house else on_text)

        # No word of the draft depends on what is uncovered, so no word waits for it.
        looking = asyncio.create_task(self._shelf.uncovered(brief, brand=brand, channel=channel))
        try:
            finished, note = await self._with_fallback(finish, only_model=only_model)
            finished = await self._judged(await self._accounted(finished, assignment, before))
            watch.lap("judge")
            uncovered = await looking
        finally:
            looking.cancel()
        told = finished.provenance
        told = replace(
            told,
            note="; ".join(filter(None, (note, self._said_beside(told.note, brief, change)))),
            timings=(*watch.taken, *told.timings),
            uncovered=uncovered,
        )
        log.info("drafted", extra={"event": "drafted", **_in_figures(told, brief.channel, whole=watch.whole)})
        return replace(finished, provenance=told)

    def _said_beside(self, note: str, brief: Brief, change: Change | None) -> str:
        """What the writer says of a draft, and before a first one which channels get none."""
        others = "" if change else note_on_others(brief.ask, self.kit.channels)
        return " ".join(filter(None, (others, note)))

    async def _precedents(self, brief: Brief) -> Precedents:
        return await self.past.precedents(brief) if self.past and self.has_model else Precedents()

    def again(self, earlier: Draft, passages: tuple[Passage, ...]) -> Finished:
        """An earlier version taken up again, word for word, held against the rules of today."""
        return Finished(
            brief=earlier.brief,
            variants=earlier.variants,
            findings=tuple(self.check(earlier.brief, each, passages) for each in earlier.variants),
            passages=tuple(RankedPassage(passage=passage, score=1.0) for passage in passages),
            provenance=replace(earlier.provenance, note=f"Version {earlier.number} again."),
        )

    async def answer(self, question: str) -> tuple[Answer, tuple[RankedPassage, ...], str]:
        """Answer a question about the brand; the last value says why the model did not, if it did not."""
        watch = Stopwatch(self._clock)
        passages = await self._shelf.search(self.kit.slug, question, k=PASSAGES_PER_DRAFT)
        watch.lap("passages")
        answer, note = await self._with_fallback(
            lambda writers: writers.answerer.answer(question, passages, self.kit)
        )
        self._tell("answered", watch, by_house=bool(note))
        return answer, passages, note

    def channel(self, brief: Brief) -> Channel:
        """The format the brief is for; `UnknownChannel` when the brand has none of that name."""
        try:
            return self.kit.channels[brief.channel]
        except KeyError:
            known = ", ".join(channel.label for channel in self.kit.channels.values())
            raise UnknownChannel(
                f"There is no channel “{brief.channel}” here. You can ask for: {known}."
            ) from None

    def check(
        self,
        brief: Brief,
        variant: Variant,
        passages: tuple[Passage, ...] = (),
        *,
        day: date | None = None,
    ) -> tuple[Finding, ...]:
        """What the brand's rules say about this copy, today or on another `day`."""
        found = check_variant(
            variant,
            channel=self.channel(brief),
            kit=self.kit,
            market=brief.market,
            product=brief.product,
            passages=passages,
            today=day or self._today(),
        )
        return self.weighed(found)

    def weighed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings at the severity that each rule's record leaves it now."""
        return self._rules.weighed(findings)

    async def explain(
        self,
        brief: Brief,
        variant: Variant,
        *,
        findings: tuple[Finding, ...],
        passages: tuple[Passage, ...],
        within: float = 30.0,
    ) -> Explanation:
        """Account for every sentence; by words alone where vectors are not there `within` so many seconds."""
        account = partial(
            explain,
            variant,
            brief=brief,
            channel=self.channel(brief),
            kit=self.kit,
            findings=findings,
            passages=passages,
        )
        try:
            return await asyncio.wait_for(asyncio.to_thread(account, embed=self._embed), within)
        except TimeoutError:
            return account()

    async def rewrite(self, assignment: Assignment, *, kind: WriterKind, then: Then, day: date) -> Finished:
        """Write once more what was written on that `day` by that kind of writer; `then` sets it back."""
        writers = self._house if kind is WriterKind.HOUSE or self._model is None else await self._model()
        finished = await self._finish(then(writers), assignment, None, day=day)
        return await self._accounted(finished, assignment, Precedents())

    async def _accounted(self, finished: Finished, assignment: Assignment, before: Precedents) -> Finished:
        """With the versions it rests on filled in, and with what a model took over word for word."""
        told = finished.provenance
        version = told.guideline_version or await self._version_in_force()
        complete = replace(
            finished,
            provenance=replace(
                told,
                kit_version=told.kit_version or self.kit.version,
                guideline_version=version,
                previous=assignment.previous.id if assignment.previous else "",
            ),
        )
        if told.writer is not WriterKind.MODEL:
            return complete
        shown = _shown(assignment, before)
        cleared = _may_be_repeated(assignment)
        return replace(
            complete,
            findings=tuple(
                (*found, *copied(variant, shown, cleared=cleared))
                for variant, found in zip(finished.variants, finished.findings, strict=True)
            ),
        )

    async def _judged(self, finished: Finished) -> Finished:
        """With the model's opinions on how a model's copy sounds; without them, where it has none now."""
        if finished.provenance.writer is not WriterKind.MODEL or self._model is None or not self.kit.voice:
            return finished
        channel = self.channel(finished.brief)
        try:
            async with asyncio.timeout(self._deadline):
                judge = (await self._model()).judge
                if judge is None:
                    return finished
                asked = [judge.judge(variant, channel, self.kit) for variant in finished.variants]
                opinions = await asyncio.gather(*asked)
        except (CopydeskError, TimeoutError) as error:
            log.info("no opinion", extra={"event": "no_opinion", "reason": type(error).__name__})
            return finished
        return replace(
            finished,
            provenance=replace(finished.provenance, judge=opinions[0].judge),
            findings=tuple(
                (*found, *as_findings(each)) for found, each in zip(finished.findings, opinions, strict=True)
            ),
        )

    async def opinion(self, text: str) -> Judgement:
        """What the model thinks of how a text sounds; raises what keeps it from saying so."""
        writers = await self._model() if self._model else self._house
        if writers.judge is None:
            raise NoJudge
        return await writers.judge.judge_text(text, self.kit)

    async def _version_in_force(self) -> str:
        active = await self._shelf.active(self.kit.slug)
        return active.version if active else ""

    def _assignment(
        self,
        brief: Brief,
        passages: tuple[RankedPassage, ...],
        change: Change | None,
        before: Precedents,
    ) -> Assignment:
        return Assignment(
            brief=brief,
            channel=self.channel(brief),
            kit=self.kit,
            passages=passages,
            seed=_seed(brief, change),
            previous=change.previous if change else None,
            change=change.wish if change else "",
            examples=tuple(each.variant for each in before.nearest),
        )

    async def _finish(
        self, writers: Writers, assignment: Assignment, on_text: OnText | None, *, day: date | None = None
    ) -> Finished:
        watch = Stopwatch(self._clock)
        written = await writers.writer.write(assignment, on_text=watch.first("first_text", on_text))
        watch.lap("writing")
        await self._rules.refresh()
        repaired = [await self._repair(writers, assignment, variant, day) for variant in written.variants]
        watch.lap("checking")
        return Finished(
            brief=assignment.brief,
            variants=tuple(variant for variant, _, _ in repaired),
            findings=tuple(findings for _, findings, _ in repaired),
            passages=assignment.passages,
            provenance=_with_repairs(
                written, max((rounds for _, _, rounds in repaired), default=0), watch=watch
            ),
        )

    async def _repair(
        self, writers: Writers, assignment: Assignment, variant: Variant, day: date | None
    ) -> tuple[Variant, tuple[Finding, ...], int]:
        passages = tuple(ranked.passage for ranked in assignment.passages)
        findings = self.check(assignment.brief, variant, passages, day=day)
        for done in range(self._rounds):
            if not any(_worth_repair(finding) for finding in findings):
                return variant, findings, done
            candidate = await writers.repairer.repair(assignment, variant, findings)
            still = self.check(assignment.brief, candidate, passages, day=day)
            if not is_better(findings, still):
                return variant, findings, done
            variant, findings = candidate, still
        return variant, findings, self._rounds

    def _tell(self, event: str, watch: Stopwatch, *, by_house: bool) -> None:
        house = by_house or not self.has_model
        writer = WriterKind.HOUSE if house else WriterKind.MODEL
        stages = {**dict(watch.taken), event: watch.whole}
        log.info(event, extra={"event": event, "writer": writer.value, "stages": stages})

    async def _with_fallback(
        self, do: Callable[[Writers], Awaitable[T]], *, only_model: bool = False
    ) -> tuple[T, str]:
        if self._model is None:
            return await do(self._house), ""
        try:
            async with asyncio.timeout(self._deadline):
                return await do(await self._model()), ""
        except Refusal:
            raise
        except (CopydeskError, TimeoutError) as error:
            if only_model:
                raise StillAway from error
            log.warning("house stood in", extra={"event": "house_stood_in", "reason": type(error).__name__})
            return await do(self._house), _why_the_house(error)


def _worth_repair(finding: Finding) -> bool:
    return finding.severity is not Severity.SUGGESTION or any(fix.safe for fix in finding.fixes)


def _with_repairs(written: Written, rounds: int, *, watch: Stopwatch) -> Provenance:
    """The time is that of writing, checking and mending; a model's own rounds of mending count too."""
    made = written.provenance
    return replace(made, repairs=made.repairs + rounds, duration_ms=watch.whole, timings=watch.taken)


def _in_figures(told: Provenance, channel: str, *, whole: int) -> dict[str, object]:
    """A draft without its words, for the log."""
    return {
        "writer": told.writer.value,
        "channel": channel,
        "stages": {**dict(told.timings), "draft": whole},
        "repairs": told.repairs,
        "tokens": {
            "prompt": told.prompt_tokens,
            "cached": int(dict(told.sampling).get("cached_tokens", 0)),
            "completion": told.completion_tokens,
        },
    }


def _shown(assignment: Assignment, before: Precedents) -> tuple[Shown, ...]:
    """Everything a draft could have been copied from: passages, and all approved copy of the brand."""
    passages = (
        Shown(what=f"the guidelines ({each.passage.document})", text=each.passage.text)
        for each in assignment.passages
    )
    approved = (
        Shown(what=f"approved copy, “{each.name}”", text="\n".join(part.text for part in each.variant.parts))
        for each in (*before.nearest, *before.others)
    )
    return (*approved, *passages)


def _may_be_repeated(assignment: Assignment) -> tuple[str, ...]:
    """What nobody has to word anew: fixed wordings, claims, the brief's words, the version before."""
    brief, kit = assignment.brief, assignment.kit
    said = (brief.ask, brief.key_message, brief.call_to_action, *brief.must_mention, *brief.instructions)
    earlier = assignment.previous.variants if assignment.previous else ()
    kept = (part.text for variant in earlier for part in variant.parts)
    return tuple(filter(None, (*kit.approved_texts, *(claim.text for claim in kit.claims), *said, *kept)))


def _seed(brief: Brief, change: Change | None) -> int:
    """The same brief at the same point of the conversation gives the same seed."""
    number = change.previous.number if change else 0
    return zlib.crc32(f"{brief!r}|{number}".encode())


def _why_the_house(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the model did not finish in time"
    return "the model could not be used just now"
