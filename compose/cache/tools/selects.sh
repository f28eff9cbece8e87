#!/bin/bash
# selects SECONDS: how many reads the database answers in so many seconds, by its own count.
. /usr/local/lib/site.sh
before=$(selects_so_far)
[ -n "$before" ] && sleep "$1" && selects_since "$before" || fail 'db-1 does not answer'
