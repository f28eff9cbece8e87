#!/bin/bash
# race: while one server asks the database for the report somebody comments by way of the other one, which deletes the
# cached report. Then the first one puts there what it has read. Prints 1 when that is older than the comment (the first
# of two tries), else 0.
. /usr/local/lib/site.sh
report() { ask "$1" GET /report | body; }
for try in 1 2; do
    redis DEL cache:report
    one=$(report app-1 | sed 's/^{"pairs":\[{"one":"\([^"]*\)".*/\1/')
    log_in "$one"
    # a post that the first pair of the list has commented on
    other=$(report app-1 | sed 's/^[^}]*"other":"\([^"]*\)".*/\1/')
    post=$(sql "SELECT p.write_id FROM posts p JOIN comments c ON c.post_id=p.id JOIN users u ON u.id=c.author_id WHERE u.name='$other' LIMIT 1")
    redis DEL cache:report
    report app-1 >/dev/null &
    sleep 0.03
    ask app-2 POST "/posts/$post/comments" '{"body":"at the wrong moment"}' | grep -q '^HTTP/1.1 201' || fail 'the comment was not taken'
    wait
    kept=$(report app-2)
    redis DEL cache:report
    if [ "$kept" != "$(report app-2)" ]; then
        echo "try $try: the report is older than the comment, and would stay so"
        echo 1
        exit
    fi
done
echo 0
