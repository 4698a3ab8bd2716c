"""The blueprint that this room's pages hang from."""

from flask import Blueprint

registration = Blueprint("registration", __name__)
