#!/bin/bash
# fill MB: the site's archive of old messages: so many MB of bytes that cannot be compressed; fill 0 empties it.
# Comes back when the secondary has it, too.
. /usr/local/lib/databases.sh
first=$(primary) || fail 'there is no primary to fill'
export patience=120
on "$first" "CREATE TABLE IF NOT EXISTS $database.archive (id BIGINT AUTO_INCREMENT PRIMARY KEY,
      body VARCHAR(500) CHARACTER SET ascii NOT NULL, KEY archive_by_body (body(32)));
    TRUNCATE $database.archive;
    SET SESSION cte_max_recursion_depth=10000000;
    INSERT INTO $database.archive (body) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1 * 4000)
      SELECT TO_BASE64(RANDOM_BYTES(250)) FROM n WHERE $1 > 0" || fail "$first could not be filled"
for server in $(answering); do
    [ -z "$(follows "$server")" ] || on "$server" "SELECT WAIT_FOR_EXECUTED_GTID_SET('$(executed "$first")', 100)" >/dev/null
done
on "$first" "SELECT COUNT(*) FROM $database.archive"
