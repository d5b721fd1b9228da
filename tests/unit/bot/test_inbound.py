"""What Slack sends is read as what a person did and typed, with a key that names it once."""

from typing import Any

import pytest

from bot.slack.escaping import as_copy, as_typed
from bot.slack.inbound import InboundKind, read
from bot.slack.views.modals.reasons import parse_reason
from bot.slack.views.models import Reason

BOT = "U0DESK"


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<@U0DESK> shorter", "shorter"),
        ("shorter <@U0DESK>", "shorter"),
        ("see <https://ledgerline.example/a?b=1&amp;c=2>", "see https://ledgerline.example/a?b=1&c=2"),
        ("see <http://ledgerline.example|ledgerline.example>", "see http://ledgerline.example"),
        ("write to <mailto:a@example.com|a@example.com>", "write to a@example.com"),
        ("in <#C0MARKETING|marketing>", "in #marketing"),
        ("<!here> and <!subteam^S1|@brand>", "@here and @brand"),
        ("with <@U0OMAR>", "with <@U0OMAR>"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("half \ud83d a character", "half \ufffd a character"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_markup_is_read_as_typed(sent: str, typed: str) -> None:
    assert as_typed(sent, bot_user=BOT) == typed


@pytest.mark.parametrize(
    ("sent", "checked"),
    [
        (
            "<https://ledgerline.example/a|Buy now!> &amp; save",
            "[Buy now!](https://ledgerline.example/a) & save",
        ),
        ("see <http://ledgerline.example|ledgerline.example>", "see http://ledgerline.example"),
        ("write to <mailto:a@example.com|a@example.com>", "write to a@example.com"),
        ("<https://ledgerline.example> by <@U0OMAR>", "https://ledgerline.example by <@U0OMAR>"),
    ],
)
def test_the_words_behind_which_a_link_is_are_checked(sent: str, checked: str) -> None:
    assert as_copy(sent) == checked


def test_a_form_holds_no_half_characters() -> None:
    assert parse_reason({"reason": {"value": {"value": "No \ud83d."}}}) == Reason(
        text="No \ufffd.", labels=()
    )


def test_a_mention_and_its_message_are_one_thing() -> None:
    mention = read(an_event(type="app_mention"), bot_user=BOT)
    message = read(an_event(type="message"), bot_user=BOT)

    assert mention is not None
    assert message is not None
    assert mention.key == message.key
    assert mention.mentioned
    assert message.mentioned
    assert mention.text == "a post"


def test_a_mention_may_carry_a_name() -> None:
    heard = read(an_event(type="message", text="<@U0DESK|copydesk> a post"), bot_user=BOT)

    assert heard is not None
    assert heard.mentioned
    assert heard.text == "a post"


def test_a_message_without_a_text_is_read_from_its_blocks() -> None:
    runs = [{"type": "user", "user_id": BOT}, {"type": "text", "text": " R&D post "}]
    items = [{"type": "rich_text_section", "elements": [{"type": "emoji", "name": "tada"}]}]
    elements = [
        {"type": "rich_text_section", "elements": runs},
        {"type": "rich_text_list", "style": "bullet", "elements": items},
    ]
    event = an_event(type="message", text="")
    event["event"]["blocks"] = [{"type": "rich_text", "elements": elements}]
    heard = read(event, bot_user=BOT)

    assert heard is not None
    assert heard.mentioned
    assert heard.text == "R&D post \n:tada:"


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"user": ""},
        {"user": BOT},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
    ],
)
def test_what_no_person_said_is_not_heard(changes: dict[str, str]) -> None:
    assert read(an_event(type="message", **changes), bot_user=BOT) is None


def test_a_form_sent_again_with_other_words_is_another_submission() -> None:
    first, again, other = (read(a_submission(text)) for text in ("one", "one", "two"))

    assert first is not None
    assert again is not None
    assert other is not None
    assert first.kind is InboundKind.SUBMIT
    assert first.key == again.key
    assert first.key != other.key


def test_events_without_an_id_are_told_apart() -> None:
    first, second = (
        read({"type": "event_callback", "event": {"type": "app_home_opened", "user": "U1", "event_ts": at}})
        for at in ("1.0", "2.0")
    )

    assert first is not None
    assert second is not None
    assert first.key != second.key


def test_a_click_on_a_message_without_a_container_knows_its_place() -> None:
    heard = read(
        {
            "type": "block_actions",
            "user": {"id": "U1"},
            "channel": {"id": "C1"},
            "message": {"ts": "2.0", "thread_ts": "1.0"},
            "actions": [{"action_id": "draft.submit", "value": "draft:1:v1"}],
        }
    )

    assert heard is not None
    assert (heard.channel, heard.ts, heard.thread_ts) == ("C1", "2.0", "1.0")


def an_event(**changes: str) -> dict[str, Any]:
    event = {"channel": "C1", "ts": "1.000001", "user": "U1", "text": "<@U0DESK> a post", **changes}
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}


def a_submission(text: str) -> dict[str, Any]:
    values = {"reason": {"value": {"type": "plain_text_input", "value": text}}}
    view = {"id": "V1", "hash": "1.a", "callback_id": "modal.approval.reject", "state": {"values": values}}
    return {"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "view": view}
