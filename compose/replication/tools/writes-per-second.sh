#!/bin/bash
# writes-per-second SECONDS: four clients write rows of their own table to the primary, one commit a row; prints how many
# were committed per second.
. /usr/local/lib/databases.sh
first=$(primary) || fail 'there is no primary to write to'
on "$first" "CREATE TABLE IF NOT EXISTS $database.scratch (id BIGINT AUTO_INCREMENT PRIMARY KEY, body VARCHAR(100) NOT NULL); TRUNCATE $database.scratch"
for client in 1 2 3 4; do
    yes "INSERT INTO scratch (body) VALUES (REPEAT('x', 100));" | timeout "$1" mysql -h"$first" -uroot "$database" 2>/dev/null &
done
wait
on "$first" "SELECT ROUND(COUNT(*) / $1) FROM $database.scratch"
