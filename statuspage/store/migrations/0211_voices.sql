-- What people say to us: private, and kept for a time only.
CREATE TABLE "voice" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL,
  "channel" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "components" TEXT NOT NULL,
  "language" TEXT NOT NULL,
  "may_quote" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "subscription" TEXT NOT NULL,
  "decided_at" INTEGER,
  "why" TEXT NOT NULL
);
CREATE INDEX "voice_subscription" ON "voice" ("subscription");
CREATE INDEX "voice_state_at" ON "voice" ("state", "at");
CREATE INDEX "voice_outcome_state" ON "voice" ("outcome", "state");
