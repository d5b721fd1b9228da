"""The kinds of rules of a Vale style, one module each."""
