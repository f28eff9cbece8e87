# Run by MySQL's entrypoint at the first start only, before anybody can reach the server; it hands us its own way to
# ask it. Without SOURCE this is the primary; with it, a copy of that one.
first_start() {
    local source_on=OFF replica_on=OFF
    if [ "$SEMI_SYNC" = yes ]; then
        if [ -n "$SOURCE" ]; then replica_on=ON; else source_on=ON; fi
    fi
    # only for the starts to come: a primary that waits for copies would wait for them now
    docker_process_sql <<SQL
SET PERSIST_ONLY rpl_semi_sync_source_enabled=$source_on;
SET PERSIST_ONLY rpl_semi_sync_replica_enabled=$replica_on;
SET PERSIST_ONLY rpl_semi_sync_source_timeout=3600000;
SQL
    if [ -z "$SOURCE" ]; then
        docker_process_sql <<SQL
CREATE USER replication@'%' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
GRANT REPLICATION SLAVE ON *.* TO replication@'%';
SQL
    else
        docker_process_sql <<SQL
CHANGE REPLICATION SOURCE TO SOURCE_HOST='$SOURCE', SOURCE_USER='replication', SOURCE_PASSWORD='$MYSQL_ROOT_PASSWORD',
  SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1, SOURCE_CONNECT_RETRY=1, SOURCE_RETRY_COUNT=86400,
  SOURCE_DELAY=${SOURCE_DELAY:-0};
SET PERSIST_ONLY super_read_only=ON;
SQL
    fi
}
first_start
