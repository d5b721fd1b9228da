"""The command line: one module a command, one job each."""
