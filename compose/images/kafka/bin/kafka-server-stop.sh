#!/bin/bash
# Sends SIGTERM to the servers in this container; SIGNAL names another one.
set -eu
found=
for process in /proc/[0-9]*; do
    # another process may have ended meanwhile
    words=$(tr '\0' ' ' 2>/dev/null <"$process/cmdline") || continue
    case "$words" in *java*' kafka.Kafka '* | *java*' stagecraft.Start '*)
        kill -s "${SIGNAL:-TERM}" "${process#/proc/}"
        found=yes
        ;;
    esac
done
[ -n "$found" ] || { echo 'No kafka server to stop' >&2; exit 1; }
