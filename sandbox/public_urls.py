"""The addresses Slack hands out: uploads, downloads, response URLs, permalinks, and the page itself."""

import json
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import BodyPartReader, web

from sandbox.faults import FaultKind
from sandbox.files import StoredFile
from sandbox.gestures import Gestures
from sandbox.payload import Json
from sandbox.service import Service
from sandbox.submissions import Submissions
from sandbox.triggers import ResponseRefusedError

_PAGE = Path(__file__).parent / "page"
_OK = 200
_LOGIN = """<!DOCTYPE html><html lang="en"><head><title>Sign in | Slack</title></head>
<body><h1>Sign in to your workspace</h1><form action="/signin" method="post"></form></body></html>"""


class PublicUrls:
    """Serves everything besides the Web API and the page's API."""

    def __init__(self, service: Service, gestures: Gestures) -> None:
        self._service = service
        self._gestures = gestures
        self._submissions = Submissions(service)

    def routes(self) -> list[web.RouteDef]:
        """Every address."""
        return [
            web.get("/", self._page),
            web.get("/page/{path:.+}", self._page_file),
            web.post("/upload/v1/{key}", self._upload),
            web.get("/files/{id}/{name}", self._download),
            web.get("/files/{id}/download/{name}", self._download),
            web.post("/response/{key}", self._respond),
            web.get("/archives/{channel}/{mark}", self._permalink),
        ]

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        index = _PAGE / "index.html"
        if index.exists():
            return web.FileResponse(index, headers={"Cache-Control": "no-cache"})
        return web.Response(
            text="The workspace runs. Its page is not installed: sandbox/page/index.html is missing."
        )

    async def _page_file(self, request: web.Request) -> web.StreamResponse:
        path = (_PAGE / request.match_info["path"]).resolve()
        if not path.is_relative_to(_PAGE.resolve()) or not path.is_file():
            return web.Response(status=404, text="There is no such file.")
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def _upload(self, request: web.Request) -> web.Response:
        file = self._service.uploads.get(request.match_info["key"])
        if file is None:
            return web.Response(status=404, text="not found")
        file.data = await _uploaded_bytes(request)
        return web.Response(text=f"OK - {len(file.data)}")

    async def _download(self, request: web.Request) -> web.Response:
        started = self._service.clock.now()
        file = self._service.workspace.files.get(request.match_info["id"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        allowed = token == self._service.app.bot_token and "files:read" in self._service.manifest.scopes
        login = self._service.faults.take({FaultKind.HTML_LOGIN}, "files.download")
        if not allowed or login is not None:
            response = web.Response(text=_LOGIN, content_type="text/html")
        elif file is None:
            response = web.Response(status=404, text="file_not_found")
        else:
            response = _file_response(file)
        self._note_download(request, started, response)
        return response

    async def _respond(self, request: web.Request) -> web.Response:
        started = self._service.clock.now()
        answer: Json = {}
        try:
            answer = json.loads(await request.text())
            error = self._submissions.respond(
                answer, self._service.response_urls.use(request.match_info["key"])
            )
        except ResponseRefusedError as exc:
            error = str(exc)
        except (ValueError, AttributeError):
            error = "invalid_payload"
        self._note_response(started, answer, error)
        if not error:
            return web.Response(text="ok")
        return web.json_response({"ok": False, "error": error}, status=404 if error.endswith("_url") else 400)

    async def _permalink(self, request: web.Request) -> web.StreamResponse:
        digits = request.match_info["mark"].removeprefix("p")
        ts = f"{digits[:-6]}.{digits[-6:]}"
        query = {"channel": request.match_info["channel"], "ts": ts}
        raise web.HTTPFound(f"/?{urlencode(query)}")

    def _note_response(self, started: float, answer: Json, error: str) -> None:
        self._service.traffic.note(
            at=started,
            direction="app→slack",
            transport="response_url",
            name="response_url",
            ok=not error,
            ms=(self._service.clock.now() - started) * 1000,
            request=answer,
            response=error or "ok",
        )

    def _note_download(self, request: web.Request, started: float, response: web.Response) -> None:
        is_login = response.content_type == "text/html" and response.text == _LOGIN
        self._service.traffic.note(
            at=started,
            direction="app→slack",
            transport="web",
            name="files.download",
            ok=response.status == _OK and not is_login,
            status=response.status,
            ms=(self._service.clock.now() - started) * 1000,
            request={"path": request.path},
            response={"content_type": response.content_type},
        )


async def _uploaded_bytes(request: web.Request) -> bytes:
    """Take the bytes of an upload, sent bare or as the first file of a form."""
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename is not None:
            return bytes(await part.read(decode=False))
    return b""


def _file_response(file: StoredFile) -> web.Response:
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=file.data, content_type=file.mimetype, headers=headers)
