-- Alerts that other systems send, as they stand.
CREATE TABLE "alert" (
  "sender" TEXT COLLATE "C" NOT NULL,
  "fingerprint" TEXT COLLATE "C" NOT NULL,
  "started_at" BIGINT NOT NULL,
  "ended_at" BIGINT,
  "heard_at" BIGINT NOT NULL,
  "title" TEXT COLLATE "C" NOT NULL,
  "labels" TEXT COLLATE "C" NOT NULL,
  "annotations" TEXT COLLATE "C" NOT NULL,
  "url" TEXT COLLATE "C" NOT NULL,
  "left_out" BIGINT NOT NULL,
  PRIMARY KEY ("sender", "fingerprint", "started_at")
);
CREATE INDEX "alert_ended_at" ON "alert" ("ended_at");
