-- What was pulled from sources: each pull with the hash of what came, and how far they have come.
CREATE TABLE "source_pull" (
  "series" TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  "asked_at" INTEGER NOT NULL,
  "query" TEXT NOT NULL,
  "points" INTEGER NOT NULL,
  "digest" BLOB NOT NULL,
  PRIMARY KEY ("series", "start", "end")
) WITHOUT ROWID;
CREATE TABLE "source_series" (
  "series" TEXT NOT NULL PRIMARY KEY,
  "since" INTEGER NOT NULL,
  "settled" INTEGER NOT NULL,
  "reached" INTEGER NOT NULL,
  "heard_at" INTEGER,
  "newest" INTEGER,
  "fault" TEXT,
  "failing_since" INTEGER
) WITHOUT ROWID;
