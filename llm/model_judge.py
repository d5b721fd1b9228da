"""Judges voice and tone with a model, against the kit's “we are / we are not” pairs, in both orders."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from brandkit.channels import Channel
from brandkit.drafts import Variant
from brandkit.kit import BrandKit, VoiceAttribute
from llm.decoding import Decoder, Sampling, Task
from llm.fences import as_data, as_lines
from llm.judging import Judgement, settled, trait_id
from llm.material import variant_data
from llm.prompts import Messages, hash_of, prompt
from llm.replies import parsed
from llm.schemas import judging_schema

_SEED = 1
_SURELY = Sampling(temperature=0.0, top_p=1.0)


@dataclass(frozen=True, kw_only=True)
class ModelJudge:
    """Judges with the model behind `decoder`; `salt` keeps a workspace's cached prompts to itself."""

    decoder: Decoder
    salt: str = ""

    async def judge(self, variant: Variant, channel: Channel, kit: BrandKit) -> Judgement:
        """Its opinions about a variant; none where the kit describes no voice.

        Raises UnusableReply and the errors of the model server.
        """
        return await self.judge_text(variant_data(variant, channel), kit)

    async def judge_text(self, text: object, kit: BrandKit) -> Judgement:
        """Its opinions about a text, which is plain JSON data."""
        if not kit.voice:
            return Judgement(opinions=())
        (first, judge), (swapped, _) = await asyncio.gather(
            self._asked(text, kit, swapped=False), self._asked(text, kit, swapped=True)
        )
        return Judgement(opinions=settled(kit.voice, first, swapped), judge=judge)

    async def _asked(self, text: object, kit: BrandKit, *, swapped: bool) -> tuple[Mapping[str, int], str]:
        schema = judging_schema([trait_id(number) for number in range(len(kit.voice))])
        task = Task(
            messages=judging_prompt(text, kit, swapped=swapped),
            schema=schema,
            seed=_SEED,
            sampling=_SURELY,
            route=kit.slug,
            salt=self.salt,
            priority=1,
        )
        decoded = await self.decoder.decode(task)
        return parsed(decoded.answers[0], schema), f"{decoded.provenance.model} · {_pinned()}"


def judging_prompt(text: object, kit: BrandKit, *, swapped: bool) -> Messages:
    """What the judge is told; `swapped` names what the brand is not first."""
    traits = (_trait(number, each, swapped=swapped) for number, each in enumerate(kit.voice))
    values = {
        "brand": as_data(kit.name),
        "traits": as_lines(traits, empty="(none)"),
        "text": as_data(text),
    }
    return prompt(("desk",), "judge", values)


def _trait(number: int, voice: VoiceAttribute, *, swapped: bool) -> dict[str, object]:
    sides = [{"is": voice.we_are, "like": voice.good}, {"is": voice.we_are_not, "like": voice.bad}]
    first, second = reversed(sides) if swapped else sides
    return {"trait": trait_id(number), "first": _said(first), "second": _said(second)}


def _said(side: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in side.items() if text}


def _pinned() -> str:
    """Which wording of the question was used: a judge with other words is another judge."""
    empty = prompt(("desk",), "judge", {"brand": "", "traits": "", "text": ""})
    return f"judge {hash_of(empty)[:12]}"
