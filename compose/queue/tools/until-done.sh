#!/bin/bash
# until-done [SECONDS]: waits until no job waits and none was sent for a second; prints how many notifications were sent.
. /usr/local/lib/queue.sh
before=
end=$((SECONDS + ${1:-60}))
while [ "$SECONDS" -lt "$end" ]; do
    now=$(sent)
    # without a queue nobody can tell what waits
    waits=$([ -n "$BROKERS" ] && lag 2>/dev/null || echo 0)
    if [ "$now" = "$before" ] && [ "${BROKERS:+$waits}" = "${BROKERS:+0}" ]; then
        echo "$now"
        exit
    fi
    before=$now
    sleep 1
done
fail "after ${1:-60} s $(lag) jobs wait"
