"""Documents in, passages out: readers, index, search, and the versioned guideline library."""
