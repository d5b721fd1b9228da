"""What the desk does without a model: reads, writes, refines, repairs and answers by rules."""
