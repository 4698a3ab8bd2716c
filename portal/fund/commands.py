"""`flask funds`: allocate a year, prove the books."""

from flask.cli import AppGroup

funds = AppGroup("funds", help="The funds: allocate a year, prove the books.")
