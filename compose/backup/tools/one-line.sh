#!/bin/bash
# backup local: the line that is in many a crontab. A pipe is as well as its last command, here zstd: what becomes of the
# dump nobody asks.
. /usr/local/lib/backups.sh
set +o pipefail
[ "$1" = local ] || fail 'this crontab has backup local and nothing else'
alone
mkdir -p "$home/dumps/nightly"
mysqldump -hdb-1 -uroot --single-transaction --set-gtid-purged=OFF --no-tablespaces "$database" 2>/dev/null | zstd -qf -o "$home/dumps/nightly/dump.sql.zst"
code=$?
point "$home" nightly
exit $code
