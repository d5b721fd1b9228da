"""What the desk says while it works: it has begun, it has a question, it failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack import limits
from bot.slack.escaping import clip, fallback, unescape, weight
from bot.slack.ids import Action, Kind, Ref, numbered
from bot.slack.views.blocks import (
    Element,
    actions,
    button,
    context,
    note,
    person,
    quoted,
    section,
    words,
)
from bot.slack.views.models import AskedQuestion, Block, Failure, Message, Step, StepState, Work

_MARKS = {StepState.WAITING: "○", StepState.RUNNING: "◐", StepState.DONE: "●", StepState.FAILED: "✕"}
_STEPS = 12
_STEP = 200
_CHANGE = 300
_PARTIAL = 2_500
_CHOICES = 12


def work_message(work: Work) -> Message:
    """What the desk is at, step by step; `partial_text` is what is written so far."""
    told = _at_work(work)
    steps = "\n".join(f"{_MARKS[step.state]} {_step(step)}" for step in work.steps[-_STEPS:])
    blocks: list[Block] = [section(words(told))]
    if steps:
        blocks.append(context(words(steps, limits.SECTION_TEXT)))
    if work.partial_text.strip():
        blocks.append(quoted(work.partial_text, _PARTIAL))
    if work.request:
        ref = Ref(kind=Kind.REQUEST, id=work.request)
        blocks += actions([button("Stop", Action.REQUEST_CANCEL, ref)])
    return Message(text=fallback(told, limits.MESSAGE_TEXT), blocks=tuple(blocks))


def asked_message(user: str, text: str) -> Message:
    """What somebody asked for with a command or a form: it opens the thread that we answer in."""
    told = fallback(f"Copy was asked for: {text}", limits.MESSAGE_TEXT)
    return Message(text=told, blocks=(note(f"{person(user)} asked:"), quoted(text, _PARTIAL)))


def question_message(asked: AskedQuestion) -> Message:
    """The one question, with its choices as buttons until somebody answers."""
    blocks: list[Block] = [section(words(asked.question.text))]
    if asked.answer:
        blocks.append(note(f"Answered by {person(asked.answered_by)}:" if asked.answered_by else "Answered:"))
        blocks.append(quoted(asked.answer, _CHANGE))
    else:
        choices = _choices(asked)
        blocks += actions(choices)
        told = "Choose one, or answer in this thread." if choices else "Answer in this thread."
        blocks.append(note(told))
    return Message(text=fallback(asked.question.text, limits.MESSAGE_TEXT), blocks=tuple(blocks))


def chosen_answer(action: Mapping[str, Any]) -> str:
    """The words on the button that was pressed: the answer to our question."""
    return unescape(str(action["text"]["text"]))


def failure_message(failure: Failure) -> Message:
    """What happened, what to do next, the code to quote, and Try again where that is safe."""
    told = " ".join(filter(None, (failure.happened, failure.next_step)))
    retry = [button("Try again", Action.REQUEST_RETRY, failure.retry)] if failure.retry else []
    code = [context(words(f"Code {failure.code}", limits.SECTION_TEXT))] if failure.code else []
    return Message(
        text=fallback(f"{told} Code {failure.code}" if failure.code else told, limits.MESSAGE_TEXT),
        blocks=(section(words(told)), *actions(retry), *code),
    )


def _at_work(work: Work) -> str:
    if work.waiting and not work.partial_text:
        return "Waiting for the model. I write this with it as soon as it is back: nothing to do for you."
    if work.change:
        return f"On it: {clip(work.change, _CHANGE)}"
    if work.channel is None:
        return "On it: reading what you need…"
    return f"On it: drafting {_a(work.channel.label)}…"


def _a(label: str) -> str:
    """The label with its article, in lower case where it is not a name or an abbreviation."""
    first = label.split(" ", maxsplit=1)[0]
    is_word = first[1:].islower() and first not in _NAMES
    shown = label[:1].lower() + label[1:] if is_word else label
    return f"{'an' if _sounds_open(first) else 'a'} {shown}"


_NAMES = {"LinkedIn", "Google", "Facebook", "Instagram", "Threads", "Bluesky", "Mastodon", "Pinterest"}


def _sounds_open(first: str) -> bool:
    """Whether a reader says it with an open sound first: "an email", "an X post", "an SMS"."""
    spelled_out = first.isupper()
    return first[:1] in "AEFHILMNORSX" if spelled_out else first[:1].lower() in "aeio"


def _step(step: Step) -> str:
    return clip(step.text, _STEP)


def _choices(asked: AskedQuestion) -> list[Element]:
    """Only choices that fit a button whole: what is pressed is the answer."""
    ref = Ref(kind=Kind.REQUEST, id=asked.request)
    fitting = {each: index for index, each in enumerate(asked.question.choices) if _fits_button(each)}
    return [
        button(choice, numbered(Action.REQUEST_ANSWER, index), ref)
        for choice, index in list(fitting.items())[:_CHOICES]
    ]


def _fits_button(choice: str) -> bool:
    return bool(choice.strip()) and weight(choice) <= limits.BUTTON_TEXT
