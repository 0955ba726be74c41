"""Who may talk to the page's server, and what its pages may do.

A site that somebody visits can send requests to this machine, and by a name of its own that turns into 127.0.0.1
(DNS rebinding) could read the answers. So requests for other hosts are refused, what acts needs a token that only the
page has, and the page loads nothing from anywhere else.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
NAMES = ("127.0.0.1", "localhost")


def guarding(token: str) -> Middleware:
    """Refuses other hosts, other sites, and acts without the token; sets the headers of all answers."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = _refusal(request, token)
        if refusal:
            return web.Response(status=403, text=refusal, headers=HEADERS)
        try:
            response = await handler(request)
        except web.HTTPException as wrong:
            wrong.headers.update(HEADERS)
            raise
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guard


def _refusal(request: web.Request, token: str) -> str:
    if not is_here(request):
        return "This page is served to this machine alone."
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return "This page does not answer other sites."
    if request.headers.get("Sec-Fetch-Site") not in (None, "same-origin", "none"):
        return "This page does not answer other sites."
    if request.method not in ("GET", "HEAD") and not _has_token(request, token):
        return "The page is of another run: reload it."
    return ""


def _has_token(request: web.Request, token: str) -> bool:
    return hmac.compare_digest(request.headers.get("X-Page-Token", "").encode(), token.encode())


def is_here(request: web.Request) -> bool:
    """Whether a request names this machine and the port it came in by as its host."""
    local = request.transport.get_extra_info("sockname") if request.transport else None
    return local is not None and request.host in {f"{name}:{local[1]}" for name in NAMES}


@web.middleware
async def programs_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """For the stand-in's own server, which programs talk to: refuses what a browser sends, and other hosts."""
    browsing = "Origin" in request.headers or "Sec-Fetch-Site" in request.headers
    if browsing or not is_here(request):
        return web.Response(status=403, text="Not for browsers.")
    return await handler(request)
