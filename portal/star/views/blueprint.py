"""The blueprint that this room's pages hang from."""

from flask import Blueprint

star = Blueprint("star", __name__)
