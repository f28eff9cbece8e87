#!/bin/bash
# recover-rows OLD-PRIMARY: brings the rows that only the old primary has into the new one, and says how many.
# Numbers that the databases gave out themselves may stand for two different rows by now: a row is told by what it is
# (a post by its write id, a user by name), and gets a new number. Harmless twice. Rows that were changed or deleted on
# the old primary at the last moment are not looked for.
. /usr/local/lib/databases.sh
old=$1
must_answer "$old"
new=$(primary) || fail 'there is no primary: promote one first'
[ "$old" != "$new" ] || fail "$old is the primary itself: there is nothing to bring back"
# nobody may add to it while we look
on "$old" 'SET GLOBAL super_read_only=ON' || fail "$old cannot be made read-only"

# Each row as the statement that makes it anew, pure ASCII, on a line of its own: equal rows are equal lines.
text() { echo "'CONVERT(X''', HEX($1), ''' USING utf8mb4)'"; }
ascii() { echo "'X''', HEX($1), ''''"; }
post="' FROM posts p, users u WHERE p.write_id=', $(ascii p.write_id), ' AND u.name=', $(ascii u.name)"
statements() {
    on "$1" "
    SELECT CONCAT('INSERT IGNORE INTO users (name, password_hash, created_at) VALUES (', $(ascii name), ',', $(ascii password_hash), ',''', created_at, ''');') FROM users;
    SELECT CONCAT('INSERT IGNORE INTO posts (write_id, author_id, body, created_at) SELECT ', $(ascii p.write_id), ',u.id,', $(text p.body), ',''', p.created_at, ''' FROM users u WHERE u.name=', $(ascii u.name), ';')
      FROM posts p JOIN users u ON u.id=p.author_id;
    SELECT CONCAT('INSERT INTO comments (post_id, author_id, body, created_at) SELECT p.id,u.id,', $(text c.body), ',''', c.created_at, '''', $post, ' AND NOT EXISTS (SELECT 1 FROM comments c WHERE c.post_id=p.id AND c.author_id=u.id AND c.created_at=''', c.created_at, ''' AND c.body=', $(text c.body), ');')
      FROM comments c JOIN posts p ON p.id=c.post_id JOIN users u ON u.id=c.author_id;
    SELECT CONCAT('INSERT IGNORE INTO likes (post_id, user_id, created_at) SELECT p.id,u.id,''', l.created_at, '''', $post, ';')
      FROM likes l JOIN posts p ON p.id=l.post_id JOIN users u ON u.id=l.user_id;
    SELECT CONCAT('INSERT IGNORE INTO uploads (name, bytes, stored_at) VALUES (', $(ascii name), ',', $(ascii bytes), ',''', stored_at, ''');') FROM uploads" "$database"
}
# what only the old one has, in the order in which rows need each other
missing() {
    patience=60
    statements "$old" >/tmp/old.$$ || fail "the rows of $old cannot be read"
    statements "$new" >/tmp/new.$$ || fail "the rows of $new cannot be read"
    awk 'NR == FNR { known[$0] = 1; next } !($0 in known)' /tmp/new.$$ /tmp/old.$$
    rm -f /tmp/old.$$ /tmp/new.$$
}
missing >/tmp/missing.$$ || exit 1
count=$(wc -l </tmp/missing.$$)
if [ "$count" -gt 0 ]; then
    { echo 'START TRANSACTION;' && cat /tmp/missing.$$ && echo 'COMMIT;'; } |
        timeout 120 mysql -h"$new" -uroot --connect-timeout=2 "$database" || fail "$new did not take the rows: nothing was changed"
fi
left=$(missing | wc -l)
[ "$left" = 0 ] || fail "$left rows of $old could not be brought back: $new has others under the same names"
rm -f /tmp/missing.$$
echo "rows that only $old had, brought into $new:"
echo "$count"
