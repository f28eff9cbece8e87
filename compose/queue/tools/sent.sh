#!/bin/bash
# sent: how many notifications were sent.
. /usr/local/lib/queue.sh
sent
