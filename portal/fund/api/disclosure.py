"""The open data of the funds: /funds.json, /funds.csv and the OCDS releases."""

from flask import Blueprint

funds_api = Blueprint("funds_api", __name__)
