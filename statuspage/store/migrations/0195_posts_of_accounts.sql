-- What accounts of ours posted on Mastodon and Bluesky, so that an incident is one thread there.
CREATE TABLE "account_post" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "hook" TEXT NOT NULL,
  "topic" TEXT NOT NULL,
  "item" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "at" INTEGER NOT NULL
);
CREATE INDEX "account_post_hook_topic" ON "account_post" ("hook", "topic");
