"""Log-ins on their way in: nobody has a password for one, and none that is in use here is handed over."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from programmes.exchange import kinds
from programmes.exchange.parts import Parts
from programmes.exchange.refusal import refuse
from programmes.exchange.row import refuse_unknown, values_of
from programmes.exchange.rows_in import RowsIn
from programmes.exchange.shape import Shape
from programmes.exchange.sink import database_told
from programmes.models import Clinic

_LOG_IN = Shape(
    User,
    {
        "user_name": User._meta.get_field("username"),
        "email": User._meta.get_field("email"),
        "is_active": User._meta.get_field("is_active"),
    },
    {},
)


class LogInsIn:
    """Makes the log-ins that rows name. `people_without` are the names of those whose own is in use here."""

    def __init__(self, parts: Parts, rows_in: RowsIn) -> None:
        self._parts, self._in = parts, rows_in
        self._in_use: set[str] = set()
        self.people_without: list[str] = []

    def read(self, clinic: Clinic) -> None:
        for where, plain in self._parts.rows(kinds.LOG_INS):
            refuse_unknown(plain, _LOG_IN.columns, where)
            # Somebody who has no log-in at the clinic any more is known by the name alone.
            self._make(values_of({"is_active": False, **plain}, _LOG_IN, where, self._in.of_clinic), where, clinic)

    def person(self, plain: Any) -> Any:
        """Return the row of somebody who works there, without a log-in that is in use here."""
        name = plain.get("user") if isinstance(plain, dict) else None
        if not isinstance(name, str) or name not in self._in_use:
            return plain
        self.people_without.append(str(plain.get("name")))
        return {name: value for name, value in plain.items() if name != "user"}

    def _make(self, values: dict[str, Any], where: str, clinic: Clinic) -> None:
        name, email, made = values["username"], values["email"], self._in.names.log_ins
        if not name:
            raise refuse(f"{where}: user_name", "is missing")
        if name in made:
            raise refuse(f"{where}: user_name", f"“{name}” stands twice")
        same = Q(username__iexact=name) | Q(email__iexact=name)
        if email:
            same |= Q(username__iexact=email) | Q(email__iexact=email)
        if User.objects.filter(same).exclude(pk__in=list(made.values())).exists():
            self._in_use.add(name)
            values = {"username": _free_name(name, clinic), "email": "", "is_active": False}
        user = User(**values, is_staff=values["is_active"])
        user.set_unusable_password()
        with database_told(where):
            user.save()
        made[name] = user.pk


def _free_name(name: str, clinic: Clinic) -> str:
    """Return a name for a log-in that nobody uses: who did what is to be read, though the name is in use here."""
    return f"{name[:100]}+{clinic.pk.hex}"
