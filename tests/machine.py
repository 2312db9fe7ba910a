"""A machine that asks the API whatever its schema allows, and what it does not, of rows that are there."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rehab.wsgi import application
from tests.addresses import make_rows, make_rows_of
from tests.asking import ask
from tests.cast import Cast
from tests.connected import connected
from tests.factories import make_api_token, make_screening

KINDS = {
    "conditions": "condition",
    "diary": "diary",
    "exercises": "exercise",
    "handouts": "handout",
    "patients": "patient",
    "programme-kinds": "programmekind",
    "programmes": "programme",
    "templates": "template",
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# What can be asked for and is not there: which ones there are, no schema says.
NAMES = {"condition", "cursor", "kit", "kit_at_hand", "language", "layout", "page", "paper", "patient", "programme"}
NAMES |= {"purpose", "q", "region"}
# What the rules of the house say to what the schema allows.
REFUSALS = {409, 412, 422, 428}
ANSWERS = {"reasons": [], "takes_responsibility": True, "warnings_weighed": True, "language": "en"}
TOKEN = "a" * 32
# What goes along with a request, as `Case.call` takes it.
Credentials = dict[str, dict[str, str]]


def site(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer as behind a web server, which always says who asks."""
    return application({"REMOTE_ADDR": "127.0.0.1", **environ}, start_response)


def operations() -> list[Any]:
    """Return what can be done at each address. Who asks is no part of what is made up."""
    plain = SchemaGenerator().get_schema(request=None, public=True)
    del plain["components"]["securitySchemes"]
    for path in plain["paths"].values():
        for operation in path.values():
            operation.pop("security", None)
    schema = schemathesis.openapi.from_dict(plain, config=schemathesis.Config())
    schema.app = site
    return [found.ok() for found in schema.get_all_operations()]


def logged_in(user: User) -> Credentials:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
    return {"cookies": cookies, "headers": {"X-CSRFToken": TOKEN}}


@dataclass
class Machine:
    """Asks as Ana, by token or by session. Whatever it does is undone. `counts`: how often each status was answered."""

    cast: Cast
    counts: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        carla = self.cast.carla
        self._rows = {"mine": make_rows(self.cast), "another clinic's": make_rows_of(carla.practitioner, carla)}
        make_screening(self._rows["mine"]["programme"], done_by=self.cast.ana.practitioner)
        _token, key = make_api_token(self.cast.ana, scope="write")
        self.credentials = [{"headers": {"Authorization": f"Bearer {key}"}}, logged_in(self.cast.ana)]

    def about(self, whose: str, case: Case) -> None:
        """Make *case* one about a row that is there: "mine", or "another clinic's"; any other word leaves it alone."""
        if whose not in self._rows:
            return
        row = self._rows[whose][_kind(case)]
        for name in ("id", "slug"):
            if name in case.path_parameters:
                case.path_parameters[name] = str(row.pk if name == "id" else row.slug)
        if "If-Match" in case.headers and whose == "mine":
            case.headers["If-Match"] = self._tag_of(case)

    def with_names(self, case: Case, is_meant: Any) -> None:
        """Put names of rows that are there into query and body; *is_meant* says of each whether to.

        To issue, answers are put in that leave nothing in the way.
        """
        if case.path.endswith("/issue/") and is_meant():
            case.body.update(ANSWERS)
        for given in (case.query, case.body):
            if isinstance(given, dict):
                known = self._known(given is case.body)
                given.update({name: known[name] for name in sorted(known) if name in given and is_meant()})

    def answer(self, case: Case, credentials: Credentials) -> Response:
        """Return the answer, once it is as the schema says."""
        with transaction.atomic(), connected():
            response = case.call(**credentials)
            transaction.set_rollback(True)
        self.counts[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)
        assert self.cast.other_clinic.name not in response.text
        return response

    def refuses(self, case: Case, whose: str, response: Response) -> str:
        """Return what is wrong with how a case that the schema allows was answered; "" for nothing."""
        status = response.status_code
        if whose == "another clinic's" and "{" in case.path:
            return "" if status == 404 else f"{status} for what is another clinic's"
        wrong = {error["field"] for error in response.json()["errors"]} if status == 400 else set()
        if status in REFUSALS or 200 <= status < 400 or (wrong and wrong <= NAMES):
            return ""
        is_unknown = whose != "mine" and "{" in case.path
        return "" if status == 404 and (is_unknown or NAMES & set(case.query)) else f"{status}: {response.text[:400]}"

    def _tag_of(self, case: Case) -> str:
        address = case.path.removeprefix("/api/v1/").removesuffix("issue/")
        return ask(self.cast.ana, address.format(**case.path_parameters))["ETag"]

    def _known(self, is_sent: bool) -> dict[str, Any]:
        mine = self._rows["mine"]
        slugs = {kind: mine[kind].slug for kind in ("condition", "kit", "purpose", "template")}
        one = {**slugs, "kit_at_hand": slugs["kit"], "language": "en", "region": "knee"}
        ids = {kind: str(mine[kind].pk) for kind in ("patient", "programme")}
        sent = {
            "flags": [mine["patientflag"].slug],
            "kit_at_home": [slugs["kit"]],
            "side": "left",
            "variant": "",
            "reasons": [],
        }
        return {**one, **ids, **(sent if is_sent else {})}


def _kind(case: Case) -> str:
    return KINDS[case.path.split("/")[3]]


MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
