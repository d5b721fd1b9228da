"""The payloads of interactions: clicks, forms, shortcuts and commands, as Slack sends them."""

from sandbox.conversation import Conversation, Kind
from sandbox.deliveries import Envelope
from sandbox.payload import Json, a_copy
from sandbox.service import Service


def common(service: Service, person: str) -> Json:
    """The fields of every interaction."""
    seed = service.seed
    name = service.workspace.people[person].name
    return {
        "user": {"id": person, "username": name, "name": name, "team_id": seed.team_id},
        "api_app_id": seed.app.app_id,
        "token": seed.app.verification_token,
        "team": {"id": seed.team_id, "domain": seed.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def action_on_message(
    service: Service, person: str, conversation: Conversation, message: Json, *, action: Json, values: Json
) -> Envelope:
    """A click on an element of a message."""
    container: Json = {"type": "message", "message_ts": message["ts"], "channel_id": conversation.id}
    container["is_ephemeral"] = bool(message.get("ephemeral"))
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    payload = {
        "type": "block_actions",
        **common(service, person),
        "container": container,
        "trigger_id": service.triggers.give(person),
        "channel": named(conversation),
        "message": a_copy(message),
        "state": {"values": values},
        "response_url": message_response_url(service, person, conversation, message),
        "actions": [action],
    }
    return _envelope("block_actions", payload)


def action_in_view(service: Service, person: str, view: Json, *, action: Json) -> Envelope:
    """A click on an element of a modal or of App Home."""
    payload = {
        "type": "block_actions",
        **common(service, person),
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": service.triggers.give(person),
        "view": a_copy(view),
        "actions": [action],
    }
    return _envelope("block_actions", payload)


def view_submission(service: Service, person: str, view: Json) -> Envelope:
    """A modal that was sent."""
    payload = {
        "type": "view_submission",
        **common(service, person),
        "trigger_id": service.triggers.give(person),
        "view": a_copy(view),
        "response_urls": _chosen_response_urls(service, person, view),
    }
    return _envelope("view_submission", payload, wants_reply=True)


def view_closed(service: Service, person: str, view: Json, *, is_cleared: bool) -> Envelope:
    """A modal that was closed."""
    return _envelope(
        "view_closed",
        {"type": "view_closed", **common(service, person), "view": a_copy(view), "is_cleared": is_cleared},
    )


def global_shortcut(service: Service, person: str, callback_id: str) -> Envelope:
    """A shortcut from the search bar or the composer."""
    payload = {
        "type": "shortcut",
        **common(service, person),
        "callback_id": callback_id,
        "trigger_id": service.triggers.give(person),
        "action_ts": service.clock.next_ts(),
    }
    return _envelope("shortcut", payload)


def message_shortcut(
    service: Service, person: str, callback_id: str, conversation: Conversation, message: Json
) -> Envelope:
    """A shortcut from a message's menu."""
    payload = {
        "type": "message_action",
        **common(service, person),
        "callback_id": callback_id,
        "trigger_id": service.triggers.give(person),
        "action_ts": service.clock.next_ts(),
        "message_ts": message["ts"],
        "message": a_copy(message),
        "channel": named(conversation),
        "response_url": message_response_url(service, person, conversation, message),
    }
    return _envelope("message_action", payload)


def slash_command(
    service: Service, person: str, conversation: Conversation, command: str, text: str
) -> Envelope:
    """A slash command. Its fields are those of a form, all of them strings."""
    seed = service.seed
    key = service.response_urls.give(person=person, channel=conversation.id)
    payload = {
        "token": seed.app.verification_token,
        "team_id": seed.team_id,
        "team_domain": seed.team_domain,
        "channel_id": conversation.id,
        "channel_name": named(conversation)["name"],
        "user_id": person,
        "user_name": service.workspace.people[person].name,
        "command": command,
        "text": text,
        "api_app_id": seed.app.app_id,
        "is_enterprise_install": "false",
        "response_url": f"{service.base_url}/response/{key}",
        "trigger_id": service.triggers.give(person),
    }
    return Envelope(kind="slash_commands", name=command, payload=payload, wants_reply=True)


def block_suggestion(
    service: Service, person: str, *, place: Json, block_id: str, action_id: str, value: str
) -> Envelope:
    """The question for an external select's options. `place` is the container with its view or message."""
    payload = {
        "type": "block_suggestion",
        **common(service, person),
        **place,
        "block_id": block_id,
        "action_id": action_id,
        "value": value,
    }
    return _envelope("block_suggestion", payload, wants_reply=True)


def message_response_url(service: Service, person: str, conversation: Conversation, message: Json) -> str:
    """Make a response URL that answers about a message."""
    key = service.response_urls.give(
        person=person,
        channel=conversation.id,
        message_ts=message["ts"],
        thread_ts=message.get("thread_ts"),
        is_ephemeral=bool(message.get("ephemeral")),
    )
    return f"{service.base_url}/response/{key}"


def named(conversation: Conversation) -> Json:
    """Give a channel as interactions name it."""
    names = {Kind.IM: "directmessage", Kind.GROUP: "privategroup"}
    return {"id": conversation.id, "name": names.get(conversation.kind, conversation.name)}


def _chosen_response_urls(service: Service, person: str, view: Json) -> list[Json]:
    urls = []
    for block in view["blocks"]:
        element = block.get("element") or {}
        entered = view["state"]["values"].get(block["block_id"], {}).get(element.get("action_id"), {})
        channel = entered.get("selected_conversation") or entered.get("selected_channel")
        if element.get("response_url_enabled") and channel:
            url = f"{service.base_url}/response/{service.response_urls.give(person=person, channel=channel)}"
            place = {"block_id": block["block_id"], "action_id": element["action_id"]}
            urls.append({**place, "channel_id": channel, "response_url": url})
    return urls


def _envelope(name: str, payload: Json, *, wants_reply: bool = False) -> Envelope:
    return Envelope(kind="interactive", name=name, payload=payload, wants_reply=wants_reply)
