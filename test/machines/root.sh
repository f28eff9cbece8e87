#!/usr/bin/env bash
# What the machine's system consists of: root.sh packages | root.sh settle FOLDER
set -euo pipefail

if [ "$1" = packages ]; then
    echo systemd systemd-sysv udev dbus dbus-user-session docker.io docker-cli docker-compose docker-buildx \
        rootlesskit uidmap slirp4netns podman docker-registry \
        nodejs npm iptables iproute2 kmod procps curl git ca-certificates socat linux-image-amd64 | tr ' ' ,
    exit
fi

root=$2
in_root() { chroot "$root" "$@"; }
echo machine >"$root/etc/hostname"
echo "127.0.0.1 localhost machine" >"$root/etc/hosts"
in_root passwd -d root
in_root useradd -m -s /bin/bash -G docker learner
in_root useradd -m -s /bin/bash stranger
for unit in systemd-networkd-wait-online.service systemd-timesyncd.service apt-daily.timer apt-daily-upgrade.timer \
    serial-getty@ttyS0.service getty@tty1.service podman.service docker-registry.service man-db.timer; do
    in_root systemctl mask "$unit"
done

# whatever a machine is for is in the shared folder: job.sh there runs once, then the machine ends
cat >"$root/usr/local/sbin/job" <<'END'
#!/bin/bash
share=$(sed -n 's/.*\bjob=\([^ ]*\).*/\1/p' /proc/cmdline)
mkdir -p /share
mount -t hostfs none /share -o "hostfs=$share" 2>/dev/null ||
    mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 job /share
bash /share/job.sh >/share/job.log 2>&1
sync
END
chmod +x "$root/usr/local/sbin/job"
cat >"$root/etc/systemd/system/job.service" <<'END'
[Unit]
After=multi-user.target docker.service
[Service]
ExecStart=/usr/local/sbin/job
ExecStopPost=/usr/bin/systemctl poweroff --no-block
[Install]
WantedBy=multi-user.target
END
in_root systemctl enable job.service docker.service
