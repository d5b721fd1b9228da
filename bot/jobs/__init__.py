"""Short, restartable jobs: what must still happen after a row was written."""
