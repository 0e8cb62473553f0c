"""Finding goods by what people type: without marks, with small mistakes, a letter at a time."""
