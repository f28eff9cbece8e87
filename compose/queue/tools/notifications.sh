#!/bin/bash
# notifications: how many notifications were sent, how many of them twice, and how many jobs wait.
. /usr/local/lib/queue.sh
sql "SELECT CONCAT('sent: ', COUNT(*), ', of ', COUNT(DISTINCT job_id), ' jobs; sent again: ', COUNT(*) - COUNT(DISTINCT job_id)) FROM notifications"
echo "waiting: $(lag)"
