#!/bin/sh
# A flag first means flags for haproxy; haproxy itself always runs as master-worker in the foreground.
set -e
case "${1:-}" in -*) set -- haproxy "$@" ;; esac
if [ "${1:-}" = haproxy ]; then
    shift
    set -- haproxy -W -db "$@"
fi
exec "$@"
