"""One exercise in the browser while its author writes it: the real front end, loaded again at each save."""
