#!/bin/bash
# restore local|cloud [--before STATEMENT | --until 'YYYY-MM-DD hh:mm:ss'] [--drill]: makes the spare machine the primary,
# with the newest dump and what the logs say since: all of it, or up to a statement, or up to a moment (UTC).
# --drill stops before the last step: the data are on the spare machine, and nobody uses them.
. /usr/local/lib/backups.sh
where=$1 before= until= drill=
shift
while [ $# -gt 0 ]; do
    case "$1" in
        --before) before=$2 && shift ;;
        --until) until=$2 && shift ;;
        --drill) drill=yes ;;
        *) fail "$1 is not understood: --before STATEMENT, --until TIME, --drill" ;;
    esac
    shift
done
alone

case "$where" in
    local) tree=$home name=$(newest "$home") from='this server' ;;
    cloud)
        tree=$home/.fetched from='the cloud'
        rm -rf "$tree"
        name=$(rclone cat "$cloud/dumps/newest" 2>/tmp/fetch.said) ||
            fail "the object storage has no backup, or cannot be reached ($(because /tmp/fetch.said)): nothing was changed"
        rclone copy "$cloud" "$tree" --filter "+ /dumps/$name/**" --filter "+ /logs/$name/**" --filter '- **' 2>/tmp/fetch.said ||
            fail "$name could not be fetched from the object storage ($(because /tmp/fetch.said)): nothing was changed, try again"
        ;;
    *) fail 'restore local, or restore cloud' ;;
esac
[ -n "$name" ] || fail "there is no backup on this server's disk: nothing was changed. restore cloud?"
dump=$tree/dumps/$name/dump.sql.zst
[ -e "$dump" ] || fail "$name has no dump: nothing was changed"
sum=$(about "$tree" "$name" sha256)
[ -z "$sum" ] || [ "$sum" = "$(sha256sum <"$dump" | cut -d' ' -f1)" ] || fail "$name is damaged (its checksum is another one): nothing was changed. Restore it from the other place"

first=$(primary)
answers "$SPARE" || fail "the spare machine $SPARE does not answer"
[ "$first" != "$SPARE" ] || fail "$SPARE is the primary: it is no spare machine any more"
if [ -z "$drill" ] && [ -n "$first" ]; then
    fail "$first still takes writes, and they would be lost: restore with --drill and bring-back what is missing, or stop it first"
fi

# which logs, and where in the last one to stop
logs=() options=()
for one in "$tree/logs/$name"/*; do [ ! -e "$one" ] || logs+=("$one"); done
[ -z "$until" ] || options+=(--stop-datetime="$until")
# place_of LOG: where in it the statement's transaction begins
place_of() {
    mysqlbinlog --base64-output=DECODE-ROWS "$1" | awk -v text="${before,,}" '
        /^# at / { at = $3 }
        /\tGTID\t/ { start = at }
        { gsub(/`/, ""); if (!found && substr($0, 1, 1) != "#" && index(tolower($0), text)) found = start }
        END { if (found) print found; else exit 1 }'
}
if [ -n "$before" ]; then
    for last in "${!logs[@]}"; do place=$(place_of "${logs[last]}") && break; done
    [ -n "$place" ] || fail "\"$before\" is in none of the logs of $name: nothing was changed. ship, if the primary lives"
    logs=("${logs[@]:0:last+1}")
    options+=(--stop-position="$place")
fi

# load: what comes from stdin, on the spare machine; not for its own log, which nobody reads yet
load() { mysql -h"$SPARE" -uroot --init-command='SET sql_log_bin=0' "$database" 2>/tmp/load.said; }
# what it has had from a drill goes
on "$SPARE" "SET sql_log_bin=0; DROP DATABASE IF EXISTS $database; CREATE DATABASE $database" || fail "$SPARE takes no data"
zstd -dcq "$dump" | tee >(tail -n 1 >/tmp/dump.end) | load || fail "$name cannot be loaded ($(because /tmp/load.said)): $SPARE has a part of it"
grep -q '^-- Dump completed' /tmp/dump.end || fail "$name ends in the middle: it is half a backup, and $SPARE has that half"
if [ ${#logs[@]} -gt 0 ]; then
    start=$(about "$tree" "$name" position)
    mysqlbinlog --skip-gtids --start-position="$start" "${options[@]}" "${logs[@]}" 2>/tmp/replay.said | load ||
        fail "the logs since $name cannot be replayed ($(because /tmp/replay.said) $(because /tmp/load.said)): $SPARE has the dump alone"
fi
if [ -z "$drill" ]; then
    on "$SPARE" "INSERT INTO $database.promotions (term, server) SELECT COALESCE(MAX(term), 0) + 1, '$SPARE' FROM $database.promotions;
        SET PERSIST read_only=OFF" || fail "$SPARE has the data, but could not be made the primary"
fi
as='now the primary'
[ -z "$drill" ] || as='for a drill'
echo "$name and ${#logs[@]} logs since, from $from: on $SPARE, $as"
