"""What the desk does about each thing that came in, after it was acknowledged: one module a surface."""
