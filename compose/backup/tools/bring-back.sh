#!/bin/bash
# bring-back TABLE: copies a table from the spare machine, where a drill has put it, to the primary. One that is there
# already stays as it is.
. /usr/local/lib/backups.sh
first=$(primary) || fail 'there is no primary to bring it back to'
here() { on "$1" "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema='$database' AND table_name='$2'"; }
[ "$(here "$SPARE" "$1")" = 1 ] || fail "$SPARE has no table $1: restore with --drill first"
[ "$(here "$first" "$1")" = 0 ] || fail "$first has a table $1: it stays as it is"
mysqldump -h"$SPARE" -uroot --single-transaction --set-gtid-purged=OFF --no-tablespaces --skip-add-drop-table "$database" "$1" 2>/tmp/bring.said |
    mysql -h"$first" -uroot "$database" 2>>/tmp/bring.said || fail "$1 could not be brought back ($(because /tmp/bring.said))"
echo "$1 is on $first again: $(on "$first" "SELECT COUNT(*) FROM $database.$1") rows"
