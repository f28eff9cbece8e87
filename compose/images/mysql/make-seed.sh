#!/bin/bash
# Packs an initialised data directory, so that a container's first start unpacks instead of initialising.
# Server id and keys are left out: each server makes its own.
set -euo pipefail
data=$(mktemp -d)
socket=$data/seed.sock
options=(--no-defaults --user=root --datadir="$data" --innodb-redo-log-capacity=16M)
mysqld "${options[@]}" --initialize-insecure
mysqld "${options[@]}" --daemonize --skip-networking --mysqlx=OFF --skip-log-bin --socket="$socket" \
    --pid-file="$data/seed.pid" --log-error="$data/seed.log"
mysql_tzinfo_to_sql /usr/share/zoneinfo 2>/dev/null | mysql --no-defaults --socket="$socket" --user=root mysql
mysqladmin --no-defaults --socket="$socket" --user=root shutdown
while [ -e "$data/seed.pid" ]; do sleep 0.1; done
rm -rf "$data"/auto.cnf "$data"/*.pem "$data"/seed.*
chown -R mysql:mysql "$data"
tar --create --sparse --hole-detection=raw --zstd --file "$1" --directory "$data" .
rm -rf "$data"
