"""Routes and address translation of a server."""
import re
import socket
import subprocess

TABLE = "nat-gateway"


def run(*command, text=None):
    """Runs a command; raises RuntimeError with what it said."""
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def look_up(name):
    """A server's addresses, in order; none when nobody has that name now."""
    try:
        found = socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_STREAM)
    except socket.gaierror:
        return []
    return sorted({entry[4][0] for entry in found})


def add_address(address):
    """One more address, which no engine knows of."""
    run("ip", "address", "replace", f"{address}/32", "dev", "lo")


def set_gateway(name):
    """True when the default route is as asked; False while the gateway cannot be found."""
    if name == "none":
        if run("ip", "route", "show", "default"):
            run("ip", "route", "delete", "default")
        return True
    address = look_up(name)
    if address:
        run("ip", "route", "replace", "default", "via", address[0])
    return bool(address)


def read_forward(written):
    """`8080 to app-1:8080` -> ("8080", "app-1", "8080"). Raises ValueError."""
    found = re.fullmatch(r"(\d+) to ([A-Za-z0-9._-]+):(\d+)", written)
    if not found:
        raise ValueError(f'FORWARD="{written}" is not understood: write PORT to SERVER:PORT')
    return found.groups()


def nat_rules(forward=None):
    """Input for `nft -f`: everything behind this server gets out, nothing gets in but what is forwarded.

    forward: (port of this server, address, port there)
    """
    outer = re.search(r"dev (\S+)", run("ip", "route", "show", "default")).group(1)
    accepted = ["ct state established,related accept", f"iifname != {outer} oifname {outer} accept"]
    readdressed, translated = [], [f"oifname {outer} masquerade"]
    if forward:
        port, address, target = forward
        readdressed.append(f"iifname {outer} tcp dport {port} dnat ip to {address}:{target}")
        accepted.append(f"ip daddr {address} tcp dport {target} accept")
        # or the answers would try to leave by another way
        translated.append("ct status dnat masquerade")
    return (
        f"table inet {TABLE}\n"
        f"delete table inet {TABLE}\n"
        f"table inet {TABLE} {{\n"
        f"{_chain('forward', 'type filter hook forward priority filter; policy drop;', accepted)}"
        f"{_chain('prerouting', 'type nat hook prerouting priority dstnat;', readdressed)}"
        f"{_chain('postrouting', 'type nat hook postrouting priority srcnat;', translated)}"
        "}\n"
    )


def _chain(name, hook, rules):
    return f"  chain {name} {{\n" + "".join(f"    {line}\n" for line in [hook, *rules]) + "  }\n"
