#!/bin/bash
# backups: what could be restored now, from where, and how old it is. Exits with 1 when there is nothing.
. /usr/local/lib/backups.sh
name=$(newest "$home")
[ -n "$name" ] || fail 'here: none'
age() { echo "$(($(date +%s) - $(stat -c %Y "$1"))) s old"; }
echo "here: $name, $(age "$home/dumps/$name/dump.sql.zst"), and $(ls "$home/logs/$name" 2>/dev/null | wc -l) logs since"
copied=$(cat "$home/.in-cloud" 2>/dev/null)
echo "in the cloud: ${copied:-none}"
[ ! -e "$home/.shipped" ] || echo "logs, images and web logs: shipped $(($(date +%s) - $(cat "$home/.shipped"))) s ago"
