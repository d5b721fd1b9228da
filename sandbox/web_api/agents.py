"""assistant.threads.* and agents.sessions.*: what the app says it is doing, and what it suggests."""

from sandbox.conversation import Conversation
from sandbox.payload import Json, a_copy
from sandbox.web_api.call import ApiError, Call, Method
from sandbox.web_api.chat import thread_root
from sandbox.workspace import ThreadStatus

_MOST_LOADING_MESSAGES = 10
_MOST_PROMPTS = 4
_MOST_TITLE = 200
_SESSION_STATUSES = frozenset({"active", "processing", "suspended", "closed"})


def set_status(call: Call) -> Json:
    """assistant.threads.setStatus: shown for two minutes, or until the app posts there."""
    conversation, root = _thread(call)
    loading = call.args.parsed("loading_messages") or []
    if not isinstance(loading, list) or len(loading) > _MOST_LOADING_MESSAGES:
        raise ApiError(
            "invalid_arguments", "[ERROR] no more than 10 items allowed [json-pointer:/loading_messages]"
        )
    text = call.args.text("status")
    key = (conversation.id, root)
    if text:
        until = call.service.clock.now() + call.service.timing.status
        status = ThreadStatus(text=text, loading_messages=tuple(map(str, loading)), until=until)
        call.service.workspace.statuses[key] = status
    else:
        call.service.workspace.statuses.pop(key, None)
    shown = {"channel": conversation.id, "thread_ts": root, "status": text, "loading_messages": loading}
    call.service.live.push("status", to=conversation.members, **shown)
    return {}


def set_title(call: Call) -> Json:
    """assistant.threads.setTitle."""
    conversation, root = _thread(call)
    return _change_session(call, conversation, root, {"title": _title(call.args.required("title"))})


def set_suggested_prompts(call: Call) -> Json:
    """assistant.threads.setSuggestedPrompts: at most four; without a thread, for the whole direct message."""
    conversation = call.joined_conversation("channel_id")
    prompts = call.args.listing("prompts") or []
    if not 1 <= len(prompts) <= _MOST_PROMPTS:
        raise ApiError("invalid_arguments", "[ERROR] must have 1 to 4 items [json-pointer:/prompts]")
    for index, prompt in enumerate(prompts):
        if not prompt.get("title") or not prompt.get("message"):
            raise ApiError(
                "invalid_arguments", f"[ERROR] missing title or message [json-pointer:/prompts/{index}]"
            )
    root = thread_root(call, conversation) or ""
    shown = {"title": call.args.text("title"), "prompts": prompts}
    call.service.workspace.prompts[conversation.id, root] = shown
    call.service.live.push("prompts", to=conversation.members, channel=conversation.id, thread_ts=root)
    return {}


def set_session_status(call: Call) -> Json:
    """agents.sessions.setStatus: creates the session if need be."""
    conversation = call.joined_conversation("channel_id")
    status = call.args.required("status")
    if status not in _SESSION_STATUSES:
        raise ApiError("invalid_arguments", f"[ERROR] must be one of: {', '.join(sorted(_SESSION_STATUSES))}")
    changes: Json = {"status": status}
    if call.args.text("title"):
        changes["title"] = _title(call.args.text("title"))
    if call.args.text("initiator_user_id"):
        changes["initiator_user_id"] = call.args.text("initiator_user_id")
    return _change_session(call, conversation, thread_root(call, conversation) or "", changes)


def rename_session(call: Call) -> Json:
    """agents.sessions.rename."""
    conversation = call.joined_conversation("channel_id")
    title = _title(call.args.required("title"))
    return _change_session(call, conversation, thread_root(call, conversation) or "", {"title": title})


def _thread(call: Call) -> tuple[Conversation, str]:
    conversation = call.joined_conversation("channel_id")
    call.args.required("thread_ts")
    return conversation, thread_root(call, conversation) or ""


def _title(title: str) -> str:
    if len(title) > _MOST_TITLE:
        raise ApiError(
            "invalid_arguments",
            f"[ERROR] must be less than {_MOST_TITLE + 1} characters [json-pointer:/title]",
        )
    return title


def _change_session(call: Call, conversation: Conversation, root: str, changes: Json) -> Json:
    key = f"{conversation.id}:{root}"
    session = call.service.workspace.sessions.setdefault(
        key, {"channel_id": conversation.id, "thread_ts": root, "status": "active", "title": ""}
    )
    session |= changes
    call.service.live.push("session", to=conversation.members, session=a_copy(session))
    return {"session": a_copy(session)}


_SCOPES = ("assistant:write", "chat:write")
METHODS = {
    "assistant.threads.setStatus": Method(handler=set_status, scopes=_SCOPES),
    "assistant.threads.setTitle": Method(handler=set_title, scopes=_SCOPES),
    "assistant.threads.setSuggestedPrompts": Method(handler=set_suggested_prompts, scopes=_SCOPES),
    "agents.sessions.setStatus": Method(handler=set_session_status, scopes=_SCOPES),
    "agents.sessions.rename": Method(handler=rename_session, scopes=_SCOPES),
}
