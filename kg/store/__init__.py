"""Where quads are kept and asked: the embedded store, and any SPARQL endpoint."""
