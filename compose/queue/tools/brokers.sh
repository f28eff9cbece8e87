#!/bin/bash
# brokers: which brokers take connections; fails when one does not.
. /usr/local/lib/queue.sh
code=0
for broker in $BROKERS; do
    if timeout 2 bash -c "exec 3<>/dev/tcp/$broker/9092" 2>/dev/null; then
        echo "$broker: up"
    else
        echo "$broker: down; what it says of itself: broker, in $broker, or its log"
        code=1
    fi
done
exit "$code"
