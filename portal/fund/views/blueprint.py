"""The blueprint that this room's pages hang from."""

from flask import Blueprint

fund = Blueprint("fund", __name__)
