"""What buttons carry can be read back and nothing else can; the limits are Slack's, and they bite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slackblocks import _limits as registry
from slackblocks._surfaces import _BLOCK_TYPES_BY_SURFACE

from bot.slack import limits
from bot.slack.ids import (
    Action,
    Kind,
    Metadata,
    Modal,
    Origin,
    Ref,
    UnreadableReference,
    numbered,
    parse_metadata,
    parse_ref,
    split_action,
)
from bot.slack.views.blocks import asked, button, header, run, say, section, text_input, words
from bot.slack.views.modals.frame import modal
from tests.unit.bot.slack_views.samples import unhurried

refs = st.builds(
    Ref, kind=st.sampled_from(Kind), id=st.text(min_size=1, max_size=64), version=st.integers(0, 999_999_999)
)


@unhurried
@given(refs)
def test_a_reference_can_be_read_back(ref: Ref) -> None:
    assert parse_ref(str(ref)) == ref


@pytest.mark.parametrize(
    "value", ["", "draft", "draft:d1", "draft:d1:3", "pigeon:d1:v1", "draft:d1:v-1", "draft::v1"]
)
def test_a_made_up_reference_is_refused_with_what_to_do(value: str) -> None:
    with pytest.raises(UnreadableReference, match="Ask again in the thread"):
        parse_ref(value)


@unhurried
@given(st.sampled_from(Action), st.lists(st.integers(0, 99), max_size=3))
def test_an_action_keeps_its_numbers(action: Action, numbers: list[int]) -> None:
    action_id = numbered(action, *numbers)

    assert split_action(action_id) == (action, tuple(numbers))


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(UnreadableReference):
        split_action("draft.explode#1")


@unhurried
@given(
    st.builds(
        Metadata,
        ref=st.one_of(st.none(), refs),
        origin=st.builds(
            Origin, channel=st.text(max_size=12), ts=st.text(max_size=20), thread_ts=st.text(max_size=20)
        ),
        variant=st.integers(0, 9),
    )
)
def test_what_a_view_keeps_can_be_read_back_and_is_small(metadata: Metadata) -> None:
    assert parse_metadata(metadata.encode()) == metadata
    assert len(metadata.encode()) < limits.PRIVATE_METADATA


@pytest.mark.parametrize("text", ["", "[]", '{"ref":"x"}', '{"origin":{"planet":"Mars"}}'])
def test_metadata_that_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(UnreadableReference):
        parse_metadata(text)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (limits.MESSAGE_BLOCKS, registry.MESSAGE_BLOCKS_MAX_ITEMS),
        (limits.VIEW_BLOCKS, registry.VIEW_BLOCKS_MAX_ITEMS),
        (limits.VIEW_TITLE, registry.VIEW_TITLE_MAX_LENGTH),
        (limits.PRIVATE_METADATA, registry.VIEW_PRIVATE_METADATA_MAX_LENGTH),
        (limits.SECTION_TEXT, registry.SECTION_TEXT_MAX_LENGTH),
        (limits.MARKDOWN_TEXT, registry.MARKDOWN_TEXT_MAX_LENGTH),
        (limits.HEADER_TEXT, registry.HEADER_TEXT_MAX_LENGTH),
        (limits.CONTEXT_ELEMENTS, registry.CONTEXT_ELEMENTS_MAX_ITEMS),
        (limits.ACTIONS_ELEMENTS, registry.ACTIONS_ELEMENTS_MAX_ITEMS),
        (limits.BUTTON_TEXT, registry.BUTTON_TEXT_MAX_LENGTH),
        (limits.BUTTON_VALUE, registry.BUTTON_VALUE_MAX_LENGTH),
        (limits.BUTTON_URL, registry.BUTTON_URL_MAX_LENGTH),
        (limits.CONFIRM_TITLE, registry.CONFIRMATION_TITLE_MAX_LENGTH),
        (limits.CONFIRM_TEXT, registry.CONFIRMATION_TEXT_MAX_LENGTH),
        (limits.CONFIRM_BUTTON, registry.CONFIRMATION_CONFIRM_MAX_LENGTH),
        (limits.OPTION_TEXT, registry.OPTION_TEXT_MAX_LENGTH),
        (limits.OPTION_VALUE, registry.OPTION_VALUE_MAX_LENGTH),
        (limits.OPTIONS, registry.SELECT_OPTIONS_MAX_ITEMS),
        (limits.CHECKBOX_OPTIONS, registry.CHECKBOXES_OPTIONS_MAX_ITEMS),
        (limits.INPUT_TEXT, registry.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX),
        (limits.INPUT_LABEL, registry.INPUT_LABEL_MAX_LENGTH),
        (limits.PLACEHOLDER, registry.PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH),
        (limits.IDENTIFIER, registry.ACTION_ID_MAX_LENGTH),
        (limits.ALERT_TEXT, registry.ALERT_TEXT_MAX_LENGTH),
        (limits.FILES, registry.FILE_INPUT_MAX_FILES_MAX),
    ],
)
def test_our_numbers_are_those_of_an_independent_table(ours: int, theirs: int) -> None:
    assert ours == theirs


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_we_allow_no_block_where_slack_has_none(surface: str) -> None:
    assert limits.ALLOWED[surface] <= _BLOCK_TYPES_BY_SURFACE[surface]  # type: ignore[index]


_REF = Ref(kind=Kind.DRAFT, id="d1")


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}},
        {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
        {"type": "section", "text": say("1 < 2")},
        {"type": "section", "text": say("<!channel>") | {"text": "a & b"}},
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "alert", "text": words("x")},
        {"type": "context", "elements": [words("x")] * 11},
        {"type": "actions", "elements": []},
        {"type": "actions", "elements": [button("A", "same", _REF), button("B", "same", _REF)]},
        {"type": "actions", "elements": [button("A", "a", _REF) | {"value": "x" * 2_001}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run("")]}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run("😀" * 1_501)]}]},
    ],
)
def test_a_block_beyond_a_limit_is_a_problem(block: dict[str, object]) -> None:
    assert limits.message_problems("x", [block])


def test_a_message_too_heavy_in_total_is_a_problem() -> None:
    blocks = [section(words("x" * 2_900))] * 5

    assert limits.message_problems("x", blocks[:4]) == ()
    assert any("together" in each for each in limits.message_problems("x", blocks))


def test_fifty_one_blocks_and_a_missing_text_are_problems() -> None:
    assert len(limits.message_problems("", [header("x")] * 51)) == 2


def test_two_inputs_with_one_id_or_no_submit_are_problems() -> None:
    box = asked("same", "Label", text_input())

    assert limits.view_problems(modal(Modal.ASK, "Ask", [box], submit="Ask")) == ()
    assert limits.view_problems(modal(Modal.ASK, "Ask", [box, box], submit="Ask"))
    assert limits.view_problems(modal(Modal.ASK, "Ask", [box]))
