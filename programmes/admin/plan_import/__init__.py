"""A plan from a file, in two steps: what it would make here is shown, and is made when somebody says so."""
