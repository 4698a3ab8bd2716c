"""The blueprint that this room's pages hang from."""

from flask import Blueprint

organisation = Blueprint("organisation", __name__)
