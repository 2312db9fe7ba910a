"""What the resources of a handout are called: the same names each time it is asked for, and no number of anybody.

Who is treated by whom keeps its name from version to version; the plan itself has one for each version.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

# Changing it renames everything that was ever handed out.
NAMESPACE = UUID("0b6f0d5e-5f1c-4a53-9d5a-6f8f6f0f3c1e")


def urn(whose: UUID | str, *what: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE, '/'.join((str(whose), *what)))}"


@dataclass(frozen=True)
class Names:
    """The full URLs inside one bundle."""

    programme: str
    handout: str

    @property
    def bundle(self) -> str:
        return urn(self.handout, "Bundle")

    @property
    def patient(self) -> str:
        return urn(self.programme, "Patient")

    @property
    def practitioner(self) -> str:
        # The lead of a programme may change from one version to the next.
        return urn(self.handout, "Practitioner")

    @property
    def clinic(self) -> str:
        return urn(self.programme, "Organization")

    @property
    def condition(self) -> str:
        # Its words, and whether it was a mistake, are those of one version.
        return urn(self.handout, "Condition")

    @property
    def care_plan(self) -> str:
        return care_plan_of(self.handout)

    @property
    def sheet(self) -> str:
        return sheet_of(self.handout)

    @property
    def provenance(self) -> str:
        return urn(self.handout, "Provenance")

    def agreed_goal(self) -> str:
        return urn(self.handout, "Goal", "agreed")

    def goal(self, place: int) -> str:
        return urn(self.handout, "Goal", str(place))

    def next_goal(self) -> str:
        return urn(self.handout, "Goal", "next")

    def request(self, place: int, number: int) -> str:
        return urn(self.handout, "ServiceRequest", str(place), str(number))


def care_plan_of(handout: UUID | str) -> str:
    return urn(handout, "CarePlan")


def sheet_of(handout: UUID | str) -> str:
    return urn(handout, "DocumentReference")
