#!/bin/bash
# MySQL under a supervisor: a server that asks to be started again (exit code 16), as CLONE does, is.
# It looks whether its parent is the one that is named here.
export MYSQLD_PARENT_PID=$$
stopping=0
trap 'stopping=1; kill -TERM "$server" 2>/dev/null' TERM INT
while :; do
    docker-entrypoint.sh "$@" &
    server=$!
    # a signal ends the wait, not the server
    while wait "$server"; code=$?; kill -0 "$server" 2>/dev/null; do :; done
    if [ "$stopping" = 1 ] || [ "$code" != 16 ]; then exit "$code"; fi
    echo '[supervised] starting the server again'
done
