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


def nat_rules(forward, address):
    """Input for `nft -f`: everything behind this server gets out, nothing gets in but what is forwarded."""
    outer = re.search(r"dev (\S+)", run("ip", "route", "show", "default")).group(1)
    opened = destination = ""
    if forward:
        port, target = re.fullmatch(r"(\d+) to [^:]+:(\d+)", forward).groups()
        destination = f"    iifname {outer} tcp dport {port} dnat ip to {address}:{target}\n"
        opened = f"    ip daddr {address} tcp dport {target} accept\n"
    return (
        f"table inet {TABLE}\n"
        f"delete table inet {TABLE}\n"
        f"table inet {TABLE} {{\n"
        "  chain forward {\n"
        "    type filter hook forward priority filter; policy drop;\n"
        "    ct state established,related accept\n"
        f"    iifname != {outer} oifname {outer} accept\n"
        f"{opened}"
        "  }\n"
        "  chain prerouting {\n"
        "    type nat hook prerouting priority dstnat;\n"
        f"{destination}"
        "  }\n"
        "  chain postrouting {\n"
        "    type nat hook postrouting priority srcnat;\n"
        f"    oifname {outer} masquerade\n"
        f"{'    ct status dnat masquerade' if forward else ''}\n"
        "  }\n"
        "}\n"
    )
