#!/bin/bash
# broker: what this broker says of itself.
free=$(df -Pk /var/lib/kafka/data | awk 'NR == 2 { print $4 }')
if [ -s /tmp/broker.why ]; then
    echo "$HOSTNAME: down, since $(cat /tmp/broker.why). Jobs are refused until there is room; make some, and it starts by itself"
    exit 1
fi
echo "$HOSTNAME: up, $free KiB free"
