"""The blueprints that all pages about the ground and the work on it belong to."""

from flask import Blueprint

ground = Blueprint("ground", __name__)
work = Blueprint("grid", __name__)
