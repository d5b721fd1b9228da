"""What a message says: its text, blocks and metadata, checked against Slack's limits."""

from dataclasses import dataclass

from sandbox import block_limits
from sandbox.block_limits import Problem
from sandbox.blocks import with_ids
from sandbox.payload import Json, as_line
from sandbox.web_api.call import ApiError, Call

MOST_POST_TEXT = 40_000
MOST_UPDATE_TEXT = 4_000
MOST_MARKDOWN_TEXT = 12_000
_MOST_ATTACHMENTS = 100
_MOST_METADATA = 16_000


@dataclass(frozen=True, kw_only=True)
class Content:
    """A message's content. None is for what the call did not mention."""

    text: str | None
    blocks: list[Json] | None
    attachments: list[Json] | None
    metadata: Json | None
    truncated: bool = False

    def refuse_empty(self) -> None:
        """Raise ApiError(no_text) when there is nothing to show."""
        if not (self.text or self.blocks or self.attachments):
            raise ApiError("no_text")

    def extras(self) -> Json:
        """The fields of a message object besides text and blocks."""
        extras: Json = {}
        if self.attachments:
            extras["attachments"] = self.attachments
        if self.metadata is not None:
            extras["metadata"] = self.metadata
        return extras

    def warnings(self) -> Json:
        """What the answer says about text that was cut."""
        if not self.truncated:
            return {}
        return {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}


def read_content(call: Call, *, most_text: int = MOST_POST_TEXT) -> Content:
    """Take a message's content out of a call. Raises ApiError for whatever Slack would refuse."""
    args = call.args
    if args.text("markdown_text"):
        return _markdown_content(call)
    blocks = read_blocks(call, "blocks")
    text = args.text("text") if args.has("text") else None
    too_long = len(text or "") > most_text
    if too_long and most_text < MOST_POST_TEXT:
        raise violation(call, "msg_too_long")
    if too_long:
        violation(call, "message_truncated")
    return Content(
        text=text[:most_text] if text is not None else None,
        blocks=blocks,
        attachments=_read_attachments(call),
        metadata=read_metadata(call),
        truncated=too_long,
    )


def read_blocks(call: Call, name: str) -> list[Json] | None:
    """Take a message's blocks out of a call, checked; None when it has none. Raises ApiError."""
    blocks = call.args.listing(name, error="invalid_blocks_format")
    if blocks is None:
        return None
    problems = block_limits.problems_of_message(blocks)
    if problems:
        raise violation(call, "invalid_blocks", problems)
    if block_limits.characters_of(blocks) > block_limits.MOST_CHARACTERS:
        raise violation(call, "msg_blocks_too_long")
    return with_ids(blocks)


def read_metadata(call: Call) -> Json | None:
    """Take a message's metadata out of a call; None when it has none. Raises ApiError."""
    metadata = call.args.mapping("metadata", error="invalid_metadata_format")
    if not metadata:
        return None
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_schema")
    if len(as_line(metadata)) > _MOST_METADATA:
        raise violation(call, "metadata_too_large")
    return metadata


def violation(call: Call, error: str, problems: list[Problem] | None = None) -> ApiError:
    """Write down that the app broke a limit, and give the refusal."""
    messages = tuple(str(problem) for problem in problems or ())
    note = {"method": call.method, "error": error, "messages": list(messages), "at": call.service.clock.now()}
    call.service.tallies.limit_violations.append(note)
    return ApiError(error, *messages)


def _markdown_content(call: Call) -> Content:
    if call.args.text("text") or call.args.has("blocks"):
        raise ApiError("markdown_text_conflict")
    text = call.args.text("markdown_text")
    if len(text) > MOST_MARKDOWN_TEXT:
        raise violation(call, "msg_too_long")
    blocks = with_ids([{"type": "markdown", "text": text}])
    return Content(text=text, blocks=blocks, attachments=None, metadata=read_metadata(call))


def _read_attachments(call: Call) -> list[Json] | None:
    attachments = call.args.listing("attachments", error="invalid_attachments")
    if attachments is not None and len(attachments) > _MOST_ATTACHMENTS:
        raise violation(call, "too_many_attachments")
    return attachments
