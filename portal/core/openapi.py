"""The interface's description (OpenAPI 3.1), made from the very declarations that validate its requests.

A view is declared with `@operation(...)`: a pydantic model of its query or of its body, which is read before the view
is called, and models of its answers. Nothing about a parameter is written twice.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, get_origin

from flask import Flask, Response, current_app, json, request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.json_schema import models_json_schema
from werkzeug.datastructures import MultiDict

from portal.core.bodies import Body, content_type_of, reader
from portal.core.errors import PROBLEM, Problem

BLANK = re.compile(r"<(?:\w+:)?(\w+)>")
METHODS = ("get", "post")
REFERENCES = "#/components/schemas/{model}"


class Query(BaseModel):
    """Base of the queries: a parameter that is not declared is refused, so that a slip of the pen is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProblemDocument(BaseModel):
    """What went wrong (RFC 9457); `parameter` names the query parameter or the member that is wrong, `field` the
    member of a body; `allowed` lists what could stand there, where that is a short list."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = None
    field: str | None = None
    allowed: list[str] | None = None
    errors: list[dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """What a view of the interface declares about itself."""

    summary: str
    query: type[Query]
    body: type[Body] | None
    answers: dict[int, tuple[type[BaseModel] | None, str]]
    description: str = ""
    problems: tuple[int, ...] = field(default=(400, 429))


def operation(
    summary: str,
    query: type[Query] = Query,
    answer: type[BaseModel] | None = None,
    content_type: str = "application/json",
    conditional: bool = False,
    signed_in: bool = False,
    body: type[Body] | None = None,
    answers: Mapping[int, type[BaseModel]] | None = None,
    problems: tuple[int, ...] = (),
) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Declare a view that takes its validated query, or its validated body, and what its address holds, and answers
    with the model (or with free JSON: None); `answers` are those of other statuses than 200.

    `signed_in` says that it is for those who are signed in: others are answered 401, or 403. `problems` are further
    statuses that it answers with a problem document.
    """

    def declare(view: Callable[..., Response]) -> Callable[..., Response]:
        told: dict[int, tuple[type[BaseModel] | None, str]] = {200: (answer, content_type)}
        told |= {status: (model, content_type) for status, model in (answers or {}).items()}
        if conditional:
            told[304] = (None, "")
        read_query, read_body = _reader(query), reader(body) if body else None

        @wraps(view)
        def called(**blanks: str) -> Response:
            asked = read_query(request.args)
            return view(read_body() if read_body else asked, **blanks)

        usual = (400, 401, 403, 429) if signed_in else (400, 429)
        refusals = tuple(sorted({*usual, *problems}))
        called.operation = Operation(summary, query, body, told, view.__doc__ or "", refusals)  # type: ignore[attr-defined]
        return called

    return declare


def description(app: Flask, prefix: str, title: str, version: str) -> dict[str, Any]:
    """The OpenAPI document of every declared operation under a path prefix."""
    declared = [
        (rule, view.operation)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(prefix) and hasattr(view := app.view_functions[rule.endpoint], "operation")
    ]
    models = {model for _, one in declared for model, _ in one.answers.values() if model} | {ProblemDocument}
    wanted = [(model, "serialization") for model in sorted(models, key=lambda model: model.__name__)]
    wanted += [(one.body, "validation") for _, one in declared if one.body]
    _, definitions = models_json_schema(wanted, ref_template=REFERENCES)  # type: ignore[arg-type]
    paths: dict[str, dict[str, Any]] = {}
    for rule, one in sorted(declared, key=lambda known: known[0].rule):
        told = paths.setdefault(BLANK.sub(r"{\1}", rule.rule), {})
        told |= {
            method: _operation(one, rule.arguments) for method in METHODS if method.upper() in (rule.methods or ())
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {"schemas": definitions["$defs"]},
    }


def _reader(query: type[Query]) -> Callable[[MultiDict[str, str]], Query]:
    """Read a query string into its model; a list parameter may be repeated or comma-separated."""
    lists = {name for name, known in query.model_fields.items() if get_origin(known.annotation) in {list, tuple}}

    def read(args: MultiDict[str, str]) -> Query:
        given: dict[str, Any] = {}
        for name, values in args.lists():
            if name in lists:
                given[name] = [part for value in values for part in value.split(",")]
            elif len(values) > 1:
                raise Problem(400, f"{name} may be given once only", parameter=name)
            else:
                given[name] = values[0]
        try:
            return query.model_validate(given)
        except ValidationError as error:
            raise _problem(error) from None

    return read


def _problem(error: ValidationError) -> Problem:
    faults = [
        {"parameter": str(fault["loc"][0]) if fault["loc"] else "query", "detail": fault["msg"]}
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    first = faults[0]
    return Problem(400, f"{first['parameter']}: {first['detail']}", parameter=first["parameter"], errors=faults)


def _operation(one: Operation, blanks: Iterable[str]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, (model, content_type) in one.answers.items():
        responses[str(status)] = {"description": "Not modified" if status == 304 else "The answer"}
        if status != 304:
            schema = {"$ref": REFERENCES.format(model=model.__name__)} if model else {"type": "object"}
            responses[str(status)]["content"] = {content_type: {"schema": schema}}
    for status in one.problems:
        problem = {PROBLEM: {"schema": {"$ref": REFERENCES.format(model="ProblemDocument")}}}
        responses[str(status)] = {"description": "A problem document", "content": problem}
    parts = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in sorted(blanks)]
    told = {
        "summary": one.summary,
        "description": one.description,
        "parameters": [*parts, *_parameters(one.query)],
        "responses": responses,
    }
    if one.body:
        schema = {"$ref": REFERENCES.format(model=one.body.__name__)}
        told["requestBody"] = {"required": True, "content": {content_type_of(one.body): {"schema": schema}}}
    return told


def _parameters(query: type[Query]) -> list[dict[str, Any]]:
    schema = query.model_json_schema(mode="validation")
    definitions = schema.get("$defs", {})
    required = set(schema.get("required", ()))
    parameters = []
    for name, known in schema.get("properties", {}).items():
        shape = _inlined({key: value for key, value in known.items() if key != "description"}, definitions)
        parameter = {"name": name, "in": "query", "required": name in required, "schema": shape}
        if known.get("type") == "array":
            parameter |= {"style": "form", "explode": True}
        parameters.append(parameter | {"description": known.get("description", "")})
    return parameters


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """A schema with its references put in place: parameters stand alone."""
    if isinstance(schema, list):
        return [_inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    return {name: _inlined(part, definitions) for name, part in schema.items()}


def document(prefix: str, title: str, version: str) -> Response:
    """The description of the running portal's interface."""
    made = json.dumps(description(current_app, prefix, title, version))
    return Response(made, content_type="application/json")
