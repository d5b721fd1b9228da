"""Steps that bring the library's tables up to date."""
