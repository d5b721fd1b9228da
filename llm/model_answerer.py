"""Answers a question from the guidelines with a model, or says that they do not cover it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brandkit.kit import BrandKit
from brandkit.passages import RankedPassage
from llm.assignments import Answer
from llm.decoding import Decoder, Sampling, Task
from llm.fences import as_data
from llm.material import brand_material, passage_lines, short_ids
from llm.prompts import Messages, prompt
from llm.replies import answer_from, parsed
from llm.schemas import answer_schema

_SEED = 1
_NOT_COVERED = Answer(text="", citations=(), covered=False)


@dataclass(frozen=True, kw_only=True)
class ModelAnswerer:
    """Answers with the model behind `decoder`; `salt` keeps a workspace's cached prompts to itself."""

    decoder: Decoder
    salt: str = ""

    async def answer(self, question: str, passages: Sequence[RankedPassage], kit: BrandKit) -> Answer:
        """An answer with the passages it rests on; not covered when there are none to rest on.

        Raises UnusableReply and the errors of the model server.
        """
        if not passages:
            return _NOT_COVERED
        ids = short_ids(passages)
        schema = answer_schema(list(ids))
        task = Task(
            messages=answering_prompt(question, passages, kit),
            schema=schema,
            seed=_SEED,
            sampling=Sampling(temperature=0.0, top_p=1.0),
            route=kit.slug,
            salt=self.salt,
            priority=-1,
        )
        decoded = await self.decoder.decode(task)
        return answer_from(parsed(decoded.answers[0], schema), passages=ids)


def answering_prompt(question: str, passages: Sequence[RankedPassage], kit: BrandKit) -> Messages:
    """What the model is told about this question."""
    values = {
        **brand_material(kit, today=None),
        "passages": passage_lines(passages),
        "question": as_data(question),
    }
    return prompt(("desk", "brand"), "answer", values)
