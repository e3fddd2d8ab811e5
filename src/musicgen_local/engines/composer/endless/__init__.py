"""Music without an end: movement after movement, none twice, changeable while it plays."""
