#!/bin/bash
# lost: how many posts of the ledger that write made the site no longer has. Without a primary that is all of them.
. /usr/local/lib/databases.sh
[ -s /tmp/ledger ] || fail 'there is no ledger: write 5'
first=$(primary) && on "$first" "SELECT write_id FROM $database.posts WHERE write_id LIKE 'ledger-%'" >/tmp/kept || : >/tmp/kept
grep -vxcFf /tmp/kept /tmp/ledger
exit 0
