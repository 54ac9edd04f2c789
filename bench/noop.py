"""A service that does nothing, made of the same parts: ``python -m bench.noop SOCKET``; the yardstick of requests."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()


@app.get("/noop")
async def noop() -> JSONResponse:
    """Nothing."""
    return JSONResponse({})


if __name__ == "__main__":
    uvicorn.run(app, uds=sys.argv[1], log_level="error", access_log=False, loop="uvloop", http="httptools")
