"""Events API: what the app is told about, in Slack's own words."""

from sandbox.clock import new_id
from sandbox.conversation import SCOPE_FAMILY, Conversation, Kind
from sandbox.payload import Json, a_copy
from sandbox.service import Service


def announce(service: Service, event: Json, *, subscription: str = "") -> None:
    """Send an event to the app if it subscribed to it. `subscription` is the event's type unless named."""
    if not service.manifest.hears(subscription or event["type"]):
        return
    name = event["type"] if not event.get("subtype") else f"{event['type']}.{event['subtype']}"
    service.postman.send_event(name, _callback(service, event))


def announce_message(service: Service, conversation: Conversation, event: Json) -> None:
    """Send an event of the message family, if the app is in the conversation and subscribed to its kind."""
    if service.app.bot_user_id not in conversation.members:
        return
    subscription = f"message.{SCOPE_FAMILY[conversation.kind]}"
    addressed = {**event, "channel": conversation.id, "channel_type": conversation.kind.value}
    announce(service, addressed, subscription=subscription)


def announce_new_message(service: Service, conversation: Conversation, message: Json) -> None:
    """Send `message`, and `app_mention` as well where the app is mentioned: Slack sends both."""
    event = {**a_copy(message), "event_ts": message["ts"], "type": "message"}
    event.pop("reply_count", None)
    announce_message(service, conversation, event)
    if _mentions_the_app(service, conversation, message):
        mention = {key: event[key] for key in _MENTION_FIELDS if key in event}
        announce(service, {**mention, "type": "app_mention", "channel": conversation.id})


def announce_changed_message(
    service: Service, conversation: Conversation, message: Json, previous: Json
) -> None:
    """Send `message_changed` with the message before and after."""
    now = service.clock.next_ts()
    event = {"type": "message", "subtype": "message_changed", "message": a_copy(message), "hidden": True}
    announce_message(
        service, conversation, {**event, "previous_message": previous, "ts": now, "event_ts": now}
    )


def announce_deleted_message(service: Service, conversation: Conversation, previous: Json) -> None:
    """Send `message_deleted`."""
    now = service.clock.next_ts()
    event = {"type": "message", "subtype": "message_deleted", "deleted_ts": previous["ts"], "hidden": True}
    announce_message(
        service, conversation, {**event, "previous_message": previous, "ts": now, "event_ts": now}
    )


_MENTION_FIELDS = (
    "user", "ts", "client_msg_id", "text", "team", "thread_ts", "parent_user_id", "blocks", "event_ts",
    "files", "upload",
)  # fmt: skip


def _mentions_the_app(service: Service, conversation: Conversation, message: Json) -> bool:
    bot = service.app.bot_user_id
    if conversation.kind is Kind.IM or bot not in conversation.members or message.get("user") == bot:
        return False
    return f"<@{bot}>" in message.get("text", "") or f"<@{bot}|" in message.get("text", "")


def _callback(service: Service, event: Json) -> Json:
    seed = service.seed
    authorization = {
        "enterprise_id": None,
        "team_id": seed.team_id,
        "user_id": seed.app.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": seed.app.verification_token,
        "team_id": seed.team_id,
        "context_team_id": seed.team_id,
        "context_enterprise_id": None,
        "api_app_id": seed.app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev0", 11),
        "event_time": int(float(event.get("event_ts", service.clock.now()))),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{new_id('', 40)}",
    }
