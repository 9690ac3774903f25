"""Marking a large class: workers mark answers and know no course folder; one coordinator writes, in batches."""
