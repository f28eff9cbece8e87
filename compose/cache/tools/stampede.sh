#!/bin/bash
# stampede REQUESTS: the cached report expires, and so many people ask each app server for it at once. Prints how many
# reads the database had to answer for that.
. /usr/local/lib/site.sh
ask app-1 GET /report | grep -q '^HTTP/1.1 200' || fail 'there is no report'
before=$(selects_so_far)
[ -n "$before" ] || fail 'db-1 does not answer'
redis PEXPIRE cache:report 1
for request in $(seq "$1"); do
    for app in app-1 app-2; do
        ask "$app" GET /report | grep -q '^HTTP/1.1 200' &
        all+=" $!"
    done
done
for one in $all; do wait "$one" || fail 'a request got no report'; done
selects_since "$before" || fail 'db-1 does not answer'
