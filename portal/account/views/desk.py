"""`/desk`: what a signed-in person has to do today; and who may do what."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.account.signed_in import who_may
from portal.account.terms import Role
from portal.account.views.blueprint import account
from portal.core.access import SIGNED_IN, allow, caller
from portal.core.clock import today
from portal.core.desk import doors, todos


@account.get("/desk")
@allow(SIGNED_IN)
def desk() -> ResponseReturnValue:
    who = caller()
    return render_template("account/desk.html", who=who, todos=todos(who), doors=doors(who), today=today())


@account.get("/permissions")
@allow(SIGNED_IN)
def permissions() -> ResponseReturnValue:
    return render_template("account/permissions.html", table=who_may(), roles=list(Role))
