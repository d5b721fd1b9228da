"""chat.*: what the app writes."""

from sandbox import posting
from sandbox.conversation import Conversation
from sandbox.payload import Json, a_copy
from sandbox.web_api.call import ApiError, Call, Method
from sandbox.web_api.content import MOST_UPDATE_TEXT, Content, read_content


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    conversation = call.joined_conversation()
    content = read_content(call)
    content.refuse_empty()
    message = posting.message_by_app(
        call.service,
        text=content.text or "",
        blocks=content.blocks or [],
        thread_ts=thread_root(call, conversation),
        broadcast=call.args.flag("reply_broadcast"),
    )
    message |= content.extras() | _disguise(call)
    posted = posting.post(call.service, conversation, message)
    call.service.tallies.count_post(content.metadata)
    return {"channel": conversation.id, "ts": posted["ts"], "message": a_copy(posted)} | content.warnings()


def update(call: Call) -> Json:
    """chat.update. Text without blocks takes the blocks away; blocks without text keep the text."""
    conversation = call.conversation()
    message = own_message(call, conversation, error="cant_update_message")
    if message.get("streaming"):
        raise ApiError("streaming_state_conflict")
    content = read_content(call, most_text=MOST_UPDATE_TEXT)
    content.refuse_empty()
    changes, removed = _changes(content)
    posting.change(call.service, conversation, message, changes | _edit_mark(call, content), removed=removed)
    call.service.tallies.updated += 1
    return {
        "channel": conversation.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": a_copy(message),
    }


def delete(call: Call) -> Json:
    """chat.delete."""
    conversation = call.conversation()
    message = own_message(call, conversation, error="cant_delete_message")
    posting.delete(call.service, conversation, message["ts"])
    call.service.tallies.deleted += 1
    return {"channel": conversation.id, "ts": message["ts"]}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral: to one member of the channel, who alone sees it, until the page is loaded anew."""
    conversation = call.joined_conversation()
    person = call.args.required("user")
    if person not in conversation.members:
        raise ApiError("user_not_in_channel")
    content = read_content(call)
    content.refuse_empty()
    root = thread_root(call, conversation)
    message = posting.message_by_app(
        call.service, text=content.text or "", blocks=content.blocks or [], thread_ts=root
    )
    shown = posting.post_ephemeral(call.service, conversation, message, person=person)
    return {"message_ts": shown["ts"]}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink."""
    conversation = call.conversation()
    ts = call.args.required("message_ts")
    if ts not in conversation.messages:
        raise ApiError("message_not_found")
    root = conversation.root_of(ts)
    thread = f"?thread_ts={root}&cid={conversation.id}" if root != ts else ""
    permalink = f"{call.service.base_url}/archives/{conversation.id}/p{ts.replace('.', '')}{thread}"
    return {"channel": conversation.id, "permalink": permalink}


def thread_root(call: Call, conversation: Conversation) -> str | None:
    """Give the root of the thread an answer goes to; None outside threads. Raises ApiError."""
    if not call.args.text("thread_ts"):
        return None
    root = conversation.root_of(call.args.text("thread_ts"))
    if root is None:
        raise ApiError("thread_not_found")
    return root


def own_message(call: Call, conversation: Conversation, *, error: str) -> Json:
    """Find the app's own message that `ts` names. Raises ApiError(`error`) when it is somebody else's."""
    message = conversation.messages.get(call.args.required("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if message.get("bot_id") != call.service.app.bot_id:
        raise ApiError(error)
    return message


def _changes(content: Content) -> tuple[Json, tuple[str, ...]]:
    """Give what changes, and which fields go."""
    changes = content.extras()
    if content.text is not None:
        changes["text"] = content.text
    if content.blocks:
        return changes | {"blocks": content.blocks}, ("edited",)
    removes_blocks = content.text is not None or content.blocks is not None
    return changes, ("blocks",) if removes_blocks else ()


def _edit_mark(call: Call, content: Content) -> Json:
    if content.blocks:
        return {}
    return {"edited": {"user": call.service.app.bot_user_id, "ts": call.service.clock.next_ts()}}


def _disguise(call: Call) -> Json:
    names = ("username", "icon_emoji", "icon_url")
    return {name: call.args.text(name) for name in names if call.args.text(name)}


METHODS = {
    "chat.postMessage": Method(handler=post_message, scopes=("chat:write",)),
    "chat.update": Method(handler=update, scopes=("chat:write",)),
    "chat.delete": Method(handler=delete, scopes=("chat:write",)),
    "chat.postEphemeral": Method(handler=post_ephemeral, scopes=("chat:write",)),
    "chat.getPermalink": Method(handler=get_permalink),
}
