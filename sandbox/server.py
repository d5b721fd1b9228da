"""Puts a workspace on a loopback address: `running_sandbox()` for tests, `python -m sandbox` for people."""

import ipaddress
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession, web

from sandbox.clock import Clock, Timing
from sandbox.deliveries import Outlet, Postman
from sandbox.driver import Sandbox
from sandbox.faults import Faults
from sandbox.gestures import Gestures
from sandbox.http_events import HttpDelivery, RequestUrls
from sandbox.live import Live
from sandbox.manifest import Manifest
from sandbox.modals import Modals
from sandbox.page_api import PageApi
from sandbox.page_reads import PageReads
from sandbox.public_urls import PublicUrls
from sandbox.saved import SavedWorkspace
from sandbox.seed import Seed
from sandbox.service import Service
from sandbox.socket_mode import SocketMode
from sandbox.traffic import Tallies, Traffic
from sandbox.triggers import ResponseUrls, Triggers
from sandbox.web_api.gate import Gate
from sandbox.workspace import Workspace, new_workspace

_MOST_UPLOAD = 64 * 1024 * 1024
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NotLoopbackError(ValueError):
    """The sandbox was asked to listen where others could reach it."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to run a workspace. `data` is a file to keep it; without `request_urls` it is Socket Mode."""

    host: str = "127.0.0.1"
    port: int = 0
    seed: Seed = field(default_factory=Seed)
    manifest: Manifest = field(default_factory=Manifest)
    timing: Timing = field(default_factory=Timing)
    data: Path | None = None
    request_urls: RequestUrls | None = None
    fault_seed: int = 0


@asynccontextmanager
async def running_sandbox(options: Options | None = None) -> AsyncIterator[Sandbox]:
    """Run a workspace until the block ends. Raises NotLoopbackError for an address others could reach."""
    chosen = options or Options()
    listening = _listen(chosen)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        service, saved = build(chosen, _address_of(listening), session)
        gestures = Gestures(service)
        app = web.Application(client_max_size=_MOST_UPLOAD, middlewares=[_only_from_here])
        app.add_routes(_routes(service, gestures))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        stack.push_async_callback(saved.close)
        stack.push_async_callback(runner.cleanup)
        stack.push_async_callback(service.socket_mode.close)
        stack.push_async_callback(service.postman.close)
        await web.SockSite(runner, listening).start()
        yield Sandbox(service=service, gestures=gestures)


def build(options: Options, base_url: str, session: ClientSession) -> tuple[Service, SavedWorkspace]:
    """Make the parts of a workspace that will be served at `base_url`."""
    clock, live, tallies = Clock(), Live(), Tallies()
    faults = Faults(seed=options.fault_seed)
    traffic = Traffic(on_entry=lambda entry: live.push("traffic", entry=entry))
    socket_mode = SocketMode(app_id=options.seed.app.app_id, on_change=lambda: live.push("apps"))
    outlet = _outlet(options, socket_mode, clock, session)
    postman = Postman(
        outlet=outlet,
        clock=clock,
        timing=options.timing,
        faults=faults,
        traffic=traffic,
        tallies=tallies,
        live=live,
    )
    saved = SavedWorkspace(options.data)
    workspace = saved.load(_new_workspace(options, clock), clock)
    saved.keep(workspace, live)
    service = Service(
        base_url=base_url,
        seed=options.seed,
        manifest=options.manifest,
        timing=options.timing,
        clock=clock,
        workspace=workspace,
        modals=Modals(seed=options.seed, clock=clock),
        triggers=Triggers(clock, seconds=options.timing.trigger),
        response_urls=ResponseUrls(clock, seconds=options.timing.response_url),
        socket_mode=socket_mode,
        postman=postman,
        faults=faults,
        traffic=traffic,
        tallies=tallies,
        live=live,
    )
    return service, saved


def refuse_public_host(host: str) -> None:
    """Raise NotLoopbackError unless only this machine can reach the address."""
    if not _is_loopback(host):
        raise NotLoopbackError(
            f"{host} is not a loopback address. The sandbox has no real login: use 127.0.0.1."
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(options: Options) -> socket.socket:
    refuse_public_host(options.host)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    return socket.create_server((options.host, options.port), family=family)


def _address_of(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _new_workspace(options: Options, clock: Clock) -> Workspace:
    return new_workspace(options.seed, bot_name=options.manifest.bot_name, created=int(clock.now()))


def _outlet(options: Options, socket_mode: SocketMode, clock: Clock, session: ClientSession) -> Outlet:
    if options.request_urls is None:
        return socket_mode
    app = options.seed.app
    return HttpDelivery(
        urls=options.request_urls,
        signing_secret=app.signing_secret,
        verification_token=app.verification_token,
        clock=clock,
        session=session,
    )


def _routes(service: Service, gestures: Gestures) -> list[web.RouteDef]:
    gate = Gate(service)
    return [
        *PageApi(service, gestures).routes(),
        *PageReads(service).routes(),
        web.get("/api/{method}", gate.serve),
        web.post("/api/{method}", gate.serve),
        web.get("/link/", service.socket_mode.serve),
        *PublicUrls(service, gestures).routes(),
    ]


@web.middleware
async def _only_from_here(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Refuse what a web page from elsewhere could make a browser send: another Host, or another Origin."""
    if not _is_loopback(request.url.host or ""):
        return web.Response(status=403, text="This sandbox answers on its loopback address only.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != str(request.url.origin()):
        return web.Response(status=403, text="This sandbox answers to its own page only.")
    return await handler(request)
