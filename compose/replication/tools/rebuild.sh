#!/bin/bash
# rebuild SERVER: throws away what it has and makes it a copy of the primary again (CLONE), however it was broken.
. /usr/local/lib/databases.sh
must_answer "$1"
first=$(primary) || fail 'there is no primary to copy: promote one first'
[ "$1" != "$first" ] || fail "$1 is the primary: promote another one first"
# it will start on the new data, which know of every promotion: read-only from the first moment, or two take writes
on "$1" 'STOP REPLICA; SET PERSIST_ONLY super_read_only=ON; SET GLOBAL super_read_only=OFF; SET GLOBAL read_only=OFF' || fail "$1 cannot be prepared"
# the server starts itself again on the new data, which ends our connection: what it says then is no error
SECONDS=0
said=$(patience=300 on "$1" "SET GLOBAL clone_valid_donor_list='$first:3306';
    CLONE INSTANCE FROM root@'$first':3306 IDENTIFIED BY '$MYSQL_ROOT_PASSWORD'" 2>&1)
case "$said" in
    *'ERROR 2013'* | *'ERROR 3707'* | '') ;;
    *) fail "$1 could not be copied from $first: $said" ;;
esac
# back is a server that was started since then
back() {
    local uptime
    uptime=$(on "$1" "SHOW GLOBAL STATUS LIKE 'Uptime'" 2>/dev/null | cut -f2)
    [ -n "$uptime" ] && [ "$uptime" -le "$SECONDS" ]
}
for again in $(seq 600); do back "$1" && break || sleep 0.1; done
back "$1" || fail "$1 did not come back with the new data"
follow "$1" "$first" || fail "$1 could not be told to follow $first"
(until_follows "$1") && echo "$1 is a copy of $first"
