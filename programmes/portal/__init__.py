"""What a patient opens from a link: the sheet they were given, for a telephone, without an account."""
