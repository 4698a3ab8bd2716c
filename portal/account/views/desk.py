"""`/desk`: what a signed-in person has to do today; and who may do what."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.account.signed_in import who_may
from portal.account.terms import Role
from portal.account.views.blueprint import account
from portal.core.access import SIGNED_IN, allow, caller
from portal.core.clock import today
from portal.core.desk import doors, todos
from portal.core.sections import sections_of


@account.get("/desk")
@allow(SIGNED_IN)
def desk() -> ResponseReturnValue:
    who = caller()
    told = {"todos": todos(who), "doors": doors(who), "sections": sections_of("desk", who)}
    return render_template("account/desk.html", who=who, today=today(), **told)


@account.get("/permissions")
@allow(SIGNED_IN)
def permissions() -> ResponseReturnValue:
    return render_template("account/permissions.html", table=who_may(), roles=list(Role))
