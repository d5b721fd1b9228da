"""apps.connections.open: where the app's next WebSocket goes."""

from sandbox.payload import Json
from sandbox.web_api.call import Call, Method


def open_connection(call: Call) -> Json:
    """apps.connections.open: a single-use WebSocket address."""
    ticket = call.service.socket_mode.new_ticket()
    address = call.service.base_url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.service.app.app_id}"}


METHODS = {"apps.connections.open": Method(handler=open_connection, caller="app")}
