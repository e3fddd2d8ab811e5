"""How the tables came to be, one revision to a file; `runner` walks them."""
