"""Emoji on messages."""

from sandbox import events, posting
from sandbox.conversation import Conversation
from sandbox.payload import Json
from sandbox.service import Service


def find_reaction(message: Json, name: str) -> Json | None:
    """Find one emoji on a message."""
    return next((each for each in message.get("reactions", []) if each["name"] == name), None)


def add_reaction(
    service: Service, conversation: Conversation, message: Json, *, person: str, name: str
) -> None:
    """Add somebody's emoji to a message and tell everybody."""
    found = find_reaction(message, name)
    if found is None:
        found = {"name": name, "users": [], "count": 0}
        message.setdefault("reactions", []).append(found)
    found["users"].append(person)
    found["count"] = len(found["users"])
    _tell_of_reaction(service, conversation, message, kind="reaction_added", person=person, name=name)


def remove_reaction(
    service: Service, conversation: Conversation, message: Json, *, person: str, name: str
) -> None:
    """Take somebody's emoji off a message and tell everybody."""
    found = find_reaction(message, name)
    if found is None or person not in found["users"]:
        return
    found["users"].remove(person)
    found["count"] = len(found["users"])
    message["reactions"] = [each for each in message["reactions"] if each["users"]]
    if not message["reactions"]:
        del message["reactions"]
    _tell_of_reaction(service, conversation, message, kind="reaction_removed", person=person, name=name)


def toggle_reaction(
    service: Service, conversation: Conversation, message: Json, *, person: str, name: str
) -> None:
    """Add somebody's emoji, or take it off if it is there."""
    found = find_reaction(message, name)
    act = remove_reaction if found is not None and person in found["users"] else add_reaction
    act(service, conversation, message, person=person, name=name)


def _tell_of_reaction(
    service: Service, conversation: Conversation, message: Json, *, kind: str, person: str, name: str
) -> None:
    posting.push(service, "reaction", conversation, message)
    if service.app.bot_user_id not in conversation.members:
        return
    item = {"type": "message", "channel": conversation.id, "ts": message["ts"]}
    event = {
        "type": kind,
        "user": person,
        "reaction": name,
        "item": item,
        "item_user": message.get("user", ""),
    }
    events.announce(service, {**event, "event_ts": service.clock.next_ts()})
