"""Who may log in: key pairs, and sshd."""
import os
import subprocess

from network import run

_private = "/home/admin/.ssh/id_ed25519"


def make_key_pair(name):
    """The public half is for every server of the stage to read; the private one never leaves this one."""
    if not os.path.exists(_private):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", _private)
        run("chown", "admin:admin", _private, f"{_private}.pub")
    run("cp", f"{_private}.pub", f"/keys/{name}.pub")


def start_sshd(who, jump, password):
    """Starts sshd in the foreground of its own; its log is ours."""
    if who not in ("keys", "passwords"):
        raise ValueError(f'SSH="{who}": write keys or passwords')
    if not os.path.exists("/etc/ssh/ssh_host_ed25519_key"):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/etc/ssh/ssh_host_ed25519_key")
    passwords = who == "passwords"
    if passwords:
        run("chpasswd", text=f"admin:{password}\n")
    return subprocess.Popen(
        [
            "/usr/sbin/sshd", "-D", "-e",
            "-o", f"PasswordAuthentication={'yes' if passwords else 'no'}",
            "-o", f"AllowTcpForwarding={'local' if jump else 'no'}",
        ]
    )
