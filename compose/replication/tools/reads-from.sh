#!/bin/bash
# reads-from SERVER: asks each app server five times for the feed, and prints how many of the ten answers came from that
# database (x-read-from).
ask() {
    exec 3<>"/dev/tcp/$1/8080" || return
    printf 'GET /feed HTTP/1.0\r\n\r\n' >&3
    tr -d '\r' <&3 | sed -n 's/^x-read-from: //Ip'
}
for app in app-1 app-2; do
    for again in 1 2 3 4 5; do ask "$app"; done
done 2>/dev/null | grep -cx "$1"
exit 0
