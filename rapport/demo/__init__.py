"""A believable company, so that a new site shows what it is for."""
