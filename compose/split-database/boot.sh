#!/bin/bash
# Starts an app server (the words are its command), waits until it is fit to be asked, and ends it.
set -u
healthy() { (exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\r\n\r\n' >&3 && grep -q ' 200 ' <&3) 2>/dev/null; }
"$@" &
until healthy; do
    kill -0 $! || exit 1
    sleep 0.05
done
kill $! && wait
