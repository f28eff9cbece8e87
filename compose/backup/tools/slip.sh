#!/bin/bash
# slip: drops the table of posts on the primary. MySQL refuses, since comments refer to posts; somebody who is sure
# switches that off.
. /usr/local/lib/databases.sh
first=$(primary) || fail 'there is no primary'
on "$first" 'SET SESSION foreign_key_checks=0; DROP TABLE posts' "$database" && echo "$first: DROP TABLE posts: done"
