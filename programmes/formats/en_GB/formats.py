"""Dates in the practitioner's pages, as Django has them: what stands beside in `en` would shadow them."""

from django.conf.locale.en_GB.formats import DATE_FORMAT

__all__ = ["DATE_FORMAT"]
