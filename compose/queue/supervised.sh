#!/bin/bash
# A broker under a supervisor. Kafka ends when it can no longer write, as on a full disk; then this says so, waits for
# room and starts it again.
data=/var/lib/kafka/data
# room for a broker to start and to be of some use, in KiB
enough=8192
stopping=0
trap 'stopping=1; kill -TERM "$server" 2>/dev/null' TERM INT

room() { df -Pk "$data" | awk 'NR == 2 { print $4 }'; }

while :; do
    rm -f /tmp/broker.why
    /etc/kafka/docker/run &
    server=$!
    echo "$server" >/tmp/broker.pid
    # a signal ends the wait, not the server
    while wait "$server"; code=$?; kill -0 "$server" 2>/dev/null; do :; done
    if [ "$stopping" = 1 ]; then exit "$code"; fi
    if [ "$(room)" -lt "$enough" ]; then
        echo "its disk is full ($data: $(room) KiB free)" >/tmp/broker.why
        echo "[supervised] $HOSTNAME: Kafka ended, since $(cat /tmp/broker.why). Jobs are refused until there is room; make some ($enough KiB at least), and it starts by itself"
        while [ "$(room)" -lt "$enough" ]; do
            # short naps: SIGTERM is heard between them
            sleep 0.5
            if [ "$stopping" = 1 ]; then exit "$code"; fi
        done
        echo "[supervised] $HOSTNAME: there is room again"
    else
        echo "[supervised] $HOSTNAME: Kafka ended with $code; starting it again"
        sleep 1
    fi
done
