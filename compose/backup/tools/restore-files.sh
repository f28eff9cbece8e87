#!/bin/bash
# restore-files local|cloud: brings the images back to the app server, and the web server's log as restored.log.
. /usr/local/lib/backups.sh
alone
case "$1" in
    local) tree=$home ;;
    cloud)
        tree=$home/.fetched
        rclone copy "$cloud" "$tree" --filter '+ /uploads/**' --filter '+ /weblogs/**' --filter '- **' 2>/tmp/fetch.said ||
            fail "the object storage has no files, or cannot be reached ($(because /tmp/fetch.said))"
        ;;
    *) fail 'restore-files local, or restore-files cloud' ;;
esac
[ -n "$(ls "$tree/uploads" 2>/dev/null)" ] || fail "no images were kept there: nothing was changed"
# the app's own user
cp -r "$tree/uploads/." /site/uploads/ && chown -R 1000:1000 /site/uploads || fail 'the app server took no images'
cat "$tree"/weblogs/* >/site/weblogs/restored.log 2>/dev/null
echo "$(ls "$tree/uploads" | wc -l) images, $(wc -l </site/weblogs/restored.log) lines of the web server's log"
