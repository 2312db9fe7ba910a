"""Coming in: the log-in, the second factor, forgotten passwords, invitations, and what one does with one's own log-in.

Stands on django-allauth and django-axes. What somebody may do once they are in is asked of `access`.
"""
