"""reactions.*: emoji on messages."""

import re

from sandbox.conversation import Conversation
from sandbox.payload import Json, a_copy
from sandbox.reactions import add_reaction, find_reaction, remove_reaction
from sandbox.web_api.call import ApiError, Call, Method

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def add(call: Call) -> Json:
    """reactions.add."""
    conversation, message, name = _subject(call)
    found = find_reaction(message, name)
    if found is not None and call.service.app.bot_user_id in found["users"]:
        raise ApiError("already_reacted")
    add_reaction(call.service, conversation, message, person=call.service.app.bot_user_id, name=name)
    return {}


def remove(call: Call) -> Json:
    """reactions.remove."""
    conversation, message, name = _subject(call)
    found = find_reaction(message, name)
    if found is None or call.service.app.bot_user_id not in found["users"]:
        raise ApiError("no_reaction")
    remove_reaction(call.service, conversation, message, person=call.service.app.bot_user_id, name=name)
    return {}


def get(call: Call) -> Json:
    """reactions.get."""
    conversation = call.joined_conversation()
    return {"type": "message", "channel": conversation.id, "message": a_copy(_message(call, conversation))}


def _subject(call: Call) -> tuple[Conversation, Json, str]:
    conversation = call.joined_conversation()
    name = call.args.required("name").strip(":")
    if not _NAME.fullmatch(name):
        raise ApiError("invalid_name")
    return conversation, _message(call, conversation), name


def _message(call: Call, conversation: Conversation) -> Json:
    message = conversation.messages.get(call.args.required("timestamp"))
    if message is None:
        raise ApiError("message_not_found")
    return message


METHODS = {
    "reactions.add": Method(handler=add, scopes=("reactions:write",)),
    "reactions.remove": Method(handler=remove, scopes=("reactions:write",)),
    "reactions.get": Method(handler=get, scopes=("reactions:read",)),
}
