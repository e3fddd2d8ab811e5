"""From a patch and one note to a kernel's arguments: one file per kind of patch."""
