"""Rules that guidelines suggest, to accept, edit or reject; and the statements that no rule can test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from approvals.rule_proposal import RuleProposal
from bot.slack import limits
from bot.slack.escaping import clip
from bot.slack.ids import Action, Kind, Metadata, Modal, Ref, numbered
from bot.slack.views.blocks import (
    actions,
    asked,
    button,
    context,
    note,
    plain_button,
    quoted,
    section,
    text_input,
    words,
)
from bot.slack.views.modals.frame import Values, modal, text_in, within_view
from bot.slack.views.models import Block, FieldErrors, View
from brandkit.amounts import counted

YAML = "yaml"
PAGE = 6
_SENTENCE = 600
_RULE = 700
_PLACE = 250
_UNTESTABLE = 40


def proposals_view(found: Sequence[RuleProposal], *, untestable: int, page: int = 0) -> View:
    """One page of proposals, in the order of the guidelines; pages are counted from 0."""
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    top = f"{counted(len(found), 'rule')} proposed. Nothing is in force until you accept it."
    blocks: list[Block] = [section(words(top if found else "No rules wait for a decision."))]
    if untestable:
        see = f"Statements that cannot be tested: {untestable}"
        blocks += actions([plain_button(see, Action.PROPOSALS_UNTESTABLE)])
    for each in found[page * PAGE : (page + 1) * PAGE]:
        blocks += _proposal(each)
    blocks += _turn(page, pages)
    return modal(Modal.PROPOSALS, "Proposed rules", within_view(blocks), metadata=Metadata(page=page))


def untestable_view(found: Sequence[RuleProposal]) -> View:
    """Statements that tell writers what to do and that no rule can hold copy against."""
    blocks: list[Block] = [
        note("Writers can follow these, the checker cannot. Numbers and lists of words help.")
    ]
    for each in found[:_UNTESTABLE]:
        blocks += [quoted(each.sentence, _SENTENCE), context(words(f"{_place(each)}. {each.why}", _PLACE))]
    if len(found) > _UNTESTABLE:
        blocks.append(note(f"and {len(found) - _UNTESTABLE} more"))
    if not found:
        blocks = [section(words("Every statement that was found can be tested."))]
    return modal(Modal.RULINGS, "Cannot be tested", within_view(blocks))


def edit_rule_view(it: RuleProposal, metadata: Metadata) -> View | None:
    """The rule as text; None when it is longer than a form in Slack can hold."""
    if len(it.yaml) > limits.INPUT_TEXT:
        return None
    blocks = [
        quoted(it.sentence, _SENTENCE),
        context(words(_place(it), _PLACE)),
        asked(
            YAML,
            "The rule",
            text_input(it.yaml, multiline=True),
            hint="It is taken only if it compiles and its examples hold.",
        ),
    ]
    return modal(Modal.EDIT_RULE, "Edit the rule", blocks, metadata=metadata, submit="Accept")


def parse_rule(values: Values) -> str | FieldErrors:
    """The rule as edited."""
    text = text_in(values, YAML)
    return f"{text.rstrip()}\n" if text.strip() else FieldErrors(by_block={YAML: "There is no rule left."})


def rule_refused(problem: str) -> FieldErrors:
    """Why the edited text cannot be a rule, at its box."""
    return FieldErrors(by_block={YAML: clip(problem, 300)})


def _proposal(each: RuleProposal) -> Iterator[Block]:
    ref = Ref(kind=Kind.PROPOSAL, id=each.id)
    by = " · read by the model" if each.found_by == "model" else ""
    yield section(words(each.name, _PLACE))
    yield quoted(each.sentence, _SENTENCE)
    yield context(words(f"{_place(each)}{by}", _PLACE))
    yield quoted(_in_short(each.yaml), _RULE)
    yield from actions(
        [
            button("Accept", Action.PROPOSAL_ACCEPT, ref, tone="primary"),
            button("Edit…", Action.PROPOSAL_EDIT, ref),
            button("Reject", Action.PROPOSAL_REJECT, ref, tone="danger"),
        ]
    )


def _in_short(yaml: str) -> str:
    """The rule without its grounds and examples, which the sentence and the place show already."""
    return yaml.split("\nevidence:", 1)[0]


def _place(each: RuleProposal) -> str:
    page = f", page {each.page}" if each.page is not None else ""
    return f"{each.document}: {each.heading}{page}" if each.heading else f"{each.document}{page}"


def _turn(page: int, pages: int) -> list[Block]:
    if pages == 1:
        return []
    back = [plain_button("Back", numbered(Action.PROPOSALS_PAGE, page - 1))] if page else []
    on = [plain_button("More", numbered(Action.PROPOSALS_PAGE, page + 1))] if page + 1 < pages else []
    return [note(f"Page {page + 1} of {pages}"), *actions([*back, *on])]
