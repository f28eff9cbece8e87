#!/bin/bash
# lag: how many jobs wait: accepted by the brokers, and not noted as done by the workers.
. /usr/local/lib/queue.sh
lag
