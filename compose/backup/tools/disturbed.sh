#!/bin/bash
# disturbed COMMAND…: runs a backup, and in the middle of its dump the database closes the connection, as it does when it
# is restarted. The command's own result is ours.
. /usr/local/lib/databases.sh
first=$(primary) || fail 'there is no primary to dump'
# one connection that looks again and again: a dump may be a matter of tenths of a second
coproc looking { exec mysql -h"$first" -uroot -BN --unbuffered 2>/dev/null; }
ask() { echo "SELECT COALESCE(MAX(id), 0) FROM information_schema.processlist WHERE info LIKE 'SELECT /*!40001 SQL_NO_CACHE */ * FROM \`archive\`%';" >&"${looking[1]}" && read -r -t 5 dumping <&"${looking[0]}"; }
ask || fail "$first does not answer"
"$@" &
job=$!
while kill -0 $job 2>/dev/null && ask; do
    [ "$dumping" = 0 ] || break
done
[ "$dumping" != 0 ] || fail 'the dump was over before it could be disturbed: fill more'
echo "KILL $dumping;" >&"${looking[1]}"
wait $job
