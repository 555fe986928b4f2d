-- Alerts that other systems send, as they stand.
CREATE TABLE "alert" (
  "sender" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "started_at" INTEGER NOT NULL,
  "ended_at" INTEGER,
  "heard_at" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "labels" TEXT NOT NULL,
  "annotations" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "left_out" INTEGER NOT NULL,
  PRIMARY KEY ("sender", "fingerprint", "started_at")
);
CREATE INDEX "alert_ended_at" ON "alert" ("ended_at");
