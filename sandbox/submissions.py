"""What the app's answers do: to a modal that was sent, to a command, and to a response URL."""

from sandbox import block_limits, forms, interactivity, posting
from sandbox.blocks import merged, with_ids
from sandbox.conversation import Conversation
from sandbox.deliveries import UndeliveredError
from sandbox.modals import ViewRefusedError
from sandbox.payload import Json, a_copy
from sandbox.service import Service
from sandbox.triggers import ResponseRoute

_TROUBLE = "We had some trouble connecting. Try again?"


class Submissions:
    """Carries out what the app answered."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def submit(self, person: str, view_id: str, values: Json) -> Json:
        """Send a modal and do as the app answers. Gives {ok}, {ok, errors} or {ok, error}."""
        view = self._service.modals.find(view_id=view_id)
        if view is None:
            return {"ok": False, "error": "That window is no longer open."}
        workspace = self._service.workspace
        entered = forms.with_file_objects(values, workspace.files, self._service.base_url)
        view["state"]["values"] = merged(view["state"]["values"], entered)
        errors = forms.errors_in(view)
        if errors:
            return {"ok": False, "errors": errors}
        try:
            answer = await self._service.postman.ask(
                interactivity.view_submission(self._service, person, view)
            )
            return self._apply(person, view, answer or {})
        except (UndeliveredError, ViewRefusedError):
            return {"ok": False, "error": _TROUBLE}

    def show_answer(self, answer: Json, *, person: str, conversation: Conversation) -> None:
        """Show what the app answered to a command, to the person alone unless it says `in_channel`."""
        route = ResponseRoute(person=person, channel=conversation.id, until=0.0)
        self.respond(answer, route)

    def respond(self, answer: Json, route: ResponseRoute) -> str:
        """Do what was posted to a response URL. Gives Slack's error name, or an empty string."""
        conversation = self._service.workspace.conversations[route.channel]
        blocks = answer.get("blocks") or []
        problems = block_limits.problems_of_message(blocks)
        if problems:
            self._violation("response_url", "invalid_blocks", [str(problem) for problem in problems])
            return "invalid_blocks"
        if answer.get("delete_original"):
            return self._delete_original(conversation, route)
        if not answer.get("text") and not blocks:
            return "no_text"
        message = posting.message_by_app(
            self._service,
            text=str(answer.get("text") or ""),
            blocks=with_ids(blocks),
            thread_ts=answer.get("thread_ts"),
        )
        if answer.get("replace_original"):
            return self._replace_original(conversation, route, message)
        if answer.get("response_type") == "in_channel":
            posting.post(self._service, conversation, message)
        else:
            posting.post_ephemeral(self._service, conversation, message, person=route.person)
        return ""

    def _apply(self, person: str, view: Json, answer: Json) -> Json:
        response = answer.get("response_action")
        if response == "errors":
            return self._show_errors(view, answer.get("errors") or {})
        if response == "update":
            self._service.modals.update(view, self._checked(answer))
            self._service.live.push("view_updated", to=[person], view=a_copy(view))
        elif response == "push":
            pushed = self._service.modals.push(person, self._checked(answer))
            self._service.live.push("view_opened", to=[person], view=a_copy(pushed))
        elif response == "clear":
            self._service.modals.close_all(person)
            self._service.live.push("view_closed", to=[person], view_id=view["id"])
        elif response is None:
            self._service.modals.close(view["id"])
            self._service.live.push("view_closed", to=[person], view_id=view["id"])
        else:
            return {"ok": False, "error": _TROUBLE}
        return {"ok": True}

    def _show_errors(self, view: Json, errors: dict[str, str]) -> Json:
        unknown = sorted(set(errors) - forms.input_blocks(view))
        if unknown or not errors:
            self._violation(
                "view_submission", "invalid_errors", [f"no input block {each}" for each in unknown]
            )
            return {"ok": False, "error": _TROUBLE}
        return {"ok": False, "errors": {block_id: str(error) for block_id, error in errors.items()}}

    def _checked(self, answer: Json) -> Json:
        view: Json = answer.get("view") or {}
        problems = block_limits.problems_of_view(view)
        if problems or view.get("type") != "modal":
            self._violation("view_submission", "invalid_arguments", [str(problem) for problem in problems])
            raise ViewRefusedError("invalid_arguments")
        return view

    def _violation(self, method: str, error: str, messages: list[str]) -> None:
        note = {"method": method, "error": error, "messages": messages, "at": self._service.clock.now()}
        self._service.tallies.limit_violations.append(note)

    def _delete_original(self, conversation: Conversation, route: ResponseRoute) -> str:
        ts = route.message_ts or ""
        if route.is_ephemeral:
            conversation.ephemerals.get(route.person, {}).pop(ts, None)
            self._service.live.push("message_deleted", to=[route.person], channel=conversation.id, ts=ts)
        elif ts in conversation.messages:
            posting.delete(self._service, conversation, ts)
        return ""

    def _replace_original(self, conversation: Conversation, route: ResponseRoute, message: Json) -> str:
        ts = route.message_ts or ""
        shown: Json = {key: message[key] for key in ("text", "blocks") if key in message}
        gone = () if "blocks" in shown else ("blocks",)
        if route.is_ephemeral:
            return self._replace_ephemeral(conversation, route, shown)
        original = conversation.messages.get(ts)
        if original is None:
            return "message_not_found"
        if original.get("bot_id") != self._service.app.bot_id:
            return "cant_update_message"
        posting.change(self._service, conversation, original, shown, removed=gone)
        return ""

    def _replace_ephemeral(self, conversation: Conversation, route: ResponseRoute, shown: Json) -> str:
        original = conversation.ephemerals.get(route.person, {}).get(route.message_ts or "")
        if original is None:
            return "message_not_found"
        original.pop("blocks", None)
        original.update(shown)
        push = {"channel": conversation.id, "message": a_copy(original)}
        self._service.live.push("ephemeral", to=[route.person], **push)
        return ""
