"""The blueprint that all pages about service positions belong to."""

from flask import Blueprint

station = Blueprint("station", __name__)
