"""Service logs as the phone sends them (POST /api/v1/service-logs), once each however often they are sent."""

from flask import Blueprint

logs_api = Blueprint("logs_api", __name__, url_prefix="/api/v1")
