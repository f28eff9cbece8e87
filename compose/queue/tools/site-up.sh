#!/bin/bash
# site-up: waits until the site answers.
for again in $(seq 100); do
    if timeout 2 bash -c 'exec 3<>/dev/tcp/lb/80 && printf "GET /readyz HTTP/1.0\r\n\r\n" >&3 && read -r _ status _ <&3 && [ "$status" = 200 ]' 2>/dev/null; then exit; fi
    sleep 0.2
done
echo 'the site does not answer' >&2
exit 1
