#!/bin/bash
# hold-back on|off: copies stop listening to the primary, as when the line to them is down, or listen again.
. /usr/local/lib/databases.sh
case "$1" in
    on) word=STOP ;;
    off) word=START ;;
    *) fail 'hold-back on, or hold-back off' ;;
esac
for server in $(answering); do
    [ -z "$(follows "$server")" ] || on "$server" "$word REPLICA IO_THREAD"
done
