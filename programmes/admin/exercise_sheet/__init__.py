"""The clinic's exercises as a spreadsheet: one row each, taken out whole, brought back as far as they changed."""
