"""The screen where programmes and templates are made: one page, one JSON document, saved as it is typed.

The rules are asked elsewhere: `editing` writes, the gate judges, `dosage` words. Here is only what the screen shows.
"""
