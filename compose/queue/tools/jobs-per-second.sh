#!/bin/bash
# jobs-per-second SECONDS: how many notifications were sent per second, while so many seconds passed.
. /usr/local/lib/queue.sh
before=$(sent)
sleep "$1"
echo $((($(sent) - before) / $1))
