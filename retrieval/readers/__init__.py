"""One reader for each file format that guidelines come in."""
