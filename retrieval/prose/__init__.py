"""From prose to rules: what guideline documents state plainly enough to hold copy against."""
