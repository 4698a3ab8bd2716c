"""The blueprint that this room's pages hang from."""

from flask import Blueprint

ground = Blueprint("ground", __name__)
