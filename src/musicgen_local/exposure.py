"""Who can reach this installation: loopback or not, with a key or without."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address

from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode, UserError


@lru_cache(maxsize=256)  # asked several times for each request, about few names
def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`; a name other than localhost counts as no."""
    name = host.strip().strip("[]").rstrip(".").lower()
    if name == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or (mapped is not None and mapped.is_loopback)


def api_keys(settings: Settings) -> tuple[str, ...]:
    """The keys that requests may carry; none when nothing was set."""
    text = settings.api_key.get_secret_value() if settings.api_key else ""
    return tuple(dict.fromkeys(key for part in text.split(",") if (key := part.strip())))


def is_open(settings: Settings) -> bool:
    """Whether anybody who reaches the server may use it, wherever they are."""
    return settings.allow_open_network and not api_keys(settings)


def check_exposure(settings: Settings, host: str) -> None:
    """Refuse to listen at `host` when others could use this machine without a key.

    Raises:
        UserError: `VALIDATION`.
    """
    if is_loopback(host) or api_keys(settings) or settings.allow_open_network:
        return
    raise UserError(
        ErrorCode.VALIDATION,
        f"At {host or 'every address'}, everybody in the network could use this server: "
        "it has no API key.",
        recovery="Set MGL_API_KEY, or listen at 127.0.0.1, or, in a network you trust, set "
        "MGL_ALLOW_OPEN_NETWORK=true.",
        details={"field": "host"},
    )
