#!/usr/bin/env bash
# Makes the disk from root/, images.tar and node_modules; disk.sh HOME PROJECT
# The machine's own dockerd loads the images here, at the host's speed and without containers. It has namespaces of its
# own for mounts and network: a second dockerd beside the host's one would take away its bridge and its firewall rules.
set -euo pipefail
home=$1 project=$2
new="$home/disk.new"
rm -rf "$new"
cp -a "$home/root" "$new"
mkdir -p "$new/opt/project" "$new/images"
cp -a "$project/node_modules" "$new/opt/project/"
cp "$project/package-lock.json" "$new/opt/project/"

mount --bind "$new" "$new"
cd "$new"
mount --bind /proc proc
mount --rbind /sys sys
mount --rbind /dev dev
mount -t tmpfs tmpfs run
mount --bind "$home" images
chroot . dockerd --iptables=false --bridge=none -H unix:///run/load.sock --pidfile /run/load.pid \
    --exec-root /run/load >/tmp/load.log 2>&1 &
engine=$!
trap 'kill $engine 2>/dev/null; wait $engine 2>/dev/null || true' EXIT
for _ in $(seq 300); do [ -S run/load.sock ] && break; sleep 0.1; done
chroot . docker -H unix:///run/load.sock load -q -i /images/images.tar
kill $engine
wait $engine || true
trap - EXIT
cd /
umount -R "$new"
rmdir "$new/images"
truncate -s 24G "$home/base.new"
mkfs.ext4 -q -F -d "$new" "$home/base.new"
mv "$home/base.new" "$home/base.img"
rm -rf "$new"
