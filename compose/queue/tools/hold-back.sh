#!/bin/bash
# hold-back on|off: this broker stands still as if its machine had stalled; nobody is told. It goes on after ten seconds
# at the latest.
broker=$(cat /tmp/broker.pid)
case "$1" in
    on)
        kill -STOP "$broker"
        (sleep 10; kill -CONT "$broker") >/dev/null 2>&1 &
        ;;
    off) kill -CONT "$broker" ;;
    *) echo "hold-back on|off" >&2; exit 1 ;;
esac
