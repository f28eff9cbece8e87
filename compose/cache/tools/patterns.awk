# Four ways to ask a cache, as files DIR/PATTERN.ROUND with a key a line; a round is a second. Two rounds to get to know
# the posts, then ROUNDS in which hits of keys that begin with "a" count.
function ask(pattern, key) { print key > (DIR "/" pattern "." round) }
function popular(pattern, passes, pass, n) {
    for (pass = 1; pass <= passes; pass++) for (n = 1; n <= 150; n++) ask(pattern, "a" n)
}
function once(pattern, count, n) { for (n = 1; n <= count; n++) ask(pattern, "b" round "-" n) }
BEGIN {
    for (round = 1; round <= ROUNDS + 2; round++) {
        counts = round > 2
        # crawler: 150 popular posts, and a program that reads 400 others, each once
        popular("crawler", counts ? 1 : 4)
        if (counts) once("crawler", 400)
        # trickle: 150 popular posts, and 60 others that are read once
        popular("trickle", 1)
        once("trickle", 60)
        # news: what was popular for long is forgotten; each second has 80 posts of its own, read three times and once more
        # a second later
        if (!counts) for (pass = 1; pass <= 10; pass++) for (n = 1; n <= 240; n++) ask("news", "b" n)
        else {
            for (pass = 1; pass <= 3; pass++) for (n = 1; n <= 80; n++) ask("news", "a" round "-" n)
            if (round > 3) for (n = 1; n <= 80; n++) ask("news", "a" (round - 1) "-" n)
        }
        # turn: 400 posts, one after the other, over and over
        for (n = 1; n <= 400; n++) ask("turn", "a" n)
    }
}
