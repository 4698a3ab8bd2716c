"""The yardstick: what Flask itself costs for an answer that needs no work."""

from flask import Flask, Response, jsonify

app = Flask(__name__)


@app.get("/healthz")
def bare() -> Response:
    return jsonify(status="ok", stations=[1, 2, 3])
