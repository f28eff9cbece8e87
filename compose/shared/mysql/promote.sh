#!/bin/bash
# promote [SERVER]: makes a copy the primary, and lets the others follow it. Without a name the one that has received
# most; a server that lacks what another copy has is refused, since that would be lost.
# A primary that still answers is made read-only first, and waited for.
. /usr/local/lib/databases.sh
alive=$(answering)
old=$(primary)
chosen=$1
[ -z "$chosen" ] || must_answer "$chosen"
if [ -n "$chosen" ] && [ "$chosen" = "$old" ]; then
    echo "$chosen is the primary already"
    exit 0
fi
copies=
for server in $alive; do [ "$server" = "$old" ] || [ -z "$(follows "$server")" ] || copies+=" $server"; done
[ -n "$copies" ] || fail "no copy answers: there is nobody to promote"

# all that copies have: whoever takes over must have it
everything=
for server in $copies; do everything+=${everything:+,}$(has "$server"); done

if [ -n "$old" ]; then
    on "$old" 'SET GLOBAL super_read_only=ON' || fail "$old answers but cannot be made read-only: stop it first, or two will take writes"
    everything+=,$(executed "$old")
    giving_back() {
        on "$old" 'SET GLOBAL super_read_only=OFF; SET GLOBAL read_only=OFF'
        fail "$1; $old takes writes again"
    }
else
    giving_back() { fail "$1"; }
fi

complete() {
    local server
    for server in ${chosen:-$copies}; do
        if [ -z "$(lacks "$server" "$everything")" ]; then echo "$server" && return; fi
    done
    return 1
}
# with the old primary alive the last writes may still be under way
for again in $(seq 30); do
    fit=$(complete) && break
    [ -n "$old" ] || break
    sleep 0.1
done
if [ -z "$fit" ]; then
    if [ -n "$chosen" ]; then giving_back "$chosen lacks $(lacks "$chosen" "$everything"), which another server has: promote without a name takes the most advanced"; fi
    giving_back "GTID gap: no copy has all that the copies have together ($everything)"
fi
chosen=$fit

# A copy that is late on purpose need not wait now. CHANGE throws away what was received and not yet applied when nobody
# listens for more: so it must listen, if in vain, until that is done.
if [ "$(replica_says "$chosen" SQL_Delay)" != 0 ]; then
    on "$chosen" 'START REPLICA IO_THREAD; STOP REPLICA SQL_THREAD' 2>/dev/null
    if [ "$(replica_says "$chosen" Replica_IO_Running)" != No ]; then on "$chosen" 'CHANGE REPLICATION SOURCE TO SOURCE_DELAY=0'; fi
fi
on "$chosen" 'STOP REPLICA IO_THREAD; START REPLICA SQL_THREAD' 2>/dev/null
# what was received must be applied: a server that stopped at an error never gets there
applied() { [ "$(on "$chosen" "SELECT GTID_SUBSET('$everything', @@global.gtid_executed)")" = 1 ]; }
for again in $(seq 300); do
    applied && break
    [ "$(replica_says "$chosen" Replica_SQL_Running)" = Yes ] || giving_back "$chosen cannot apply what it has received: $(trouble "$chosen")"
    sleep 0.1
done
applied || giving_back "$chosen has not applied yet what it has received: try again"

waits=OFF
[ "$SEMI_SYNC" != yes ] || waits=ON
on "$chosen" "STOP REPLICA; RESET REPLICA ALL; SET PERSIST rpl_semi_sync_source_enabled=$waits;
    SET PERSIST rpl_semi_sync_replica_enabled=OFF; SET PERSIST super_read_only=OFF; SET PERSIST read_only=OFF" ||
    fail "$chosen could not be made the primary"
# the others first: with semi-sync the very next write waits for one of them
for server in $copies; do
    [ "$server" = "$chosen" ] || follow "$server" "$chosen" || echo "$server could not be told to follow $chosen" >&2
done
patience=30 on "$chosen" "INSERT INTO $database.promotions (term, server) SELECT COALESCE(MAX(term), 0) + 1, '$chosen' FROM $database.promotions" ||
    fail "$chosen takes writes, but its promotion could not be entered"
echo "$chosen is the primary (promotion $(term_of "$chosen"))"
for server in $copies; do
    if [ "$server" != "$chosen" ]; then (until_follows "$server" && echo "$server follows $chosen") || echo "rebuild $server" >&2; fi
done
[ -z "$old" ] || echo "$old is read-only now: rejoin it"
