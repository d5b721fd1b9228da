"""Reads rules out of guideline prose with a model: which words a sentence forbids, and what it offers.

The model fills a form, never a pattern: the rule is built here, must stand on a sentence that is in the
passage word for word, must compile, and must find its own bad examples, or it is not proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brandkit.errors import CopydeskError
from brandkit.kit import BrandKit
from brandkit.passages import Passage, RankedPassage
from brandkit.stated import StatedRule, is_held_already, problem_with
from brandkit.stated_words import avoid_body, swap_body
from llm.decoding import Decoder, Sampling, Task
from llm.errors import UnusableReply
from llm.material import brand_material, passage_lines, short_ids
from llm.prompts import Messages, prompt
from llm.replies import parsed
from llm.schemas import proposal_schema

PER_QUESTION = 8
_SEED = 1
_MOST_WORDS = 4


@dataclass(frozen=True, kw_only=True)
class ModelRuleProposer:
    """Proposes with the model behind `decoder`; `salt` keeps a workspace's cached prompts to itself."""

    decoder: Decoder
    salt: str = ""

    async def propose(self, passages: Sequence[Passage], kit: BrandKit) -> tuple[StatedRule, ...]:
        """The rules that these passages state. A reply that cannot be used costs its passages only.

        Raises the errors of the model server.
        """
        found: dict[str, StatedRule] = {}
        for start in range(0, len(passages), PER_QUESTION):
            for rule in await self._asked(passages[start : start + PER_QUESTION], kit):
                found.setdefault(rule.yaml, rule)
        return tuple(found.values())

    async def _asked(self, passages: Sequence[Passage], kit: BrandKit) -> list[StatedRule]:
        ranked = [RankedPassage(passage=each, score=1.0) for each in passages]
        schema = proposal_schema(list(short_ids(ranked)))
        task = Task(
            messages=proposing_prompt(ranked, kit),
            schema=schema,
            seed=_SEED,
            sampling=Sampling(temperature=0.0, top_p=1.0),
            route=kit.slug,
            salt=self.salt,
            priority=1,
        )
        decoded = await self.decoder.decode(task)
        try:
            data = parsed(decoded.answers[0], schema)
        except UnusableReply:
            return []
        by_short = dict(zip(short_ids(ranked), passages, strict=True))
        return [rule for each in data["rules"] for rule in _proven(each, by_short, kit)]


def proposing_prompt(passages: Sequence[RankedPassage], kit: BrandKit) -> Messages:
    """What the model is told about these passages."""
    values = {**brand_material(kit, today=None), "passages": passage_lines(passages)}
    return prompt(("desk", "brand"), "propose", values)


def _proven(data: Mapping[str, Any], passages: Mapping[str, Passage], kit: BrandKit) -> Iterator[StatedRule]:
    """The rule that a filled form stands for, if the passage says so and the rule works."""
    passage = passages.get(str(data["passage"]))
    sentence = " ".join(str(data["sentence"]).split())
    avoid = [word for each in data["avoid"] if (word := " ".join(str(each).split()))]
    say = [word for each in data["say"] if (word := " ".join(str(each).split()))]
    if passage is None or not avoid or not _is_said(sentence, [*avoid, *say], passage):
        return
    built = (
        swap_body(dict.fromkeys(avoid, say), passage=passage, level="suggestion")
        if say
        else avoid_body(avoid, passage=passage, level="suggestion")
    )
    if built is None:
        return
    name, body = built
    rule = StatedRule(name=name, body=body, sentence=sentence, passage=passage, found_by="model")
    try:
        works = not problem_with(rule.yaml, name, kit) and not is_held_already(rule.yaml, name, kit)
    except CopydeskError:
        return
    if works:
        yield rule


def _is_said(sentence: str, words: Sequence[str], passage: Passage) -> bool:
    """Whether the passage has this very sentence, and the sentence or its heading has every word."""
    text = " ".join(passage.text.split())
    held = f"{sentence} {' '.join(passage.heading)}".casefold()
    short = all(len(each.split()) <= _MOST_WORDS for each in words)
    return bool(sentence) and sentence in text and short and all(each.casefold() in held for each in words)
