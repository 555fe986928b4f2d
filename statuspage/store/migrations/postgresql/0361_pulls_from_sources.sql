-- What was pulled from sources: each pull with the hash of what came, and how far they have come.
CREATE TABLE "source_pull" (
  "series" TEXT COLLATE "C" NOT NULL,
  "start" BIGINT NOT NULL,
  "end" BIGINT NOT NULL,
  "asked_at" BIGINT NOT NULL,
  "query" TEXT COLLATE "C" NOT NULL,
  "points" BIGINT NOT NULL,
  "digest" BYTEA NOT NULL,
  PRIMARY KEY ("series", "start", "end")
);
CREATE TABLE "source_series" (
  "series" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "since" BIGINT NOT NULL,
  "settled" BIGINT NOT NULL,
  "reached" BIGINT NOT NULL,
  "heard_at" BIGINT,
  "newest" BIGINT,
  "fault" TEXT COLLATE "C",
  "failing_since" BIGINT
);
