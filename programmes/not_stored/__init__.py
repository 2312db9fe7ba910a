"""When something typed could not be stored, through no fault of what was typed: why, and what people are told."""

from programmes.not_stored.reason import Reason, why_not_stored

__all__ = ["Reason", "why_not_stored"]
