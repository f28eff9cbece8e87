#!/bin/bash
# leaders: of each partition, which broker leads it and which are in sync.
. /usr/local/lib/queue.sh
worker GET /leaders | grep -o '"leader":-\{0,1\}[0-9]*,"inSync":\[[0-9,]*\]' |
    sed 's/"leader":\(-\{0,1\}[0-9]*\),"inSync":\[\(.*\)\]/led by broker-\1, in sync: \2/' | cat -n
