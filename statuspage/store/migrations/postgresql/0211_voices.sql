-- What people say to us: private, and kept for a time only.
CREATE TABLE "voice" (
  "key" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "at" BIGINT NOT NULL,
  "channel" TEXT COLLATE "C" NOT NULL,
  "text" TEXT COLLATE "C" NOT NULL,
  "subject" TEXT COLLATE "C" NOT NULL,
  "components" TEXT COLLATE "C" NOT NULL,
  "language" TEXT COLLATE "C" NOT NULL,
  "may_quote" BOOLEAN NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "outcome" TEXT COLLATE "C" NOT NULL,
  "subscription" TEXT COLLATE "C" NOT NULL,
  "decided_at" BIGINT,
  "why" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "voice_subscription" ON "voice" ("subscription");
CREATE INDEX "voice_state_at" ON "voice" ("state", "at");
CREATE INDEX "voice_outcome_state" ON "voice" ("outcome", "state");
