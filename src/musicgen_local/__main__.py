"""`python -m musicgen_local` is `mgl`, for systems whose PATH misses the scripts folder."""

from musicgen_local.cli import main

main()
