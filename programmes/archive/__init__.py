"""One zip file that holds much: parts written and read piece by piece, each with its SHA-256. Knows no row of ours.

Backup and exchange build on it.
"""
