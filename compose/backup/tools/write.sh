#!/bin/bash
# write SECONDS: posts, one after the other, straight to the primary. Each that was acknowledged is entered in a ledger on
# this machine; says how many.
. /usr/local/lib/databases.sh
first=$(primary) || fail 'there is no primary to write to'
run=$(date +%s)
end=$((run + $1))
for ((n = 1; $(date +%s) < end; n++)); do
    id=ledger-$run-$n
    # the second statement is answered only when the first was committed
    echo "INSERT INTO posts (write_id, author_id, body) SELECT '$id', MIN(id), 'kept?' FROM users; SELECT '$id';"
    sleep 0.03
done | mysql -h"$first" -uroot --connect-timeout=2 -BN --unbuffered "$database" >/tmp/ledger
wc -l </tmp/ledger
