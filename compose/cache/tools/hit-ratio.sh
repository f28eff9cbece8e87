#!/bin/bash
# hit-ratio PATTERN POLICY: of 100 reads that count, how many were hits when compare-policies was run last. The patterns:
# crawler, trickle, news, turn; the policies: allkeys-lru, allkeys-lfu, allkeys-random, fifo, ample.
[ -s "/tmp/policies/$1.3.$2" ] || { echo "no results of $1 with $2: run compare-policies first" >&2; exit 1; }
for answers in /tmp/policies/"$1".*."$2"; do
    round=${answers#*"$1".} round=${round%%.*}
    [ "$round" -le 2 ] || paste "/tmp/policies/$1.$round" "$answers"
done | awk '/^a/ { reads++; hits += $2 } END { printf "%d\n", 100 * hits / reads + 0.5 }'
