"""All the parts of a running sandbox, handed to whoever needs them."""

from dataclasses import dataclass, field

from sandbox.clock import Clock, Timing
from sandbox.deliveries import Postman
from sandbox.faults import Faults
from sandbox.files import StoredFile
from sandbox.live import Live
from sandbox.manifest import Manifest
from sandbox.modals import Modals
from sandbox.seed import AppIdentity, Seed
from sandbox.socket_mode import SocketMode
from sandbox.traffic import Tallies, Traffic
from sandbox.triggers import ResponseUrls, Triggers
from sandbox.workspace import Workspace


@dataclass(kw_only=True)
class Service:
    """The parts. `base_url` is the sandbox's own address, without a slash at its end.

    `uploads` are files whose upload address was given out, by the secret part of that address.
    `streams` says until when each message being streamed (channel, ts) may still be written to.
    """

    base_url: str
    seed: Seed
    manifest: Manifest
    timing: Timing
    clock: Clock
    workspace: Workspace
    modals: Modals
    triggers: Triggers
    response_urls: ResponseUrls
    socket_mode: SocketMode
    postman: Postman
    faults: Faults
    traffic: Traffic
    tallies: Tallies
    live: Live
    uploads: dict[str, StoredFile] = field(default_factory=dict)
    streams: dict[tuple[str, str], float] = field(default_factory=dict)

    @property
    def app(self) -> AppIdentity:
        """The app's ids and secrets."""
        return self.seed.app
