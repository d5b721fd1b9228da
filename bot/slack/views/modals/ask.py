"""Ask the brand: a question, an answer with its passages, and what a test query would cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.slack import limits
from bot.slack.escaping import clip, fallback
from bot.slack.ids import Metadata, Modal, Origin
from bot.slack.views.blocks import asked, context, line, note, quoted, rich, run, section, text_input, words
from bot.slack.views.modals.frame import Values, modal, text_in, within_view
from bot.slack.views.models import Answered, Block, FieldErrors, Message, TestQueryResult, View
from bot.slack.views.wording import NOT_COVERED, guideline_version, place_of
from brandkit.drafts import WriterKind
from brandkit.passages import Passage

QUESTION = "question"
_MOST = 500
_PASSAGE = 900
_PASSAGES = 6
_PLACE = 250


def ask_view(origin: Origin | None = None) -> View:
    """Where anybody asks what the guidelines say."""
    return _question(Modal.ASK, "Ask the brand", "How do we write dates?", origin)


def query_test_view(origin: Origin | None = None) -> View:
    """Where an admin tries what would be cited."""
    return _question(Modal.TEST_QUERY, "Test a question", "What would you cite for this?", origin)


def parse_question(values: Values) -> str | FieldErrors:
    """The question, or that there is none."""
    question = text_in(values, QUESTION).strip()
    return question or FieldErrors(by_block={QUESTION: "Write a question."})


def ask_result_view(answered: Answered) -> View:
    """The answer in a window."""
    return modal(Modal.ASK_RESULT, "Ask the brand", within_view(_answer(answered)))


def ask_result_message(answered: Answered) -> Message:
    """The answer in a thread."""
    told = answered.text if answered.covered else NOT_COVERED
    return Message(text=fallback(told, limits.MESSAGE_TEXT), blocks=tuple(_answer(answered)))


def query_test_result_view(result: TestQueryResult) -> View:
    """The passages a draft would be given for this, best first, with their relevance."""
    version = guideline_version(result.version)
    blocks: list[Block] = [quoted(result.question, _MOST), note("What would be cited, best first:")]
    if not result.ranked:
        blocks = [quoted(result.question, _MOST), section(words(NOT_COVERED))]
    for number, ranked in enumerate(result.ranked, start=1):
        blocks += _cited(number, ranked.passage, f"relevance {ranked.score:.2f}")
    blocks.append(context(words(f"Guideline version {version}")))
    return modal(Modal.TEST_QUERY, "Test a question", within_view(blocks))


def _question(kind: Modal, title: str, placeholder: str, origin: Origin | None) -> View:
    box = text_input(multiline=True, placeholder=placeholder, most=_MOST)
    metadata = Metadata(origin=origin or Origin())
    return modal(kind, title, [asked(QUESTION, "Question", box)], metadata=metadata, submit="Ask")


def _answer(answered: Answered) -> list[Block]:
    if not answered.covered:
        told = f"{NOT_COVERED} The brand owner can add it to the guidelines."
        return [quoted(answered.question, _MOST), section(words(told))]
    return [
        quoted(answered.question, _MOST),
        section(words(answered.text, _PASSAGE * 3)),
        *_passages(answered.passages),
        *([note("Answered by a model from these passages.")] if answered.writer is WriterKind.MODEL else []),
    ]


def _passages(passages: Sequence[Passage]) -> Iterator[Block]:
    for number, passage in enumerate(passages[:_PASSAGES], start=1):
        yield from _cited(number, passage, passage.document)


def _cited(number: int, passage: Passage, told: str) -> Iterator[Block]:
    place = run(f"[{number}] {clip(place_of(passage), _PLACE)}", bold=True)
    yield rich(line(place))
    yield quoted(passage.text, _PASSAGE)
    yield context(words(told, _PLACE))
