-- What accounts of ours posted on Mastodon and Bluesky, so that an incident is one thread there.
CREATE TABLE "account_post" (
  "key" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "hook" TEXT COLLATE "C" NOT NULL,
  "topic" TEXT COLLATE "C" NOT NULL,
  "item" TEXT COLLATE "C" NOT NULL,
  "name" TEXT COLLATE "C" NOT NULL,
  "version" TEXT COLLATE "C" NOT NULL,
  "at" BIGINT NOT NULL
);
CREATE INDEX "account_post_hook_topic" ON "account_post" ("hook", "topic");
