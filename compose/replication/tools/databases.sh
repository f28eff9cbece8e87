#!/bin/bash
# Who is who: one line a server. Exits with 1 when there is no primary, or a copy does not follow.
. /usr/local/lib/databases.sh
first=$(primary) code=0
for server in $DATABASES; do
    if ! answers "$server"; then
        echo "$server: does not answer"
        code=1
    elif [ "$server" = "$first" ]; then
        echo "$server: primary, promotion $(term_of "$server")"
    elif [ -n "$(follows "$server")" ]; then
        why=$(trouble "$server")
        [ -z "$why" ] || code=1
        missing=$([ -z "$first" ] || on "$server" "SELECT REPLACE(GTID_SUBTRACT('$(executed "$first")', @@global.gtid_executed), '\n', '')")
        echo "$server: copy of $(follows "$server"): ${why:-follows}; lacks ${missing:-nothing}"
    elif takes_writes "$server"; then
        echo "$server: takes writes, and missed a promotion: an old primary (recover-rows, then rejoin or rebuild)"
        code=1
    else
        echo "$server: follows nobody"
        code=1
    fi
done
[ -n "$first" ] || { echo 'no primary: promote' && exit 1; }
exit $code
