"""Which of a condition's codes may leave the site: those that somebody is sure of, and that say just one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

SYSTEMS = {
    "ICD-10 (WHO)": "http://hl7.org/fhir/sid/icd-10",
    "ICD-10-CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "SNOMED CT": "http://snomed.info/sct",
}
# The word in the library for a code that nobody needs to look up again; all else there says what is still to do.
SURE = "sure"
# "M76.3-" is a family of codes, and no code.
WHOLE = re.compile(r"[A-Za-z0-9.]+")


def codings(rows: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, str], ...]:
    """Return the codes to send. Where a system has several, such as a fresh and an old tear, none of it is sent."""
    sure = [row for row in rows if _is_sure(row)]
    systems = [row["system"] for row in sure]
    return tuple(_coding(row) for row in sure if systems.count(row["system"]) == 1)


def _is_sure(row: Mapping[str, Any]) -> bool:
    code = row.get("code")
    is_whole = isinstance(code, str) and WHOLE.fullmatch(code) is not None
    return row.get("system") in SYSTEMS and row.get("certainty") == SURE and is_whole


def _coding(row: Mapping[str, Any]) -> Mapping[str, str]:
    # What stands in brackets is our remark on the code, not its name.
    display = str(row.get("term") or "").partition(" (")[0]
    plain = {"system": SYSTEMS[row["system"]], "code": row["code"]}
    return {**plain, "display": display} if display else plain
