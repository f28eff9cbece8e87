"""The life of a server's network: set up, watch names, end on SIGTERM."""
import os
import pathlib
import signal
import sys
import threading

import network
import security_groups as groups
import ssh

READY = pathlib.Path("/run/host-ready")
# names are looked up so often while some are unknown, and afterwards: servers come back elsewhere
SEEK_S, WATCH_S = 0.2, 2


class Firewall:
    """The rules of this server's groups, kept in step with the addresses of the servers that they name."""

    def __init__(self, names, file):
        self.rules = groups.rules_of(groups.parse(pathlib.Path(file).read_text(), file), names, file)
        self.known = {}
        self._load()

    def refresh(self):
        """True when every server that the rules name is known. One that is away keeps the address it had."""
        found = {name: network.look_up(name) for name in groups.server_names(self.rules)}
        now = {**self.known, **{name: where for name, where in found.items() if where}}
        if now != self.known:
            self.known = now
            self._load()
        return all(name in self.known for name in found)

    def _load(self):
        text = groups.render(self.rules, self.known)
        network.run("nft", "-f", "-", text=text)
        print(text, flush=True)


def translate(forward):
    """True when the address translation is as asked; False while the server that a port is forwarded to is unknown."""
    if forward:
        port, server, target = forward
        addresses = network.look_up(server)
        if not addresses:
            return False
        forward = (port, addresses[0], target)
    network.run("nft", "-f", "-", text=network.nat_rules(forward))
    return True


def serve(env):
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    READY.unlink(missing_ok=True)

    firewall = None
    if "SECURITY_GROUPS" in env:
        file = env.get("SECURITY_GROUPS_FILE", "/etc/security-groups")
        firewall = Firewall(env["SECURITY_GROUPS"].split(), file)
    if env.get("ADDRESS"):
        network.add_address(env["ADDRESS"])
    if env.get("KEY_PAIR"):
        ssh.make_key_pair(env["KEY_PAIR"])
    sshd = None
    if env.get("SSH"):
        sshd = ssh.start_sshd(env["SSH"], env.get("SSH_JUMP") == "yes", env.get("ADMIN_PASSWORD", ""))

    gateway, nat = env.get("GATEWAY"), env.get("NAT") == "yes"
    forward = network.read_forward(env["FORWARD"]) if env.get("FORWARD") else None
    routed, translated = not gateway, not nat
    while not ended.is_set():
        routed = routed or network.set_gateway(gateway)
        if routed and not translated:
            translated = translate(forward)
        known = firewall is None or firewall.refresh()
        ready = routed and translated and known
        if ready:
            READY.touch()
        ended.wait(WATCH_S if ready else SEEK_S)
    if sshd:
        sshd.terminate()
        sshd.wait()
    return 0


def main(words):
    try:
        if words[:1] == ["check"] and len(words) == 2:
            groups.parse(pathlib.Path(words[1]).read_text(), words[1])
            return 0
        if words:
            os.execvp(words[0], words)
        return serve(os.environ)
    except (groups.RuleError, OSError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
