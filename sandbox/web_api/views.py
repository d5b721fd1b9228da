"""views.*: modals and App Home."""

from sandbox import block_limits
from sandbox.faults import FaultKind
from sandbox.modals import ViewRefusedError
from sandbox.payload import Json, a_copy
from sandbox.triggers import TriggerRefusedError
from sandbox.web_api.call import ApiError, Call, Method
from sandbox.web_api.content import violation


def open_view(call: Call) -> Json:
    """views.open."""
    view = read_view(call, kind="modal")
    person = _exchange(call)
    try:
        opened = call.service.modals.open(person, view)
    except ViewRefusedError as exc:
        raise ApiError(str(exc)) from exc
    call.service.live.push("view_opened", to=[person], view=a_copy(opened))
    return {"view": a_copy(opened)}


def push_view(call: Call) -> Json:
    """views.push."""
    view = read_view(call, kind="modal")
    person = _exchange(call)
    try:
        pushed = call.service.modals.push(person, view)
    except ViewRefusedError as exc:
        raise ApiError(str(exc)) from exc
    call.service.live.push("view_opened", to=[person], view=a_copy(pushed))
    return {"view": a_copy(pushed)}


def update_view(call: Call) -> Json:
    """views.update: an open modal, by its id or external_id, with the hash it was last seen with."""
    raw = read_view(call, kind="modal")
    args = call.args
    args.required("view_id", "external_id")
    modals = call.service.modals
    view = modals.find(view_id=args.text("view_id"), external_id=args.text("external_id"))
    if view is None:
        raise ApiError("not_found")
    try:
        modals.update(view, raw, known_hash=args.text("hash"))
    except ViewRefusedError as exc:
        raise ApiError(str(exc)) from exc
    owner = modals.owner(view["id"])
    call.service.live.push("view_updated", to=[owner] if owner else [], view=a_copy(view))
    return {"view": a_copy(view)}


def publish_view(call: Call) -> Json:
    """views.publish: a person's App Home."""
    raw = read_view(call, kind="home")
    person = call.args.required("user_id")
    if person not in call.service.workspace.people:
        raise ApiError("invalid_arguments", "[ERROR] unknown user [json-pointer:/user_id]")
    if not call.service.manifest.home_tab:
        raise ApiError("not_enabled")
    homes = call.service.workspace.homes
    known_hash = call.args.text("hash")
    if known_hash and person in homes and homes[person]["hash"] != known_hash:
        raise ApiError("hash_conflict")
    view = call.service.modals.finished(raw)
    view |= {"root_view_id": view["id"]}
    homes[person] = view
    call.service.live.push("home", to=[person], view=a_copy(view))
    return {"view": a_copy(view)}


def read_view(call: Call, *, kind: str) -> Json:
    """Take a view out of a call, checked. Raises ApiError."""
    view = call.args.mapping("view")
    if view is None:
        raise ApiError("invalid_arguments", "[ERROR] missing required field: view")
    if view.get("type") != kind:
        raise ApiError("invalid_arguments", f"[ERROR] must be a valid {kind} view [json-pointer:/view/type]")
    problems = block_limits.problems_of_view(view)
    if problems:
        raise violation(call, "invalid_arguments", problems)
    if block_limits.is_view_too_large(view):
        raise violation(call, "view_too_large")
    return view


def _exchange(call: Call) -> str:
    trigger_id = call.args.required("trigger_id", "interactivity_pointer")
    if call.service.faults.take({FaultKind.EXPIRED_TRIGGER}, call.method):
        call.service.triggers.expire(trigger_id)
    try:
        return call.service.triggers.exchange(trigger_id)
    except TriggerRefusedError as exc:
        raise ApiError(str(exc)) from exc


METHODS = {
    "views.open": Method(handler=open_view),
    "views.push": Method(handler=push_view),
    "views.update": Method(handler=update_view),
    "views.publish": Method(handler=publish_view),
}
