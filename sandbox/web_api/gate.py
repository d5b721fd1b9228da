"""The door of the Web API: reads a call, checks token and scopes, applies faults, notes the traffic."""

import asyncio
import json
from typing import cast

from aiohttp import web

from sandbox.clock import new_id
from sandbox.faults import FaultKind, Rule
from sandbox.payload import Json
from sandbox.service import Service
from sandbox.web_api.call import ApiError, Args, Call, Method
from sandbox.web_api.methods import METHODS

_REFUSALS = frozenset(
    {FaultKind.TOO_MANY_REQUESTS, FaultKind.SERVER_ERROR, FaultKind.UNAVAILABLE, FaultKind.DROP_RESPONSE}
)


class Gate:
    """Serves /api/<method>."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        name = request.match_info["method"]
        started = self._service.clock.now()
        values = await _values(request)
        fault = await self._misbehaviour(name)
        response, body = self._respond(name, request, values, fault)
        self._note(name, started, values, response.status, body)
        if fault is not None and fault.kind is FaultKind.DROP_RESPONSE and request.transport is not None:
            request.transport.abort()
        return response

    async def _misbehaviour(self, name: str) -> Rule | None:
        slow = self._service.faults.take({FaultKind.SLOW}, name)
        if slow is not None:
            await asyncio.sleep(slow.seconds)
        return self._service.faults.take(_REFUSALS, name)

    def _respond(
        self, name: str, request: web.Request, values: Json, fault: Rule | None
    ) -> tuple[web.Response, Json]:
        takes_effect = fault is None or fault.after or fault.kind is FaultKind.DROP_RESPONSE
        body = self._answer(name, request, values) if takes_effect else {}
        if fault is not None and fault.kind is not FaultKind.DROP_RESPONSE:
            return _refusal(fault)
        return web.json_response(body, headers=self._headers(name)), body

    def _answer(self, name: str, request: web.Request, values: Json) -> Json:
        method = METHODS.get(name)
        try:
            if method is None:
                raise ApiError("unknown_method", req_method=name)  # noqa: TRY301  (one exit for every refusal)
            self._let_in(method, _token(request, values))
            return {"ok": True} | method.handler(Call(method=name, args=Args(values), service=self._service))
        except ApiError as exc:
            return exc.as_json()

    def _let_in(self, method: Method, token: str) -> None:
        if method.caller == "anybody":
            return
        if not token:
            raise ApiError("not_authed")
        app = self._service.app
        kind = {app.bot_token: "bot", app.app_token: "app"}.get(token)
        if kind is None:
            raise ApiError("invalid_auth")
        if method.caller != kind:
            raise ApiError("not_allowed_token_type")
        scopes = self._service.manifest.scopes
        if method.scopes and not set(method.scopes) & set(scopes):
            raise ApiError("missing_scope", needed=method.scopes[0], provided=",".join(scopes))

    def _headers(self, name: str) -> dict[str, str]:
        method = METHODS.get(name)
        headers = {
            "X-OAuth-Scopes": ",".join(self._service.manifest.scopes),
            "X-Slack-Req-Id": new_id("", 32).lower(),
        }
        return headers | {"X-Accepted-OAuth-Scopes": ",".join(method.scopes) if method else ""}

    def _note(self, name: str, started: float, values: Json, status: int, body: Json) -> None:
        request = {key: value for key, value in values.items() if key != "token"}
        self._service.traffic.note(
            at=started,
            direction="app→slack",
            transport="web",
            name=name,
            ok=bool(body.get("ok")),
            status=status,
            ms=(self._service.clock.now() - started) * 1000,
            request={key: _unpacked(value) for key, value in request.items()},
            response=body,
        )


async def _values(request: web.Request) -> Json:
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        text = await request.text()
        parsed = _unpacked(text)
        return values | (parsed if isinstance(parsed, dict) else {})
    return values | {key: value for key, value in (await request.post()).items() if isinstance(value, str)}


def _token(request: web.Request, values: Json) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() if header else str(values.get("token", ""))


def _unpacked(value: object) -> object:
    """Give the JSON in a string, so that the inspector shows blocks and not their quoted form."""
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        return cast("object", json.loads(value))
    except ValueError:
        return value


def _refusal(fault: Rule) -> tuple[web.Response, Json]:
    if fault.kind is FaultKind.TOO_MANY_REQUESTS:
        body: Json = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=429, headers={"Retry-After": str(fault.retry_after)}), body
    body = {
        "ok": False,
        "error": "internal_error" if fault.kind is FaultKind.SERVER_ERROR else "service_unavailable",
    }
    return web.json_response(body, status=int(fault.kind)), body
