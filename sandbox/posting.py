"""Posting, changing and deleting messages: the record, the open pages and the app all learn of it."""

from sandbox import events
from sandbox.clock import new_id
from sandbox.conversation import Conversation
from sandbox.files import StoredFile
from sandbox.payload import Json, a_copy
from sandbox.rich_text import blocks_of
from sandbox.service import Service


def message_by_person(
    service: Service,
    *,
    person: str,
    text: str,
    files: list[StoredFile],
    thread_ts: str | None,
    broadcast: bool = False,
) -> Json:
    """A message as Slack records it when a person sends it."""
    message: Json = {"user": person, "type": "message", "client_msg_id": _client_id(), "text": text}
    if text:
        message["blocks"] = blocks_of(text)
    message |= {"team": service.seed.team_id} | _thread(thread_ts, broadcast=broadcast)
    if files:
        message |= {
            "subtype": "file_share",
            "upload": False,
            "files": [f.as_json(service.base_url) for f in files],
        }
    return message


def message_by_app(
    service: Service, *, text: str, blocks: list[Json], thread_ts: str | None, broadcast: bool = False
) -> Json:
    """A message as Slack records it when the app posts it."""
    app = service.app
    profile: Json = {
        "id": app.bot_id,
        "app_id": app.app_id,
        "user_id": app.bot_user_id,
        "name": service.manifest.bot_name,
    }
    profile |= {"icons": {}, "deleted": False, "team_id": service.seed.team_id}
    message: Json = {
        "user": app.bot_user_id,
        "type": "message",
        "bot_id": app.bot_id,
        "app_id": app.app_id,
        "text": text,
    }
    message |= {"team": service.seed.team_id, "bot_profile": profile}
    message |= {"blocks": blocks} if blocks else {}
    return message | _thread(thread_ts, broadcast=broadcast)


def post(service: Service, conversation: Conversation, message: Json) -> Json:
    """Record a message and tell everybody; gives it with its timestamp."""
    message["ts"] = service.clock.next_ts()
    root = message.get("thread_ts")
    parent = conversation.messages.get(root or "")
    if parent is not None:
        message["parent_user_id"] = parent.get("user", "")
        if message.get("subtype") == "thread_broadcast":
            message["root"] = a_copy(parent)
    conversation.add(message)
    if message.get("bot_id"):
        clear_status(service, conversation, root or message["ts"])
    push(service, "message", conversation, message)
    if parent is not None:
        push(service, "message_changed", conversation, parent)
    events.announce_new_message(service, conversation, message)
    return message


def change(
    service: Service,
    conversation: Conversation,
    message: Json,
    changes: Json,
    *,
    removed: tuple[str, ...] = (),
) -> None:
    """Alter a recorded message in place and tell everybody."""
    previous = a_copy(message)
    message.update(changes)
    for key in removed:
        message.pop(key, None)
    push(service, "message_changed", conversation, message)
    events.announce_changed_message(service, conversation, message, previous)


def delete(service: Service, conversation: Conversation, ts: str) -> None:
    """Delete a recorded message and tell everybody."""
    previous = conversation.messages[ts]
    conversation.remove(ts)
    service.live.push("message_deleted", to=conversation.members, channel=conversation.id, ts=ts)
    events.announce_deleted_message(service, conversation, previous)


def post_ephemeral(service: Service, conversation: Conversation, message: Json, *, person: str) -> Json:
    """Show a message to one person only. It is not part of the record."""
    shown = {**message, "ts": service.clock.next_ts(), "ephemeral": True, "is_ephemeral": True}
    conversation.ephemerals.setdefault(person, {})[shown["ts"]] = shown
    service.live.push("ephemeral", to=[person], channel=conversation.id, message=shown)
    return shown


def push(service: Service, kind: str, conversation: Conversation, message: Json) -> None:
    """Send a message to the open pages of the conversation's members."""
    service.live.push(kind, to=conversation.members, channel=conversation.id, message=a_copy(message))


def clear_status(service: Service, conversation: Conversation, thread_ts: str) -> None:
    """Take away what the app said it was doing in a thread, as Slack does when the app posts there."""
    if service.workspace.statuses.pop((conversation.id, thread_ts), None) is not None:
        service.live.push(
            "status", to=conversation.members, channel=conversation.id, thread_ts=thread_ts, status=""
        )


def _client_id() -> str:
    return "-".join(new_id("", length).lower() for length in (8, 4, 4, 4, 12))


def _thread(thread_ts: str | None, *, broadcast: bool) -> Json:
    if thread_ts is None:
        return {}
    return {"thread_ts": thread_ts} | ({"subtype": "thread_broadcast"} if broadcast else {})


def share_file(service: Service, file: StoredFile, conversation: Conversation) -> None:
    """Put a file into a conversation and send `file_shared`."""
    if conversation.id not in file.channels:
        file.channels.append(conversation.id)
    if service.app.bot_user_id not in conversation.members:
        return
    event = {"type": "file_shared", "file_id": file.id, "user_id": file.user, "file": {"id": file.id}}
    events.announce(service, {**event, "channel_id": conversation.id, "event_ts": service.clock.next_ts()})
