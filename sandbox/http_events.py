"""Signed HTTP delivery: events, interactions, commands and option lists, posted to the app's request URLs."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from sandbox.clock import Clock, new_id
from sandbox.deliveries import Envelope, UndeliveredError
from sandbox.payload import Json, as_line
from sandbox.traffic import Transport

_OK = 200


@dataclass(frozen=True, kw_only=True)
class RequestUrls:
    """Where the app listens. `options` is the URL for external selects."""

    events: str
    interactivity: str
    commands: str
    options: str

    @classmethod
    def all_at(cls, url: str) -> "RequestUrls":
        """One address for everything, as Bolt has it."""
        return cls(events=url, interactivity=url, commands=url, options=url)

    def for_envelope(self, envelope: Envelope) -> str:
        """Choose the address for a delivery."""
        if envelope.kind == "events_api":
            return self.events
        if envelope.kind == "slash_commands":
            return self.commands
        return self.options if envelope.name == "block_suggestion" else self.interactivity


class UrlNotVerifiedError(Exception):
    """The events request URL did not answer Slack's challenge."""


class _Signer(Protocol):
    def __call__(self, body: str) -> dict[str, str]: ...


class HttpDelivery:
    """Posts to the app, signed with the app's signing secret."""

    transport: Transport = "http"

    def __init__(
        self,
        *,
        urls: RequestUrls,
        signing_secret: str,
        verification_token: str,
        clock: Clock,
        session: ClientSession,
    ) -> None:
        self._urls = urls
        self._sign: _Signer = lambda body: signature_headers(body, signing_secret, timestamp=int(clock.now()))
        self._verification_token = verification_token
        self._session = session
        self._verified = False

    def connected(self) -> bool:
        """Say whether the events URL answered the challenge."""
        return self._verified

    async def ready(self, *, within: float) -> None:
        """Verify the events URL before the first delivery. Raises UndeliveredError."""
        if not self._verified:
            try:
                await self.verify(within=within)
            except UrlNotVerifiedError as exc:
                raise UndeliveredError("url_not_verified") from exc

    async def drop_connections(self) -> None:
        """Nothing to drop: every delivery is a request of its own."""

    async def verify(self, *, within: float = 3.0) -> None:
        """Put Slack's `url_verification` challenge to the events URL. Raises UrlNotVerifiedError."""
        challenge = new_id("", 52).lower()
        body = as_line(
            {"token": self._verification_token, "challenge": challenge, "type": "url_verification"}
        )
        try:
            status, answer = await self._post(self._urls.events, body, "application/json", {}, within)
        except UndeliveredError as exc:
            raise UrlNotVerifiedError(f"{self._urls.events} did not answer the challenge ({exc}).") from exc
        if status != _OK or challenge not in answer:
            raise UrlNotVerifiedError(
                f"{self._urls.events} answered the challenge with {status}: {answer[:200]}"
            )
        self._verified = True

    async def deliver(self, envelope: Envelope, *, within: float) -> Json | None:
        """Post a delivery and give the JSON of the answer, None for an empty one. Raises UndeliveredError."""
        body, content_type = _encoded(envelope)
        headers = _retry_headers(envelope)
        status, answer = await self._post(
            self._urls.for_envelope(envelope), body, content_type, headers, within
        )
        if status != _OK:
            raise UndeliveredError("http_error")
        return _parsed(answer)

    async def _post(
        self, url: str, body: str, content_type: str, headers: dict[str, str], within: float
    ) -> tuple[int, str]:
        every_header = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0",
            **headers,
            **self._sign(body),
        }
        timeout = ClientTimeout(total=within)
        try:
            async with self._session.post(
                url, data=body.encode(), headers=every_header, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await _text(response)
        except TimeoutError as exc:
            raise UndeliveredError("http_timeout") from exc
        except ClientError as exc:
            raise UndeliveredError("connection_failed") from exc


def signature_headers(body: str, signing_secret: str, *, timestamp: int) -> dict[str, str]:
    """Sign a request body the way Slack's v0 signatures work."""
    base = f"v0:{timestamp}:{body}".encode()
    digest = hmac.new(signing_secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}


def _retry_headers(envelope: Envelope) -> dict[str, str]:
    if envelope.retry_attempt == 0:
        return {}
    return {"X-Slack-Retry-Num": str(envelope.retry_attempt), "X-Slack-Retry-Reason": envelope.retry_reason}


def _encoded(envelope: Envelope) -> tuple[str, str]:
    if envelope.kind == "events_api":
        return as_line(envelope.payload), "application/json"
    fields = envelope.payload if envelope.kind == "slash_commands" else {"payload": as_line(envelope.payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"


async def _text(response: ClientResponse) -> str:
    return (await response.read()).decode("utf-8", errors="replace")


def _parsed(answer: str) -> Json | None:
    if not answer.strip():
        return None
    try:
        parsed = json.loads(answer)
    except ValueError:
        return {"text": answer}
    return parsed if isinstance(parsed, dict) else None
