"""What a person can do in the workspace: write, upload, click, fill in forms, use commands and shortcuts."""

from sandbox import events, interactivity, posting
from sandbox.blocks import find_element, merged
from sandbox.clock import new_id
from sandbox.conversation import Conversation
from sandbox.deliveries import Envelope, UndeliveredError
from sandbox.files import StoredFile, mimetype_of, safe_name
from sandbox.payload import Json, a_copy
from sandbox.reactions import toggle_reaction
from sandbox.service import Service
from sandbox.submissions import Submissions
from sandbox.web_api.conversations import let_in

_TROUBLE = "We had some trouble connecting. Try again?"


class GestureError(Exception):
    """A person cannot do that. Its text says why."""


class Gestures:
    """Acts as the people of the workspace. Every method's `person` is the id of who does it."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._submissions = Submissions(service)

    def say(
        self,
        person: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        file_ids: list[str] | None = None,
        broadcast: bool = False,
    ) -> Json:
        """Send a message, with uploaded files if any. Gives it as recorded. Raises GestureError."""
        conversation = self.conversation(person, channel)
        files = [self._file(file_id) for file_id in file_ids or []]
        if not text.strip() and not files:
            raise GestureError("There is nothing to send.")
        root = conversation.root_of(thread_ts) if thread_ts else None
        if thread_ts and root is None:
            raise GestureError("That thread is gone.")
        for file in files:
            self._share(file, conversation)
        message = posting.message_by_person(
            self._service, person=person, text=text, files=files, thread_ts=root, broadcast=broadcast
        )
        return posting.post(self._service, conversation, message)

    def upload(self, person: str, name: str, data: bytes, *, mimetype: str = "") -> StoredFile:
        """Upload a file, to be sent with a message or put into a form."""
        shown = safe_name(name)
        file = StoredFile(
            id=new_id("F0"),
            name=shown,
            title=shown,
            user=person,
            created=int(self._service.clock.now()),
            data=data,
            mimetype=mimetype or mimetype_of(shown),
        )
        self._service.workspace.files[file.id] = file
        return file

    def direct_message(self, person: str) -> Conversation:
        """Open the direct message with the app."""
        return self._service.workspace.direct_message(person)

    def react(self, person: str, channel: str, ts: str, name: str) -> None:
        """Add an emoji to a message, or take one's own away again. Raises GestureError."""
        conversation = self.conversation(person, channel)
        toggle_reaction(
            self._service, conversation, self._message(person, conversation, ts), person=person, name=name
        )

    def delete(self, person: str, channel: str, ts: str) -> None:
        """Delete one's own message. Raises GestureError."""
        conversation = self.conversation(person, channel)
        message = self._message(person, conversation, ts)
        if message.get("user") != person:
            raise GestureError("Only its author can delete a message.")
        posting.delete(self._service, conversation, ts)

    def edit(self, person: str, channel: str, ts: str, text: str) -> None:
        """Change one's own message. Raises GestureError."""
        conversation = self.conversation(person, channel)
        message = self._message(person, conversation, ts)
        if message.get("user") != person:
            raise GestureError("Only its author can edit a message.")
        edited = {"user": person, "ts": self._service.clock.next_ts()}
        posting.change(
            self._service, conversation, message, {"text": text, "edited": edited}, removed=("blocks",)
        )

    def open_home(self, person: str, tab: str) -> None:
        """Look at the app's Home or Messages tab."""
        conversation = self._service.workspace.direct_message(person)
        event: Json = {"type": "app_home_opened", "user": person, "channel": conversation.id, "tab": tab}
        event["event_ts"] = self._service.clock.next_ts()
        home = self._service.workspace.homes.get(person)
        if tab == "home" and home is not None:
            event["view"] = a_copy(home)
        events.announce(self._service, event)

    def look_at(self, person: str, channel: str) -> None:
        """Move to another channel with the app's panel open."""
        entity = {"type": "slack#/types/channel_id", "value": channel, "team_id": self._service.seed.team_id}
        event = {"type": "app_context_changed", "user": person, "event_ts": self._service.clock.next_ts()}
        context = {"entities": [entity]}
        dm = self._service.workspace.direct_message(person)
        events.announce(self._service, {**event, "channel": dm.id, "context": context})

    def stop(self, person: str, channel: str, thread_ts: str) -> None:
        """Press Stop while the app is writing. Streams end at once. Raises GestureError."""
        conversation = self.conversation(person, channel)
        streaming = [each for each in conversation.thread(thread_ts) if each.get("streaming")]
        for message in streaming:
            message["stopped_by"] = person
            posting.change(self._service, conversation, message, {}, removed=("streaming",))
        event = {
            "type": "agent_session_stopped",
            "channel": conversation.id,
            "thread_ts": thread_ts,
            "user": person,
        }
        event |= {"event_ts": self._service.clock.next_ts()}
        events.announce(self._service, {**event, "streaming_message_ts": [each["ts"] for each in streaming]})

    def bring_in(self, person: str, channel: str, *, who: str) -> None:
        """Invite somebody, or the app, to a channel."""
        conversation = self.conversation(person, channel)
        if who not in conversation.members:
            let_in(self._service, conversation, who, inviter=person)

    def send_away(self, person: str, channel: str, *, who: str) -> None:
        """Remove somebody, or the app, from a channel."""
        self.conversation(person, channel).members.remove(who)
        self._service.live.push("channels", channel=channel)

    async def act(
        self, person: str, container: Json, *, block_id: str, action: Json, values: Json | None = None
    ) -> Json:
        """Use an element of a message, a modal or App Home. Gives {ok} or {ok, error}."""
        try:
            envelope = self._action(person, container, block_id=block_id, action=action, values=values or {})
        except GestureError as exc:
            return {"ok": False, "error": str(exc)}
        try:
            await self._service.postman.ask(envelope)
        except UndeliveredError as exc:
            text = "The app did not respond." if "timeout" in str(exc) else "The app could not be reached."
            warning = {"block_id": block_id, "action_id": action.get("action_id"), "text": text}
            self._service.live.push("ack_warning", to=[person], **warning)
            return {"ok": False, "error": text}
        return {"ok": True}

    async def command(self, person: str, channel: str, command: str, text: str) -> Json:
        """Use a slash command. Gives {ok} or {ok, error}."""
        conversation = self.conversation(person, channel)
        manifest = self._service.manifest
        if not manifest.accepts_any_command and command not in [each.command for each in manifest.commands]:
            return {"ok": False, "error": f"{command} is not a valid command."}
        try:
            answer = await self._service.postman.ask(
                interactivity.slash_command(self._service, person, conversation, command, text)
            )
        except UndeliveredError as exc:
            reason = "operation_timeout" if "timeout" in str(exc) else "dispatch_failed"
            return {"ok": False, "error": f"{command} failed with the error “{reason}”"}
        if answer:
            self._submissions.show_answer(answer, person=person, conversation=conversation)
        return {"ok": True}

    async def shortcut(
        self, person: str, callback_id: str, *, channel: str = "", message_ts: str = ""
    ) -> Json:
        """Use a shortcut, on a message if one is named. Gives {ok} or {ok, error}."""
        if message_ts:
            conversation = self.conversation(person, channel)
            message = self._message(person, conversation, message_ts)
            envelope = interactivity.message_shortcut(
                self._service, person, callback_id, conversation, message
            )
        else:
            envelope = interactivity.global_shortcut(self._service, person, callback_id)
        try:
            await self._service.postman.ask(envelope)
        except UndeliveredError:
            return {"ok": False, "error": _TROUBLE}
        return {"ok": True}

    async def submit(self, person: str, view_id: str, values: Json) -> Json:
        """Send a modal. Gives {ok}, {ok, errors: {block_id: text}} or {ok, error}."""
        return await self._submissions.submit(person, view_id, values)

    def close(self, person: str, view_id: str, *, everything: bool = False) -> None:
        """Close a modal, or all of them."""
        modals = self._service.modals
        view = modals.find(view_id=view_id)
        clear = everything or bool(view and view.get("clear_on_close"))
        closed = modals.close_all(person) if clear else modals.close(view_id)
        for each in closed:
            if each.get("notify_on_close"):
                self._service.postman.send(
                    interactivity.view_closed(self._service, person, each, is_cleared=clear)
                )
        self._service.live.push("view_closed", to=[person], view_id=view_id)

    async def options(
        self, person: str, container: Json, *, block_id: str, action_id: str, value: str
    ) -> Json:
        """Ask the app for an external select's options. Gives {ok, options} or {ok, option_groups}."""
        place = self._place(person, container)
        envelope = interactivity.block_suggestion(
            self._service, person, place=place, block_id=block_id, action_id=action_id, value=value
        )
        try:
            answer = await self._service.postman.ask(envelope)
        except UndeliveredError as exc:
            return {"ok": False, "error": str(exc)}
        return {"ok": True, **(answer or {})}

    def conversation(self, person: str, channel: str) -> Conversation:
        """Find a conversation that a person is in. Raises GestureError."""
        conversation = self._service.workspace.find(channel)
        if conversation is None:
            raise GestureError(f"There is no channel {channel}.")
        if person not in conversation.members:
            raise GestureError(f"{person} is not in {channel}.")
        return conversation

    def _action(self, person: str, container: Json, *, block_id: str, action: Json, values: Json) -> Envelope:
        stamped = {**action, "block_id": block_id, "action_ts": self._service.clock.next_ts()}
        if container.get("type") == "view":
            view = self._view(person, container["view_id"])
            self._check_offered(view["blocks"], block_id, action)
            view["state"]["values"] = merged(view["state"]["values"], values)
            return interactivity.action_in_view(self._service, person, view, action=stamped)
        conversation = self.conversation(person, container["channel"])
        message = self._message(person, conversation, container["ts"])
        self._check_offered(message.get("blocks", []), block_id, action)
        return interactivity.action_on_message(
            self._service, person, conversation, message, action=stamped, values=values
        )

    def _place(self, person: str, container: Json) -> Json:
        if container.get("type") == "view":
            view = self._view(person, container["view_id"])
            return {"container": {"type": "view", "view_id": view["id"]}, "view": a_copy(view)}
        conversation = self.conversation(person, container["channel"])
        message = self._message(person, conversation, container["ts"])
        place = {"type": "message", "message_ts": message["ts"], "channel_id": conversation.id}
        return {"container": place, "channel": interactivity.named(conversation), "message": a_copy(message)}

    def _check_offered(self, blocks: list[Json], block_id: str, action: Json) -> None:
        if find_element(blocks, action.get("action_id", ""), block_id) is None:
            raise GestureError("That button is no longer there.")

    def _view(self, person: str, view_id: str) -> Json:
        home = self._service.workspace.homes.get(person)
        if home is not None and home["id"] == view_id:
            return home
        view = self._service.modals.find(view_id=view_id)
        if view is None:
            raise GestureError("That window is no longer open.")
        return view

    def _message(self, person: str, conversation: Conversation, ts: str) -> Json:
        message = conversation.messages.get(ts) or conversation.ephemerals.get(person, {}).get(ts)
        if message is None:
            raise GestureError("That message is gone.")
        return message

    def _file(self, file_id: str) -> StoredFile:
        try:
            return self._service.workspace.files[file_id]
        except KeyError:
            raise GestureError("That file is gone.") from None

    def _share(self, file: StoredFile, conversation: Conversation) -> None:
        posting.share_file(self._service, file, conversation)
