"""What a patient may ask for: all that is held about them, and that it is erased.

Knows no page: the workbench and the commands call it.
"""
