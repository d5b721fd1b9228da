"""The draft sentence by sentence: what each rests on and how far, what it breaks, what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.slack.escaping import clip
from bot.slack.views.blocks import Element, divider, header, line, listed, note, rich, run
from bot.slack.views.models import Block
from bot.slack.views.shown_copy import field_label
from brandkit.channels import Channel
from brandkit.drafts import Part
from brandkit.passages import PassageId
from llm.explaining import ExplainedSentence, Explanation
from llm.support import Support

_SENTENCES = 30
_TEXT = 220
_TOLD = 260
_LINES = 6


def account_blocks(
    explanation: Explanation, numbers: Mapping[PassageId, int], channel: Channel
) -> Iterator[Block]:
    """Every sentence with its account; `numbers` are those under which the passages are shown."""
    if not explanation.sentences:
        return
    yield divider()
    yield header("Sentence by sentence")
    shown = explanation.sentences[:_SENTENCES]
    for at, sentence in enumerate(shown):
        if at == 0 or _place(sentence) != _place(shown[at - 1]):
            yield note(f"*{field_label(channel, Part(field=sentence.field, text='', index=sentence.index))}*")
        yield rich(line(run(clip(sentence.text, _TEXT), italic=True)), *_account(sentence, numbers))
    left_out = len(explanation.sentences) - len(shown)
    if left_out:
        yield note(f"and {left_out} more sentences")
    if explanation.unanswered:
        yield note(clip(f"Not found in the copy: {'; '.join(explanation.unanswered)}", _TOLD))


def _place(sentence: ExplainedSentence) -> tuple[str, int]:
    return sentence.field, sentence.index


def _account(sentence: ExplainedSentence, numbers: Mapping[PassageId, int]) -> list[Element]:
    told = [*_rests_on(sentence, numbers), *_breaks(sentence), *sentence.kept, *_answers(sentence)]
    items = [line(run(clip(each, _TOLD))) for each in told[:_LINES]]
    return [listed(items)] if items else []


def _rests_on(sentence: ExplainedSentence, numbers: Mapping[PassageId, int]) -> Iterator[str]:
    known = [support for support in sentence.support if support.passage in numbers]
    strong = [_measured(each, numbers) for each in known if not each.is_weak]
    weak = [_measured(each, numbers) for each in known if each.is_weak]
    if strong:
        yield f"rests on {', '.join(strong)}"
    elif weak:
        yield f"cites {', '.join(weak)}: weak support, have a look"
    else:
        yield "cites no passage"


def _measured(support: Support, numbers: Mapping[PassageId, int]) -> str:
    near = "" if support.nearness is None else f"nearness {support.nearness:.2f}, "
    return f"[{numbers[support.passage]}] ({near}{support.shared:.0%} of its words)"


def _breaks(sentence: ExplainedSentence) -> Iterator[str]:
    yield from (f"{each.severity.value}: {each.message}" for each in sentence.broke)


def _answers(sentence: ExplainedSentence) -> Iterator[str]:
    if sentence.answers:
        yield f"answers the brief: {', '.join(sentence.answers)}"
