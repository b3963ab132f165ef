"""Material and facilities: what is named or counted, and whose it is."""
