"""WebSocket messages echoed over TLS with Python's `websockets`.

    websockets_echo.py PORT CA_FILE COUNT WINDOW SIZE
"""

import asyncio
import json
import resource
import ssl
import sys
import time

import websockets

port, authority = sys.argv[1:3]
count, window, size = map(int, sys.argv[3:6])


async def main():
    context = ssl.create_default_context(cafile=authority)
    text = "x" * size
    async with websockets.connect(f"wss://localhost:{port}/echo", ssl=context, compression=None) as socket:
        start = time.perf_counter()
        for _ in range(min(window, count)):
            await socket.send(text)
        sent = min(window, count)
        for _ in range(count):
            await socket.recv()
            if sent < count:
                await socket.send(text)
                sent += 1
        seconds = time.perf_counter() - start
    use = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": seconds, "cpu": use.ru_utime + use.ru_stime}))


asyncio.run(main())
