"""conversations.* and users.conversations: where people talk, and what was said there."""

from sandbox import events
from sandbox.conversation import Conversation, Kind, between, shown
from sandbox.payload import Json
from sandbox.service import Service
from sandbox.web_api.call import ApiError, Call, Method
from sandbox.web_api.paging import page

_TYPES = {"public_channel": Kind.CHANNEL, "private_channel": Kind.GROUP, "im": Kind.IM, "mpim": Kind.MPIM}
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


def describe(service: Service, conversation: Conversation) -> Json:
    """Give a conversation object as Slack shows it to the app."""
    kind = conversation.kind
    common: Json = {
        "id": conversation.id,
        "created": conversation.created,
        "context_team_id": service.seed.team_id,
    }
    common |= {"is_im": kind is Kind.IM, "is_archived": False, "is_org_shared": False}
    if kind is Kind.IM:
        other = next(person for person in conversation.members if person != service.app.bot_user_id)
        return common | {"user": other, "is_user_deleted": False, "priority": 0}
    return common | {
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": kind is Kind.CHANNEL,
        "is_group": kind is Kind.GROUP,
        "is_mpim": kind is Kind.MPIM,
        "is_private": kind is not Kind.CHANNEL,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": service.app.bot_user_id in conversation.members,
        "creator": conversation.creator,
        "topic": {
            "value": conversation.topic,
            "creator": conversation.creator,
            "last_set": conversation.created,
        },
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(conversation.members),
    }


def open_conversation(call: Call) -> Json:
    """conversations.open: the direct message with one person or several."""
    if call.args.text("channel"):
        conversation = call.conversation()
        return _opened(call, conversation, new=False)
    people = [each for each in call.args.required("users").split(",") if each]
    if any(person not in call.service.workspace.people for person in people):
        raise ApiError("user_not_found")
    known = len(call.service.workspace.conversations)
    workspace = call.service.workspace
    conversation = (
        workspace.direct_message(people[0]) if len(people) == 1 else workspace.group_message(people)
    )
    return _opened(call, conversation, new=len(workspace.conversations) > known)


def list_conversations(call: Call) -> Json:
    """conversations.list."""
    return _listing(call, list(call.service.workspace.conversations.values()))


def conversations_of_user(call: Call) -> Json:
    """users.conversations: those the app, or `user`, is in."""
    person = call.args.text("user") or call.service.app.bot_user_id
    if person not in call.service.workspace.people:
        raise ApiError("user_not_found")
    mine = [each for each in call.service.workspace.conversations.values() if person in each.members]
    return _listing(call, mine)


def info(call: Call) -> Json:
    """conversations.info."""
    conversation = call.conversation()
    call.need_scope("read", conversation)
    return {"channel": describe(call.service, conversation)}


def history(call: Call) -> Json:
    """conversations.history: newest first, replies left out."""
    conversation = _readable(call)
    within = between(conversation.top_level(), **_bounds(call))
    messages, metadata = page(within[::-1], call.args)
    return {"messages": _as_shown(call, messages), "pin_count": 0} | metadata


def replies(call: Call) -> Json:
    """conversations.replies: the root first, then the replies from the oldest."""
    conversation = _readable(call)
    root = conversation.root_of(call.args.required("ts"))
    if root is None:
        raise ApiError("thread_not_found")
    first, *rest = conversation.thread(root)
    found, metadata = page([first, *between(rest, **_bounds(call))], call.args, default=999)
    return {"messages": _as_shown(call, found)} | metadata


def members(call: Call) -> Json:
    """conversations.members."""
    conversation = call.conversation()
    call.need_scope("read", conversation)
    found, metadata = page(conversation.members, call.args)
    return {"members": found} | metadata


def join(call: Call) -> Json:
    """conversations.join: a public channel, by the app itself."""
    conversation = call.conversation()
    if conversation.kind is not Kind.CHANNEL:
        raise ApiError("method_not_supported_for_channel_type")
    bot = call.service.app.bot_user_id
    answer = {"channel": describe(call.service, conversation) | {"is_member": True}}
    if bot in conversation.members:
        return answer | {"warning": "already_in_channel"}
    let_in(call.service, conversation, bot)
    return answer


def let_in(service: Service, conversation: Conversation, person: str, *, inviter: str = "") -> None:
    """Make a person or the app a member, and tell the app."""
    conversation.members.append(person)
    service.live.push("channels", channel=conversation.id)
    event = {"type": "member_joined_channel", "user": person, "channel": conversation.id, "channel_type": "C"}
    event |= {"team": service.seed.team_id, "event_ts": service.clock.next_ts()}
    events.announce(service, event | ({"inviter": inviter} if inviter else {}))


def _opened(call: Call, conversation: Conversation, *, new: bool) -> Json:
    answer: Json = {} if new else {"no_op": True, "already_open": True}
    full = call.args.flag("return_im")
    return answer | {"channel": describe(call.service, conversation) if full else {"id": conversation.id}}


def _listing(call: Call, conversations: list[Conversation]) -> Json:
    names = [name.strip() for name in call.args.text("types", "public_channel").split(",")]
    if any(name not in _TYPES for name in names):
        raise ApiError("invalid_types")
    kinds = {_TYPES[name] for name in names}
    bot = call.service.app.bot_user_id
    seen = [
        each
        for each in conversations
        if each.kind in kinds and (each.kind is Kind.CHANNEL or bot in each.members)
    ]
    found, metadata = page(seen, call.args)
    metadata.pop("has_more")
    return {"channels": [describe(call.service, each) for each in found]} | metadata


def _readable(call: Call) -> Conversation:
    conversation = call.joined_conversation()
    call.need_scope("history", conversation)
    return conversation


def _bounds(call: Call) -> Json:
    args = call.args
    return {"oldest": args.text("oldest"), "latest": args.text("latest"), "inclusive": args.flag("inclusive")}


def _as_shown(call: Call, messages: list[Json]) -> list[Json]:
    with_metadata = call.args.flag("include_all_metadata")
    return [shown(message, with_metadata=with_metadata) for message in messages]


METHODS = {
    "conversations.open": Method(handler=open_conversation, scopes=("im:write", "mpim:write")),
    "conversations.list": Method(handler=list_conversations, scopes=_READ),
    "conversations.info": Method(handler=info, scopes=_READ),
    "conversations.history": Method(handler=history, scopes=_HISTORY),
    "conversations.replies": Method(handler=replies, scopes=_HISTORY),
    "conversations.members": Method(handler=members, scopes=_READ),
    "conversations.join": Method(handler=join, scopes=("channels:join",)),
    "users.conversations": Method(handler=conversations_of_user, scopes=_READ),
}
