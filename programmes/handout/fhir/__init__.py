"""A handout, or a template, in FHIR R4B: one more rendering of the frozen document, as plain JSON values.

A file a resource. Nothing is coded, counted or claimed here that the document or the library does not say: what is not
known is left out. docs/fhir.md lists what goes where, and what stays behind.
"""
