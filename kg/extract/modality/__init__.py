"""Whether it happened: what is planned, asked, conditional, alleged, denied or claimed."""
