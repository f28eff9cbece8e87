#!/bin/bash
# fill COUNT: adds posts until there are so many, and says how many there are. The same posts each time: filler of common
# words and addresses (a street or a house with a low number is mentioned often, one with a high number seldom), and
# once, thirty posts about three topics with thirty others that only share a word with them.
# Where posts are told in the outbox, these are, too, in the same transactions.
set -euo pipefail
export MYSQL_PWD=$MYSQL_ROOT_PASSWORD
[[ ${1:-} =~ ^[0-9]{1,7}$ ]] || { echo 'fill COUNT: how many posts there shall be' >&2 && exit 1; }
sql() { mysql -uroot -BN stagecraft; }
# tell FROM: the outbox rows of posts after that number
tell() {
    [ "${EVENTS:-none}" != outbox ] || echo "INSERT INTO outbox (post_id, event)
        SELECT p.write_id, JSON_OBJECT('id', p.write_id, 'author', u.name, 'body', p.body, 'at', CAST(p.created_at AS CHAR))
        FROM posts p JOIN users u ON u.id = p.author_id WHERE p.id > $1 ORDER BY p.id;"
}

# What people would call the same words: "growing tomatoes", and who grows a tomato. Fields: word, two more forms, noun, plural.
topics="ROW('growing','grow','grows','tomato','tomatoes'), ROW('tuning','tune','tunes','guitar','guitars'), ROW('washing','wash','washes','dish','dishes')"
about() { echo "SELECT CONCAT('about-', n1, '-$1') AS id, CONCAT($2) AS body FROM topics"; }
topic_posts() {
    echo "WITH topics (v3, v1, v2, n1, n2) AS (VALUES $topics), texts AS ("
    about 01 "v3, ' ', n2, ' again this year, as every year.'"
    echo UNION ALL && about 02 "'Has anybody got advice on ', v3, ' ', n2, '?'"
    echo UNION ALL && about 03 "'Ask me about ', n2, ': I ', v1, ' them all by myself.'"
    echo UNION ALL && about 04 "'Nobody ', v2, ' ', n2, ' as my neighbour does.'"
    echo UNION ALL && about 05 "'We ', v1, ' ', n2, ' together, the whole street.'"
    echo UNION ALL && about 06 "'You can ', v1, ' a ', n1, ' with one hand.'"
    echo UNION ALL && about 07 "'A ', n1, ' is a ', n1, ', whoever ', v2, ' it.'"
    echo UNION ALL && about 08 "'How did you ', v1, ' your first ', n1, '?'"
    echo UNION ALL && about 09 "'My sister ', v2, ' no ', n1, ' without complaint.'"
    echo UNION ALL && about 10 "'The ', n1, ' that I meant to ', v1, ' yesterday is still there.'"
    for n in 01 02 03 04 05 06 07 08 09 10; do
        echo "UNION ALL SELECT CONCAT('aside-', n1, '-$n'), CONCAT('Doubts have been ', v3, ' on me for ', $n, ' days.') FROM topics"
    done
    echo ") SELECT id, 1, body FROM texts ORDER BY RIGHT(id, 2), id"
}

read -r count last <<<"$(sql <<<'SELECT COUNT(*), COALESCE(MAX(id), 0) FROM posts')"
if [ "$(sql <<<"SELECT COUNT(*) FROM posts WHERE write_id LIKE 'about-%'")" = 0 ] && [ "$count" -lt "$1" ]; then
    sql <<<"START TRANSACTION; INSERT INTO posts (write_id, author_id, body) $(topic_posts); $(tell "$last") COMMIT"
fi

word="ELT(1 + FLOOR(RAND() * 24), 'morning', 'garden', 'bread', 'river', 'window', 'market', 'lantern', 'paper', 'station', 'kitchen', 'summer', 'violin', 'harbour', 'corner', 'letter', 'cloud', 'orchard', 'ticket', 'blanket', 'teapot', 'mountain', 'library', 'puzzle', 'sparrow')"
street="CONCAT('street', FLOOR(POW(5000, RAND())), 'w')"
house="CONCAT('house', FLOOR(POW(5000, RAND())), 'b')"
body="CONCAT_WS(' ', $word, $word, 'near', $street, $house, $word, 'and', $word, $street, $word, $house, $word)"
while :; do
    read -r count last fillers authors <<<"$(sql <<<"SELECT COUNT(*), MAX(id), COALESCE(SUM(write_id LIKE 'fill-%'), 0), (SELECT COUNT(*) FROM users) FROM posts")"
    left=$(($1 - count))
    [ "$left" -gt 0 ] || break
    [ "$left" -le 5000 ] || left=5000
    sql <<<"SET rand_seed1 = $((fillers + 1)), rand_seed2 = 4711, cte_max_recursion_depth = 10000;
        START TRANSACTION;
        INSERT INTO posts (write_id, author_id, body)
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $left)
        SELECT CONCAT('fill-', LPAD($fillers + n, 8, '0')), 1 + MOD(n * 37, $authors), $body FROM numbers;
        $(tell "$last")
        COMMIT"
done
sql <<<'ANALYZE TABLE posts' >/dev/null
echo "$count"
