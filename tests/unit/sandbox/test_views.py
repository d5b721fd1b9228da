"""Modals and App Home: triggers, the stack, hashes, and what people entered."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Sandbox
from tests.unit.sandbox.refusals import error_of

MAYA = "U0MAYA"
Json = dict[str, Any]


def a_view(title: str = "Brief", **fields: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "text", "initial_value": "first"}
    block = {
        "type": "input",
        "block_id": "body",
        "label": {"type": "plain_text", "text": "Text"},
        "element": element,
    }
    named = {"type": "modal", "title": {"type": "plain_text", "text": title}}
    return {**named, "submit": {"type": "plain_text", "text": "Send"}, "blocks": [block], **fields}


def a_trigger(sandbox: Sandbox) -> str:
    return sandbox.service.triggers.give(MAYA)


async def opened(sandbox: Sandbox, client: AsyncWebClient, **fields: Any) -> Json:
    answer = await client.views_open(trigger_id=a_trigger(sandbox), view=a_view(**fields))
    view: Json = answer["view"]
    return view


async def test_a_trigger_opens_one_view(sandbox: Sandbox, client: AsyncWebClient) -> None:
    trigger = a_trigger(sandbox)
    answer = await client.views_open(trigger_id=trigger, view=a_view())

    shown = sandbox.person(MAYA).view()
    assert shown is not None
    assert (shown["id"], shown["hash"]) == (answer["view"]["id"], answer["view"]["hash"])
    assert await error_of(client.views_open(trigger_id=trigger, view=a_view())) == "exchanged_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.3", view=a_view())) == "invalid_trigger_id"


async def test_a_trigger_runs_out(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.misbehave("views.open", "expired_trigger", times=1)

    assert (
        await error_of(client.views_open(trigger_id=a_trigger(sandbox), view=a_view()))
        == "expired_trigger_id"
    )


async def test_a_refused_view_does_not_use_the_trigger_up(sandbox: Sandbox, client: AsyncWebClient) -> None:
    trigger = a_trigger(sandbox)
    too_long = a_view(title="x" * 25)

    assert await error_of(client.views_open(trigger_id=trigger, view=too_long)) == "invalid_arguments"
    assert (await client.views_open(trigger_id=trigger, view=a_view()))["ok"]


async def test_three_views_fit_on_the_stack(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await opened(sandbox, client)
    for _ in range(2):
        await client.views_push(trigger_id=a_trigger(sandbox), view=a_view())

    assert (
        await error_of(client.views_push(trigger_id=a_trigger(sandbox), view=a_view()))
        == "push_limit_reached"
    )


async def test_an_update_with_an_old_hash_is_a_conflict(sandbox: Sandbox, client: AsyncWebClient) -> None:
    view = await opened(sandbox, client)
    newer = await client.views_update(view_id=view["id"], hash=view["hash"], view=a_view(title="Newer"))

    conflict = client.views_update(view_id=view["id"], hash=view["hash"], view=a_view(title="Lost"))

    assert await error_of(conflict) == "hash_conflict"
    assert newer["view"]["title"]["text"] == "Newer"


async def test_an_update_keeps_what_was_entered_in_fields_that_stay(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    view = await opened(sandbox, client, external_id="brief:1")
    shown = sandbox.person(MAYA).view()
    assert shown is not None
    shown["state"]["values"]["body"]["text"]["value"] = "typed"

    same = await client.views_update(external_id="brief:1", view=a_view())
    other = a_view()
    other["blocks"][0]["block_id"] = "another"
    changed = await client.views_update(view_id=view["id"], view=other)

    assert same["view"]["state"]["values"]["body"]["text"]["value"] == "typed"
    assert changed["view"]["state"]["values"] == {
        "another": {"text": {"type": "plain_text_input", "value": "first"}}
    }


async def test_a_closed_view_cannot_be_updated(sandbox: Sandbox, client: AsyncWebClient) -> None:
    view = await opened(sandbox, client)
    await sandbox.person(MAYA).close(view)

    assert await error_of(client.views_update(view_id=view["id"], view=a_view())) == "not_found"


async def test_home_is_published_for_one_person(sandbox: Sandbox, client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = await client.views_publish(user_id=MAYA, view=home)
    await client.views_publish(user_id=MAYA, view=home)

    assert sandbox.person("U0OMAR").home() is None
    stale = client.views_publish(user_id=MAYA, view=home, hash=first["view"]["hash"])
    assert await error_of(stale) == "hash_conflict"
    assert await error_of(client.views_publish(user_id=MAYA, view=a_view())) == "invalid_arguments"


@pytest.mark.parametrize(
    ("element", "entry", "error"),
    [
        (
            {"type": "plain_text_input", "min_length": 5},
            {"value": "four"},
            "This field must have at least 5 characters.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": False},
            {"value": "1.5"},
            "Please enter a valid number.",
        ),
        ({"type": "email_text_input"}, {"value": "nobody"}, "Please enter a valid email address."),
        ({"type": "url_text_input"}, {"value": "nowhere"}, "Please enter a valid URL."),
        ({"type": "file_input"}, {"files": []}, "Please complete this required field."),
    ],
)
async def test_the_modal_itself_checks_what_was_entered(
    sandbox: Sandbox, client: AsyncWebClient, element: Json, entry: Json, error: str
) -> None:
    view = a_view()
    view["blocks"][0]["element"] = {**element, "action_id": "text"}
    answer = await client.views_open(trigger_id=a_trigger(sandbox), view=view)

    submitted = await sandbox.person(MAYA).submit(answer["view"], {"body": {"text": entry}})

    assert submitted == {"ok": False, "errors": {"body": error}}
