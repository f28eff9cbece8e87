"""Rule files of security groups: reading them, and the nftables rules that they stand for.

    group database
      allow 3306 from app-1
      allow 22 from 10.0.0.0/8

Allow only: what no rule of a server's groups allows does not get in. Answers to what the server asked itself do, and
so do pings: what breaks the network for an experiment proves itself by them.
"""
import ipaddress
import re
from dataclasses import dataclass

TABLE = "security-groups"
ANYWHERE = "anywhere"
_group = re.compile(r"group\s+([a-z0-9][a-z0-9-]*)$")
_rule = re.compile(r"allow\s+(\S+)\s+from\s+(\S+)$")
_port = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?(?:/(tcp|udp))?$")
_name = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$")


class RuleError(Exception):
    """What is wrong in which line, and what to write instead."""


@dataclass(frozen=True)
class Rule:
    source: str
    """`anywhere`, an address, a network, or the name of a server."""
    port: str
    """`80` or `8000-8010`."""
    protocol: str


def parse(text, file):
    """Name of each group -> its rules. Raises RuleError with every problem, a line each."""
    groups, problems, current = {}, [], None
    for number, line in enumerate(text.splitlines(), start=1):
        written = line.split("#", 1)[0].strip()
        if not written:
            continue
        at = f"{file}:{number}"
        header = _group.match(written)
        if header:
            current = header.group(1)
            if current in groups:
                problems.append(f'{at}: the group "{current}" is there already: put its rules together')
            groups.setdefault(current, [])
            continue
        try:
            rule = _read_rule(written)
            if current is None:
                raise RuleError("this rule belongs to no group: write `group NAME` above it")
            groups[current].append(rule)
        except RuleError as error:
            problems.append(f"{at}: {error}")
    if problems:
        raise RuleError("\n".join(problems))
    return groups


def _read_rule(written):
    if written.split()[0] == "deny":
        raise RuleError(
            "a security group only allows, and drops what no rule allows: leave the rule out. "
            "Forbidding single addresses is the work of a network ACL"
        )
    found = _rule.match(written)
    if not found:
        raise RuleError(f'"{written}" is not understood: write `group NAME` or `allow PORT from SOURCE`')
    port, source = found.groups()
    return Rule(_read_source(source), *_read_port(port))


def _read_port(written):
    found = _port.match(written)
    if found:
        first, last = int(found.group(1)), int(found.group(2) or found.group(1))
        if 1 <= first <= last <= 65535:
            return (str(first) if first == last else f"{first}-{last}"), found.group(3) or "tcp"
    raise RuleError(f'"{written}" is no port: write 80, 8000-8010 or 53/udp (1 to 65535)')


def _read_source(written):
    if written == ANYWHERE:
        return written
    # what has only digits and dots is meant as an address, not as a name
    if re.match(r"[\d./]+$", written):
        try:
            return str(ipaddress.IPv4Network(written))
        except ValueError as error:
            raise RuleError(f'"{written}" is no address: {error}') from None
    if not _name.match(written):
        raise RuleError(f'"{written}" is no source: write anywhere, 10.0.0.0/8 or the name of a server')
    return written


def rules_of(groups, names, file):
    """The rules of a server that has these groups, each once. Raises RuleError for a group that is not in the file."""
    rules = {}
    for name in names:
        if name not in groups:
            raise RuleError(f'{file} has no group "{name}": it has {", ".join(groups) or "none"}')
        rules.update(dict.fromkeys(groups[name]))
    return list(rules)


def server_names(rules):
    """Sources that have to be looked up."""
    return sorted({rule.source for rule in rules if _is_name(rule.source)})


def _is_name(source):
    return source != ANYWHERE and not re.match(r"[\d./]+$", source)


def render(rules, addresses):
    """Input for `nft -f`: replaces the server's rules in one step. A server without a known address opens nothing."""
    lines = []
    for rule in rules:
        port = f"{rule.protocol} dport {rule.port} accept"
        if rule.source == ANYWHERE:
            lines.append(port)
            continue
        known = addresses.get(rule.source, []) if _is_name(rule.source) else [rule.source]
        if known:
            lines.append(f"ip saddr {{ {', '.join(known)} }} {port}")
    body = "".join(f"    {line}\n" for line in lines)
    return (
        f"table inet {TABLE}\n"
        f"delete table inet {TABLE}\n"
        f"table inet {TABLE} {{\n"
        "  chain input {\n"
        "    type filter hook input priority filter; policy drop;\n"
        '    iif "lo" accept\n'
        "    ct state established,related accept\n"
        "    icmp type echo-request accept\n"
        f"{body}"
        "  }\n"
        "}\n"
    )
