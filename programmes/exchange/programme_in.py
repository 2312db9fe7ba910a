"""A programme on its way in: its document, and what stands beside it, as the rows they were."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID, uuid5

from programmes.dosage import DosageError
from programmes.editing.rows import unstorable
from programmes.editing.shape import NEW
from programmes.exchange.parts import Parts
from programmes.exchange.programme import (
    LINE_SHAPE,
    LINKS,
    PHASE_SHAPE,
    PLAN_SHAPE,
    STAGE_SHAPE,
    Rows,
    rows_said,
)
from programmes.exchange.refusal import refuse
from programmes.exchange.row import Plain, pointed_at, refuse_unknown, values_of
from programmes.exchange.rows_in import RowsIn, listed
from programmes.exchange.shape import shape_of
from programmes.models import Clinic, Phase, PhaseAdvice, Prescription, Programme, RunningPlan, Stage
from programmes.shapes.faults import faults

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# One that is all of a text, and no part of a sentence.
_QUOTED_ID = re.compile(rf'(?<="){_ID.pattern}(?=")')
_BESIDE = ("has_document", "phases", "running_plan")
_ADVICE: Any = PhaseAdvice._meta.get_field("advice")
SHAPE = shape_of(Programme)


def read(parts: Parts, folder: str, plain: Any, where: str) -> tuple[str, Rows]:
    """Return where a programme stands, and its rows. Raises Refused."""
    if not isinstance(plain, dict) or not _is_id(plain.get("id")):
        raise refuse(f"{where}: id", "is missing, or no id")
    refuse_unknown(plain, [*SHAPE.columns, *LINKS, *_BESIDE], where)
    name = f"{folder}/{plain['id']}.json"
    if plain.get("has_document") is not True:
        return where, _joined(Rows({}), plain, where)
    document = parts.json(name)
    wrong = next(iter(faults(NEW, document)), None)
    if wrong is not None:
        raise refuse(f"{name}: {wrong[0]}" if wrong[0] else name, wrong[1])
    odd = next(unstorable(document), None)
    if odd is not None:
        raise refuse(name, odd)
    try:
        said = rows_said(document)
    except DosageError as error:
        raise refuse(f"{name}: a dose: {error.field}", error.reason) from None
    return name, _joined(said, plain, where)


def _is_id(text: Any) -> bool:
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def _joined(said: Rows, plain: Plain, where: str) -> Rows:
    """Return what the document says with what stands beside it."""
    own = {name: value for name, value in plain.items() if name not in _BESIDE}
    rows = Rows({**said.programme, **own}, said.phases, said.lines, said.plan, said.stages)
    for key, more in _named(plain.get("phases", {}), f"{where}: phases").items():
        lines = _named(more.get("lines", {}), f"{where}: phases.{key}.lines")
        rows.phases[key] = {**rows.phases.get(key, {}), **{n: v for n, v in more.items() if n != "lines"}}
        held = rows.lines.setdefault(key, {})
        held.update({line: {**held.get(line, {}), **beside} for line, beside in lines.items()})
    plan = plain.get("running_plan")
    if plan is not None:
        refuse_unknown(plan, [*PLAN_SHAPE.columns, "stages"], f"{where}: running_plan")
        rows.plan = {**(rows.plan or {}), **{name: value for name, value in plan.items() if name != "stages"}}
        for key, more in _named(plan.get("stages", {}), f"{where}: running_plan.stages").items():
            rows.stages[key] = {**rows.stages.get(key, {}), **more}
    return rows


def _named(plain: Any, where: str) -> dict[str, Plain]:
    if not isinstance(plain, dict) or not all(isinstance(value, dict) for value in plain.values()):
        raise refuse(where, "must be sets of named values, by the id of each")
    return plain


def with_other_ids(rows: Rows, clinic: Clinic) -> Rows:
    """Return the rows of a shared template with ids of their own, the same each time for one clinic."""
    plain = [rows.programme, rows.phases, rows.lines, rows.plan, rows.stages]
    text = _QUOTED_ID.sub(lambda found: str(uuid5(clinic.pk, found[0])), json.dumps(plain))
    return Rows(*json.loads(text))


def comparable(rows: Rows) -> str:
    """Return a text that is the same for the same template of two installations: neither ids nor times count."""
    mine = {name: value for name, value in rows.programme.items() if name not in ("created_at", "changed_at")}
    text = json.dumps([mine, rows.phases, rows.lines, rows.plan, rows.stages], ensure_ascii=False)
    numbers: dict[str, str] = {}
    text = _QUOTED_ID.sub(lambda found: numbers.setdefault(found[0], str(len(numbers))), text)
    return json.dumps(_ordered(json.loads(text)), sort_keys=True)


def _ordered(plain: Any) -> Any:
    """Return lists of links in one order: of sources and flags there is none."""
    head = {
        name: sorted(value, key=str) if name in LINKS and isinstance(value, list) else value
        for name, value in plain[0].items()
    }
    return [{name: value for name, value in head.items() if value is not None}, *plain[1:]]


class ProgrammesIn:
    """Takes programmes and templates whose rows were read."""

    def __init__(self, rows_in: RowsIn) -> None:
        self._in = rows_in

    def put(
        self,
        rows: Rows,
        where: str,
        *,
        clinic: Clinic | None,
        is_shared: bool = False,
        more: dict[str, Any] | None = None,
    ) -> UUID:
        """Take all rows of a programme; *clinic* is whose it becomes, *more* its values beside. Raises Refused."""
        pointing = self._in.of_library if is_shared else self._in.of_clinic
        phases, lines = self._keys(rows, where)
        own = values_of(rows.programme, SHAPE, where, _within("current_phase", phases, pointing), LINKS)
        if not self._in.names.is_here(Programme, own["id"]):
            raise refuse(f"{where}: id", "stands twice")
        self._in.sink.put(Programme, {**own, "clinic_id": clinic.pk if clinic else None, **(more or {})}, where)
        self._in.link(SHAPE, rows.programme, where, own["id"], pointing)
        for number, (key, phase) in enumerate(rows.phases.items()):
            place = f"{where}: phases[{number}]"
            self._phase(phase, place, own["id"], pointing)
            theirs = {UUID(line) for line in rows.lines.get(key, {})}
            for at, line in enumerate(rows.lines.get(key, {}).values()):
                way = _within("instead_of", theirs & lines, pointing)
                values = values_of(line, LINE_SHAPE, f"{place}.prescriptions[{at}]", way)
                self._in.sink.put(Prescription, {**values, "phase_id": UUID(key)}, place)
        self._plan(rows, where, own["id"], pointing)
        key_of_own: UUID = own["id"]
        return key_of_own

    def _keys(self, rows: Rows, where: str) -> tuple[set[UUID], set[UUID]]:
        """Return the keys of phases and lines, each of which stands once and is what its row says."""
        found: tuple[set[UUID], set[UUID]] = (set(), set())
        lines = {key: row for of_phase in rows.lines.values() for key, row in of_phase.items()}
        if len(lines) != sum(len(of_phase) for of_phase in rows.lines.values()):
            raise refuse(f"{where}: phases", "the id of a line stands twice")
        for model, held, keys in ((Phase, rows.phases, found[0]), (Prescription, lines, found[1])):
            for key, row in held.items():
                if not _is_id(key) or row.get("id") != key:
                    raise refuse(f"{where}: phases", f"“{key[:80]}” is no id")
                if not self._in.names.is_here(model, UUID(key)):
                    raise refuse(f"{where}: phases", f"the id {key} stands twice")
                keys.add(UUID(key))
        return found

    def _phase(self, plain: Plain, where: str, programme: UUID, pointing: Any) -> None:
        values = values_of(plain, PHASE_SHAPE, where, pointing, ("advice",))
        self._in.sink.put(Phase, {**values, "programme_id": programme}, where)
        for at, line in enumerate(listed(plain.get("advice") or [], f"{where}.advice")):
            place = f"{where}.advice[{at}]"
            refuse_unknown(line, ("advice", "position"), place)
            position = line.get("position")
            if type(position) is not int or not 0 <= position <= 32_767:
                raise refuse(f"{place}.position", "must be a whole number")
            advice = pointed_at(_ADVICE, line.get("advice"), place, pointing)
            self._in.sink.put(PhaseAdvice, {"phase_id": values["id"], "advice_id": advice, "position": position}, place)

    def _plan(self, rows: Rows, where: str, programme: UUID, pointing: Any) -> None:
        if rows.plan is None:
            return
        place = f"{where}: running_plan"
        values = values_of(rows.plan, PLAN_SHAPE, place, pointing)
        if not self._in.names.is_here(RunningPlan, values["id"]):
            raise refuse(f"{place}.id", "stands twice")
        self._in.sink.put(RunningPlan, {**values, "programme_id": programme}, place)
        for key, stage in rows.stages.items():
            of_stage = values_of(stage, STAGE_SHAPE, f"{place}.stages.{key}", pointing)
            self._in.sink.put(Stage, {**of_stage, "plan_id": values["id"]}, place)


def _within(name: str, keys: set[UUID], pointing: Any) -> Any:
    """Return what finds what a row points at; under *name* only one of *keys*, which are of the same programme."""

    def found(field: Any, said: str) -> Any:
        if field.name != name:
            return pointing(field, said)
        key = UUID(said)
        if key not in keys:
            raise LookupError(said)
        return key

    return found
