"""slack_bolt for Python with the same task as the program: acknowledge a slash command, answer it once.

    bolt_app.py builtin|aiohttp API_URL CA_FILE
"""

import asyncio
import logging
import ssl
import sys

client_kind, api_url, authority = sys.argv[1:4]
context = ssl.create_default_context(cafile=authority)
logging.basicConfig(level=logging.ERROR)


def connect_over_tls(session_id, server_hostname, server_port, receive_timeout, **_):
    """The built-in client speaks TLS on port 443 only; this is what it does there, for any port."""
    import socket

    plain = socket.create_connection((server_hostname, server_port), receive_timeout)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return context.wrap_socket(plain, server_hostname=server_hostname)


def serve_builtin():
    import slack_sdk.socket_mode.builtin.connection as connection

    connection._establish_new_socket_connection = connect_over_tls
    from slack_bolt import App
    from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
    from slack_sdk import WebClient

    app = App(client=WebClient(token="xoxb-bench", base_url=api_url, ssl=context))

    @app.command("/runbook")
    def answer(ack, respond):
        ack()
        respond("How to use this")

    SocketModeHandler(app, "xapp-bench").start()


async def serve_aiohttp():
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    app = AsyncApp(client=AsyncWebClient(token="xoxb-bench", base_url=api_url, ssl=context))

    @app.command("/runbook")
    async def answer(ack, respond):
        await ack()
        await respond("How to use this")

    await AsyncSocketModeHandler(app, "xapp-bench").start_async()


if client_kind == "builtin":
    serve_builtin()
else:
    asyncio.run(serve_aiohttp())
