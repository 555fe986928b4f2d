-- Feeds that programs are sent when they change (WebSub), what was sent of each last, and to whom.
CREATE TABLE "feed_topic" (
  "path" TEXT NOT NULL PRIMARY KEY,
  "digest" TEXT NOT NULL
);
CREATE TABLE "feed_listener" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "path" TEXT NOT NULL,
  "callback" TEXT NOT NULL,
  "secret" TEXT NOT NULL,
  "lease_until" INTEGER,
  "digest" TEXT NOT NULL,
  "asked" TEXT NOT NULL,
  "asked_lease" INTEGER NOT NULL,
  "asked_secret" TEXT NOT NULL,
  "tries" INTEGER NOT NULL,
  "due_at" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "feed_listener_path_callback" ON "feed_listener" ("path", "callback");
CREATE INDEX "feed_listener_due_at" ON "feed_listener" ("due_at");
