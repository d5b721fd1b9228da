"""chat.startStream, appendStream and stopStream: a message that is written while people watch."""

from sandbox import block_limits, events, posting
from sandbox.block_limits import MOST_MARKDOWN, MOST_MESSAGE_BLOCKS
from sandbox.blocks import with_ids
from sandbox.conversation import Conversation, Kind
from sandbox.faults import FaultKind
from sandbox.payload import Json, a_copy
from sandbox.web_api.call import ApiError, Call, Method
from sandbox.web_api.chat import own_message, thread_root
from sandbox.web_api.content import read_blocks, read_metadata, violation


def start(call: Call) -> Json:
    """chat.startStream: always in a thread; in channels it says for whom it writes."""
    conversation = call.joined_conversation()
    call.args.required("thread_ts")
    root = thread_root(call, conversation)
    if conversation.kind is not Kind.IM:
        for name in ("recipient_team_id", "recipient_user_id"):
            if not call.args.text(name):
                raise ApiError(f"missing_{name}")
    chunks = _read_chunks(call)
    message = posting.message_by_app(call.service, text="", blocks=[], thread_ts=root)
    message |= {"streaming": True, "task_display_mode": call.args.text("task_display_mode", "timeline")}
    _write(message, chunks)
    posted = posting.post(call.service, conversation, message)
    key = (conversation.id, posted["ts"])
    call.service.streams[key] = call.service.clock.now() + call.service.timing.stream
    return {"channel": conversation.id, "ts": posted["ts"]}


def append(call: Call) -> Json:
    """chat.appendStream."""
    conversation = call.conversation()
    message = _streaming_message(call, conversation)
    chunks = _read_chunks(call)
    if not chunks:
        raise ApiError("no_text")
    _write(message, chunks)
    posting.push(call.service, "message_changed", conversation, message)
    return {"channel": conversation.id, "ts": message["ts"]}


def stop(call: Call) -> Json:
    """chat.stopStream: the last words, and blocks below them."""
    conversation = call.conversation()
    message = _streaming_message(call, conversation)
    chunks, blocks, metadata = _read_chunks(call), read_blocks(call, "blocks"), read_metadata(call)
    previous = a_copy(message)
    _write(message, chunks)
    message["blocks"] = [*message.get("blocks", []), *(blocks or [])]
    if metadata is not None:
        message["metadata"] = metadata
    end_stream(call, conversation, message)
    posting.push(call.service, "message_changed", conversation, message)
    events.announce_changed_message(call.service, conversation, message, previous)
    return {"channel": conversation.id, "ts": message["ts"], "message": a_copy(message)}


def end_stream(call: Call, conversation: Conversation, message: Json) -> None:
    """Make a streamed message an ordinary one."""
    message.pop("streaming", None)
    call.service.streams.pop((conversation.id, message["ts"]), None)


def _streaming_message(call: Call, conversation: Conversation) -> Json:
    message = own_message(call, conversation, error="message_not_owned_by_app")
    if message.get("stopped_by"):
        raise ApiError("stopped_by_user")
    until = call.service.streams.get((conversation.id, message["ts"]), 0.0)
    timed_out = call.service.faults.take({FaultKind.STREAM_TIMEOUT}, call.method) is not None
    if not message.get("streaming") or timed_out or call.service.clock.now() > until:
        end_stream(call, conversation, message)
        posting.push(call.service, "message_changed", conversation, message)
        raise ApiError("message_not_in_streaming_state")
    return message


def _read_chunks(call: Call) -> list[Json]:
    chunks = call.args.listing("chunks", error="invalid_chunks") or []
    text = call.args.text("markdown_text")
    if text and chunks:
        raise ApiError("markdown_text_conflict")
    if text:
        chunks = [{"type": "markdown_text", "text": text}]
    for chunk in chunks:
        _check_chunk(call, chunk)
    return chunks


_CHUNK_FIELDS = {
    "markdown_text": ("text",),
    "task_update": ("id", "title"),
    "plan_update": ("title",),
    "blocks": (),
}


def _check_chunk(call: Call, chunk: Json) -> None:
    kind = str(chunk.get("type"))
    if kind not in _CHUNK_FIELDS:
        raise ApiError("invalid_chunks", f"[ERROR] unsupported type: {kind} [json-pointer:/chunks]")
    for name in _CHUNK_FIELDS[kind]:
        if not isinstance(chunk.get(name), str):
            raise ApiError("invalid_chunks", f"[ERROR] missing required field: {name} [json-pointer:/chunks]")
    if kind == "markdown_text" and len(chunk["text"]) > MOST_MARKDOWN:
        raise violation(call, "msg_too_long")
    if kind == "blocks":
        problems = block_limits.problems_of_message(chunk.get("blocks") or [])
        if problems:
            raise violation(call, "invalid_blocks", problems)


def _write(message: Json, chunks: list[Json]) -> None:
    blocks: list[Json] = message.setdefault("blocks", [])
    for chunk in chunks:
        if chunk["type"] == "markdown_text":
            message["text"] += chunk["text"]
            _write_text(blocks, chunk["text"])
        elif chunk["type"] == "blocks":
            blocks += with_ids(chunk.get("blocks") or [])
        elif chunk["type"] == "task_update":
            _write_task(blocks, chunk)
        else:
            message["plan_title"] = chunk.get("title", "")
    if len(blocks) > MOST_MESSAGE_BLOCKS:
        raise ApiError(
            "invalid_blocks",
            f"[ERROR] no more than {MOST_MESSAGE_BLOCKS} items allowed [json-pointer:/chunks]",
        )


def _write_text(blocks: list[Json], text: str) -> None:
    last = blocks[-1] if blocks else {}
    if last.get("type") == "markdown" and len(last["text"]) + len(text) <= MOST_MARKDOWN:
        last["text"] += text
    else:
        blocks += with_ids([{"type": "markdown", "text": text}])


def _write_task(blocks: list[Json], chunk: Json) -> None:
    known = next((block for block in blocks if block.get("task_id") == chunk.get("id")), None)
    if known is None:
        known = with_ids([{"type": "task_card", "task_id": chunk.get("id"), "title": ""}])[0]
        blocks.append(known)
    known |= {
        name: chunk[name] for name in ("title", "status", "details", "output", "sources") if chunk.get(name)
    }


METHODS = {
    "chat.startStream": Method(handler=start, scopes=("chat:write",)),
    "chat.appendStream": Method(handler=append, scopes=("chat:write",)),
    "chat.stopStream": Method(handler=stop, scopes=("chat:write",)),
}
