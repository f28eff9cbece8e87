#!/bin/bash
# backup local: dumps the primary to this server's disk. backup cloud: copies the newest dump to the object storage.
# A backup counts when it is whole: until then, and when it fails, the one before it stays the newest.
. /usr/local/lib/backups.sh
making=$home/.making

# give_up WHY WHERE NEXT
give_up() {
    rm -rf "$making"
    fail "no backup was made: $1. The newest one $2 stays ${3:-none}. Try again when that is mended: backup $where"
}

dump() {
    local first name before facts said=/tmp/dump.said
    before=$(newest "$home")
    first=$(primary) || give_up 'there is no primary to dump' here "$before"
    name=$(date -u +%Y%m%dT%H%M%S.%3NZ)-$first
    rm -rf "$making" && mkdir -p "$making" "$home/dumps"
    # one transaction: as of one moment, and nobody is kept from writing. A new log begins at that moment: what was
    # before it need not be shipped; its name and position are in the dump
    mysqldump -h"$first" -uroot --single-transaction --flush-logs --source-data=2 --set-gtid-purged=OFF --no-tablespaces "$database" 2>"$said" |
        zstd -q -o "$making/dump.sql.zst" || give_up "the dump of $first broke off ($(because "$said"))" here "$before"
    facts=$(zstd -dcq "$making/dump.sql.zst" | awk -F"'" '
        /^-- CHANGE REPLICATION SOURCE TO/ { split($3, rest, "="); sub(/;.*/, "", rest[2]); print "log=" $2; print "position=" rest[2] }
        /^CREATE TABLE/ { tables++ }
        { last = $0 }
        END { print "tables=" tables; if (last !~ /^-- Dump completed/) exit 1 }') ||
        give_up "the dump of $first ends in the middle" here "$before"
    {
        echo "server=$first"
        echo "$facts"
        echo "bytes=$(stat -c %s "$making/dump.sql.zst")"
        echo "sha256=$(sha256sum <"$making/dump.sql.zst" | cut -d' ' -f1)"
    } >"$making/about"
    mv "$making" "$home/dumps/$name" && point "$home" "$name" || give_up "$home cannot be written to" here "$before"
    ls -d "$home"/dumps/*/ | head -n -$keep | while read -r old; do rm -rf "$old" "$home/logs/$(basename "$old")"; done
    echo "$name: $(about "$home" "$name" bytes) bytes of $first, on this server's disk"
}

copy_out() {
    local name before said=/tmp/copy.said old
    name=$(newest "$home")
    [ -n "$name" ] || fail 'there is no backup on this server to copy: backup local first'
    before=$(cat "$home/.in-cloud" 2>/dev/null)
    # one object is there as a whole or not at all; what names it comes after it
    rclone copyto "$home/dumps/$name/dump.sql.zst" "$cloud/dumps/$name/dump.sql.zst" 2>"$said" &&
        rclone copyto "$home/dumps/$name/about" "$cloud/dumps/$name/about" 2>"$said" &&
        rclone copyto "$home/dumps/newest" "$cloud/dumps/newest" 2>"$said" ||
        give_up "the object storage at $RCLONE_CONFIG_S3_ENDPOINT took no copy of $name ($(because "$said"))" there "$before"
    echo "$name" >"$home/.in-cloud"
    # the cloud counts for itself: this server may have lost what it kept
    rclone lsf --dirs-only "$cloud/dumps" 2>/dev/null | sort | head -n -$keep | while read -r old; do
        rclone purge "$cloud/dumps/$old" 2>/dev/null
        rclone purge "$cloud/logs/$old" 2>/dev/null
    done
    echo "$name: $(about "$home" "$name" bytes) bytes, in the cloud"
}

where=$1
case "$where" in
    local) alone && dump ;;
    cloud) alone && copy_out ;;
    *) fail 'backup local, or backup cloud' ;;
esac
