#!/bin/bash
# until-unnoted COUNT: waits until the worker has done at least so many jobs that it has not noted yet; prints how many.
. /usr/local/lib/queue.sh
for again in $(seq 100); do
    unnoted=$(worker GET /members 2>/dev/null | sed -n 's/.*"unnoted":\([0-9]*\).*/\1/p')
    if [ "${unnoted:-0}" -ge "$1" ]; then
        echo "$unnoted"
        exit
    fi
    sleep 0.1
done
fail "jobs done and not noted: ${unnoted:-the worker does not answer}"
