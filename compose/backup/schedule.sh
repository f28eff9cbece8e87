#!/bin/bash
# schedule run: what a crontab does elsewhere. A dump every DUMP_EVERY seconds, everything since then every SHIP_EVERY
# seconds (0: never). schedule off: nothing is begun any more, what runs is waited for. schedule on. schedule log.
. /usr/local/lib/backups.sh
log=/var/log/schedule.log

# job WORD…: one line of the log for each, with the last thing that it said.
job() {
    local said code
    said=$("$@" 2>&1)
    code=$?
    echo "$(date -u +%T) $*: $([ $code = 0 ] && echo done || echo FAILED): $(tail -n 1 <<<"$said")" | tee -a "$log"
    return $code
}

dump() { job backup local && { [ "$CLOUD" != yes ] || job backup cloud; }; }

run() {
    local next_dump next_ship=$SHIP_EVERY
    trap 'exit 0' TERM INT
    rm -f /run/first-backup
    # a site that is being built has nothing to lose yet
    until [ -n "$(seeded)" ]; do sleep 0.3; done
    [ "$CLOUD" != yes ] || until RCLONE_S3_NO_CHECK_BUCKET=false rclone mkdir "$cloud" 2>/dev/null; do sleep 0.5; done
    until dump; do sleep 1; done
    touch /run/first-backup
    SECONDS=0 next_dump=$DUMP_EVERY
    while :; do
        sleep 0.2
        [ ! -e /run/schedule-off ] || continue
        if [ "$SECONDS" -ge "$next_dump" ]; then
            next_dump=$((SECONDS + DUMP_EVERY))
            dump
        elif [ "$SHIP_EVERY" != 0 ] && [ "$SECONDS" -ge "$next_ship" ]; then
            next_ship=$((SECONDS + SHIP_EVERY))
            # another primary writes other logs: they follow from a dump of its own
            job ship || if is_new_primary; then dump; fi
        fi
    done
}

seeded() {
    local first
    first=$(primary) && on "$first" "SELECT value FROM $database.site_meta WHERE name='seed'" 2>/dev/null
}

is_new_primary() {
    local first
    first=$(primary) && [ "$first" != "$(about "$home" "$(newest "$home")" server)" ]
}

case "$1" in
    run) run ;;
    off) touch /run/schedule-off && alone && echo 'nothing is begun by the schedule any more' ;;
    on) rm -f /run/schedule-off ;;
    log) tail -n 20 "$log" ;;
    *) fail 'schedule on, off or log' ;;
esac
