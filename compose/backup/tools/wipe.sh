#!/bin/bash
# wipe: the disk of this machine dies, and takes the database along.
touch /run/wiped
for process in /proc/[0-9]*; do
    if [ "$(cat "$process/comm" 2>/dev/null)" = mysqld ]; then kill -KILL "${process#/proc/}"; fi
done
find /var/lib/mysql -mindepth 1 -delete
echo "$HOSTNAME: the disk is empty"
