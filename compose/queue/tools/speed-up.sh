#!/bin/bash
# speed-up FROM TO: has so many members of the group, then so many, each for two seconds of work after the group has
# settled; prints how many times as many jobs were done in the second two.
. /usr/local/lib/queue.sh
for count in "$1" "$2"; do
    owners=$(members "$count") || exit 1
    before=$(sent)
    sleep 2
    done=$(($(sent) - before))
    echo "$count members ($owners of them with a partition): $done jobs in 2 s; $(lag) wait"
    if [ "$(lag)" -lt 1 ]; then fail 'no job waits any more: more jobs than that are needed to tell'; fi
    [ "$count" = "$2" ] || first=$done
done
awk -v a="$first" -v b="$done" 'BEGIN { printf "%.2f\n", b / a }'
