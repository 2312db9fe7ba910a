"""What a colleague needs to know of a programme, and the patient is never given: what it rests on, what was weighed.

Plain values only; a page lays them out. At issue they are kept, so that they stay what was known then.
"""

from programmes.handout.clinician_copy.contents import Contents
from programmes.handout.clinician_copy.make import clinician_copy, given_again

__all__ = ["Contents", "clinician_copy", "given_again"]
