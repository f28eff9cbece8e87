#!/bin/bash
# A database machine: MySQL runs on it. When its disk dies (wipe) MySQL goes, and the machine stays, with an empty disk;
# the next start finds that disk and begins anew.
rm -f /run/wiped
trap 'kill -TERM "$server" 2>/dev/null; wait "$server"; exit 0' TERM INT
docker-entrypoint.sh "$@" &
server=$!
wait "$server"
code=$?
[ -e /run/wiped ] || exit "$code"
echo '[machine] the disk is gone, and the database with it'
server=
sleep infinity &
wait
