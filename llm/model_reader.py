"""Reads a message as a brief with a model, or asks the one question without which there is none."""

from __future__ import annotations

from dataclasses import dataclass

from brandkit.briefs import Brief, Question
from llm.assignments import Ask
from llm.decoding import Decoder, Sampling, Task
from llm.fences import as_data, as_lines
from llm.material import brand_material, brief_material
from llm.prompts import Messages, prompt
from llm.replies import brief_or_question, parsed
from llm.schemas import reading_schema

_SEED = 1


@dataclass(frozen=True, kw_only=True)
class ModelReader:
    """Reads with the model behind `decoder`; `salt` keeps a workspace's cached prompts to itself."""

    decoder: Decoder
    salt: str = ""

    async def read(self, ask: Ask) -> Brief | Question:
        """The brief, or a question; raises UnusableReply and the errors of the model server.

        Whatever the model says, a link or a must-mention that was not said is not in the brief, and what
        a form settled is asked no more.
        """
        schema = reading_schema(ask.kit)
        task = Task(
            messages=reading_prompt(ask),
            schema=schema,
            seed=_SEED,
            sampling=Sampling(temperature=0.0, top_p=1.0),
            route=ask.kit.slug,
            salt=self.salt,
            priority=-1,
        )
        decoded = await self.decoder.decode(task)
        data = parsed(decoded.answers[0], schema)
        return brief_or_question(
            data, ask=ask.text, said="\n".join((ask.text, *ask.earlier)), defaults=ask.defaults
        )


def reading_prompt(ask: Ask) -> Messages:
    """What the model is told about this message."""
    channels = ({"channel": c.name, "is": c.label, "also": c.aliases} for c in ask.kit.channels.values())
    settled = {"channel": ask.defaults.channel} | brief_material(ask.defaults) if ask.defaults else {}
    values = {
        # Claims play no part in reading, so that none can expire here.
        **brand_material(ask.kit, today=None),
        "channels": as_lines(channels, empty="(none)"),
        "defaults": as_data(settled),
        "earlier": as_lines(ask.earlier, empty="(nothing)"),
        "message": as_data(ask.text),
    }
    return prompt(("desk", "brand"), "read", values)
