"""Compiled inner loops, one file per way of making a tone; compiled once per machine."""

# What only kernels call needs no way in from Python, which takes longer to compile than they do.
INNER = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}
