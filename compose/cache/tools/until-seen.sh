#!/bin/bash
# until-seen SECONDS: somebody comments on a post that both servers have just shown. Prints after how many milliseconds
# both show the comment; so many seconds in all when they don't.
. /usr/local/lib/site.sh
post=seed-00$((1100 + RANDOM % 800))
log_in user0001
shown() { ask "$1" GET "/posts/$post" | body | sed 's/.*"comments":\([0-9]*\),.*/\1/'; }
before=$(shown app-1)
[[ $before =~ ^[0-9]+$ && $(shown app-2) == "$before" ]] || fail "$post is not shown"
ask app-1 POST "/posts/$post/comments" '{"body":"a comment"}' | grep -q '^HTTP/1.1 201' || fail 'the comment was not taken'
began=$(now_ms)
until [ "$(shown app-1)" -gt "$before" ] && [ "$(shown app-2)" -gt "$before" ]; do
    [ $(($(now_ms) - began)) -lt $(($1 * 1000)) ] || break
    sleep 0.05
done
echo $(($(now_ms) - began))
