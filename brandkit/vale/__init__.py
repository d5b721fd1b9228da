"""Vale's styles and set-ups, read and run as Vale does: what it finds, where it finds it, in its words."""
