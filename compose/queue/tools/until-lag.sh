#!/bin/bash
# until-lag COUNT: waits until so many jobs at most wait; prints how many do.
. /usr/local/lib/queue.sh
for again in $(seq 120); do
    waits=$(lag 2>/dev/null)
    if [ -n "$waits" ] && [ "$waits" -le "$1" ]; then
        echo "$waits"
        exit
    fi
    sleep 0.5
done
fail "jobs that still wait: ${waits:-the worker cannot tell how many}"
