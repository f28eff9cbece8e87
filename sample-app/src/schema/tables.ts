/**
 * The tables, each created only if it is missing, parents first.
 * `posts.write_id` is chosen by whoever writes: repeating a write whose answer was lost does not make a second post.
 */
export const tables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS users (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    password_hash VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    UNIQUE KEY users_by_name (name)
  ) ENGINE=InnoDB`,
  `CREATE TABLE IF NOT EXISTS posts (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    write_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    author_id INT UNSIGNED NOT NULL,
    body VARCHAR(2000) CHARACTER SET utf8mb4 NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    UNIQUE KEY posts_by_write_id (write_id),
    KEY posts_by_author (author_id, id),
    CONSTRAINT posts_author FOREIGN KEY (author_id) REFERENCES users (id)
  ) ENGINE=InnoDB`,
  `CREATE TABLE IF NOT EXISTS comments (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    post_id BIGINT UNSIGNED NOT NULL,
    author_id INT UNSIGNED NOT NULL,
    body VARCHAR(1000) CHARACTER SET utf8mb4 NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    KEY comments_by_post (post_id, id),
    KEY comments_by_author (author_id, id),
    CONSTRAINT comments_post FOREIGN KEY (post_id) REFERENCES posts (id) ON DELETE CASCADE,
    CONSTRAINT comments_author FOREIGN KEY (author_id) REFERENCES users (id)
  ) ENGINE=InnoDB`,
  `CREATE TABLE IF NOT EXISTS likes (
    post_id BIGINT UNSIGNED NOT NULL,
    user_id INT UNSIGNED NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    PRIMARY KEY (post_id, user_id),
    KEY likes_by_user (user_id),
    CONSTRAINT likes_post FOREIGN KEY (post_id) REFERENCES posts (id) ON DELETE CASCADE,
    CONSTRAINT likes_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ENGINE=InnoDB`,
  `CREATE TABLE IF NOT EXISTS sessions (
    id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    user_id INT UNSIGNED NOT NULL,
    user_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    KEY sessions_by_expiry (expires_at)
  ) ENGINE=InnoDB`,
  `CREATE TABLE IF NOT EXISTS uploads (
    name VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    bytes MEDIUMBLOB NOT NULL,
    versions INT UNSIGNED NOT NULL DEFAULT 1,
    stored_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)
  ) ENGINE=InnoDB`,
  // `once` is the job's id where a job may be done only once, else empty: then whatever is done twice is here twice
  `CREATE TABLE IF NOT EXISTS notifications (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    job_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    once VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    user_id INT UNSIGNED NOT NULL,
    body VARCHAR(2000) CHARACTER SET utf8mb4 NOT NULL,
    sent_by VARCHAR(64) NOT NULL,
    sent_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    UNIQUE KEY notifications_once (once),
    KEY notifications_by_job (job_id)
  ) ENGINE=InnoDB`,
  `CREATE TABLE IF NOT EXISTS site_meta (
    name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    value VARCHAR(200) NOT NULL
  ) ENGINE=InnoDB`,
  // what others are to be told of posts, in the transaction that changed them; the relay takes it out
  `CREATE TABLE IF NOT EXISTS outbox (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    post_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    event JSON NOT NULL,
    noted_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
  ) ENGINE=InnoDB`,
  // who was made primary, in order: whoever promotes a server writes it there
  `CREATE TABLE IF NOT EXISTS promotions (
    term INT UNSIGNED NOT NULL PRIMARY KEY,
    server VARCHAR(64) NOT NULL,
    promoted_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
  ) ENGINE=InnoDB`,
];
