"""The server over HTTP, at `/mcp`."""

from __future__ import annotations

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from indexer.hosting.guard import Access, App, Guard


def app_of(server: MCPServer, access: Access) -> App:
    """The ASGI application. The guard decides whom it answers, not the SDK."""
    unguarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return Guard(server.streamable_http_app(host=access.host, transport_security=unguarded), access)
