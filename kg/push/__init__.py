"""The graph into any triple store: begin with `push.py`."""
