#!/bin/bash
# ship: brings what is new since the last time to this server's disk and then to the cloud: the primary's binary logs
# since the newest dump, images, and lines of the web server's log.
. /usr/local/lib/backups.sh
alone
name=$(newest "$home")
[ -n "$name" ] || fail 'there is no dump that logs could follow from: backup local first'
server=$(about "$home" "$name" server)
logs=$home/logs/$name

# closes the log that is being written, so that all before it are whole
listed=$(on "$server" 'SELECT @@global.read_only; FLUSH BINARY LOGS; SHOW BINARY LOGS' 2>/tmp/ship.said) ||
    fail "$server, which the newest dump is of, does not answer ($(because /tmp/ship.said)): no log was shipped"
[ "$(head -n 1 <<<"$listed")" = 0 ] || fail "$server takes no writes any more: backup local, of the new primary"
wanted=$(awk -v first="$(about "$home" "$name" log)" 'NR > 1 && $1 >= first { print $1 }' <<<"$listed" | head -n -1)
mkdir -p "$logs" "$home/.logs" "$home/uploads" "$home/weblogs"
new=$(for one in $wanted; do [ -e "$logs/$one" ] || echo "$one"; done)
if [ -n "$new" ]; then
    rm -f "$home/.logs/"*
    mysqlbinlog -h"$server" -uroot --read-from-remote-server --raw --result-file="$home/.logs/" $new 2>/tmp/ship.said ||
        fail "the logs of $server could not be read ($(because /tmp/ship.said)): what was shipped before stays"
    mv "$home/.logs/"* "$logs/"
fi
cp -ru --preserve=timestamps /site/uploads/. "$home/uploads/"

# only what was added: a piece is called after where it begins
from=$(cat "$home"/weblogs/* 2>/dev/null | wc -c)
piece=$home/weblogs/$(printf 'access.log.%012d' "$from")
tail -c +$((from + 1)) /site/weblogs/access.log >/tmp/piece 2>/dev/null
if [ -s /tmp/piece ]; then cp /tmp/piece "$piece"; fi

if [ "$CLOUD" = yes ]; then
    rclone copy "$home" "$cloud" --ignore-existing --filter "+ /logs/$name/**" --filter '+ /uploads/**' --filter '+ /weblogs/**' \
        --filter '- **' 2>/tmp/ship.said ||
        fail "the object storage at $RCLONE_CONFIG_S3_ENDPOINT took nothing ($(because /tmp/ship.said)): it is all on this server, and goes with the next one"
fi
date -u +%s >"$home/.shipped"
echo "shipped $(wc -w <<<"$new") logs of $server"
