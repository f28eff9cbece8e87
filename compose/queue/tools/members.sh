#!/bin/bash
# members COUNT: from now on the worker has so many members of the group; prints how many of them have partitions.
. /usr/local/lib/queue.sh
worker PUT "/members?count=$1" >/dev/null || fail "the worker does not take $1 members"
until_settled
worker GET /members | grep -o '\[[0-9][0-9,]*\]' | wc -l
