"""files.*: uploads by the app, and what it may know of files."""

from sandbox import posting
from sandbox.clock import new_id
from sandbox.conversation import Conversation
from sandbox.files import StoredFile, mimetype_of, safe_name
from sandbox.payload import Json
from sandbox.web_api.call import ApiError, Call, Method
from sandbox.web_api.chat import thread_root

_MOST_BYTES = 1_000_000_000


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal: where to send the bytes of one file."""
    name = safe_name(call.args.required("filename"))
    call.args.number("length", 0, at_most=_MOST_BYTES)
    key = new_id("", 32).lower()
    file = StoredFile(
        id=new_id("F0"),
        name=name,
        title=name,
        user=call.service.app.bot_user_id,
        created=int(call.service.clock.now()),
        mimetype=mimetype_of(name),
    )
    call.service.uploads[key] = file
    return {"upload_url": f"{call.service.base_url}/upload/v1/{key}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: makes the files real and, where a channel is named, shares them there."""
    wanted = call.args.listing("files")
    if not wanted:
        raise ApiError("invalid_arguments", "[ERROR] missing required field: files")
    conversations = _destinations(call)
    roots = [thread_root(call, each) for each in conversations]
    files = [_completed(call, each) for each in wanted]
    for conversation, root in zip(conversations, roots, strict=True):
        _share(call, files, conversation, root)
    return {"files": [file.as_json(call.service.base_url) for file in files]}


def info(call: Call) -> Json:
    """files.info."""
    file = _visible(call)
    return {
        "file": file.as_json(call.service.base_url),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


def list_files(call: Call) -> Json:
    """files.list: those the app can see, newest first, in numbered pages."""
    count = call.args.number("count", 100, at_most=1_000)
    number = call.args.number("page", 1, at_most=100_000)
    channel, user = call.args.text("channel"), call.args.text("user")
    found = [file for file in call.service.workspace.files.values() if _may_see(call, file)]
    found = [file for file in found if channel in ("", *file.channels) and user in ("", file.user)]
    found.sort(key=lambda file: file.created, reverse=True)
    pages = max(1, -(-len(found) // count))
    shown = found[(number - 1) * count : number * count]
    paging = {"count": count, "total": len(found), "page": number, "pages": pages}
    return {"files": [file.as_json(call.service.base_url) for file in shown], "paging": paging}


def delete(call: Call) -> Json:
    """files.delete: only the app's own."""
    file = _visible(call)
    if file.user != call.service.app.bot_user_id:
        raise ApiError("cant_delete_file")
    del call.service.workspace.files[file.id]
    call.service.live.push("file_deleted", file_id=file.id)
    return {}


def _destinations(call: Call) -> list[Conversation]:
    names = [call.args.text("channel_id"), *call.args.text("channels").split(",")]
    found = []
    for name in filter(None, names):
        conversation = call.service.workspace.find(name)
        if conversation is None:
            raise ApiError("channel_not_found")
        if call.service.app.bot_user_id not in conversation.members:
            raise ApiError("not_in_channel")
        found.append(conversation)
    return found


def _completed(call: Call, wanted: Json) -> StoredFile:
    for key, file in call.service.uploads.items():
        if file.id == wanted.get("id"):
            if not file.data:
                raise ApiError("file_not_found", "[ERROR] nothing was sent to this file's upload_url yet")
            del call.service.uploads[key]
            file.title = str(wanted.get("title") or file.name)
            call.service.workspace.files[file.id] = file
            return file
    raise ApiError("file_not_found")


def _share(call: Call, files: list[StoredFile], conversation: Conversation, root: str | None) -> None:
    for file in files:
        posting.share_file(call.service, file, conversation)
    comment = call.args.text("initial_comment")
    message = posting.message_by_app(call.service, text=comment, blocks=[], thread_ts=root)
    shown = [file.as_json(call.service.base_url) for file in files]
    posting.post(
        call.service, conversation, message | {"subtype": "file_share", "files": shown, "upload": False}
    )


def _visible(call: Call) -> StoredFile:
    file = call.service.workspace.files.get(call.args.required("file"))
    if file is None or not _may_see(call, file):
        raise ApiError("file_not_found")
    return file


def _may_see(call: Call, file: StoredFile) -> bool:
    """Say whether the app may see a file: its own, one in its channels, or one that is only in a form."""
    bot = call.service.app.bot_user_id
    conversations = call.service.workspace.conversations
    return (
        file.user == bot
        or not file.channels
        or any(bot in conversations[each].members for each in file.channels)
    )


METHODS = {
    "files.getUploadURLExternal": Method(handler=get_upload_url, scopes=("files:write",)),
    "files.completeUploadExternal": Method(handler=complete_upload, scopes=("files:write",)),
    "files.info": Method(handler=info, scopes=("files:read",)),
    "files.list": Method(handler=list_files, scopes=("files:read",)),
    "files.delete": Method(handler=delete, scopes=("files:write",)),
}
