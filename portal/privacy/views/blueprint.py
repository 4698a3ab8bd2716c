"""The blueprint that this room's pages hang from."""

from flask import Blueprint

privacy = Blueprint("privacy", __name__)
