"""Which computers in front of the desk are believed, as a project or its operator names them."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

UNIX = "unix"
"""What stands for the other end of a UNIX socket, which has no address."""


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """Networks, and perhaps a UNIX socket, whose word for https and the desk's name is taken."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    unix: bool = False

    @classmethod
    def from_text(cls, text: str) -> TrustedProxies:
        """Read addresses, networks such as `172.28.0.0/24` and the word `unix`, with commas between. ValueError."""
        words = [word.strip() for word in text.split(",") if word.strip()]
        return cls(tuple(ip_network(word) for word in words if word != UNIX), UNIX in words)

    def trusts(self, address: str) -> bool:
        """Whether what comes from *address* is believed; "" is the other end of a UNIX socket."""
        if not address:
            return self.unix
        try:
            found = ip_address(address)
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self.networks)

    @property
    def widest(self) -> int:
        """How many addresses the widest of the networks has."""
        return max((network.num_addresses for network in self.networks), default=0)
