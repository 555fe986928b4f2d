-- Whom to tell, what was delivered to them, and which events outlets have passed on. What happened
-- before there was anybody to tell is told to nobody.
CREATE TABLE "subscription" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "channel" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "address_hash" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "filter" TEXT NOT NULL,
  "language" TEXT NOT NULL,
  "how_often" TEXT NOT NULL,
  "created_at" INTEGER NOT NULL,
  "confirmed_at" INTEGER,
  "changed_at" INTEGER,
  "ended_at" INTEGER,
  "owner" TEXT NOT NULL,
  "score" REAL NOT NULL,
  "bounced_on" DATE,
  "failing_since" INTEGER,
  "quarantined_at" INTEGER,
  "why" TEXT
);
CREATE INDEX "subscription_address_hash" ON "subscription" ("address_hash");

CREATE TABLE "delivery" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "subscription" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "topic" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "is_gathered" INTEGER NOT NULL,
  "tries" INTEGER NOT NULL,
  "queued_at" INTEGER NOT NULL,
  "due_at" INTEGER NOT NULL,
  "sent_at" INTEGER,
  "reason" TEXT,
  "batch" TEXT NOT NULL,
  "letter" TEXT NOT NULL,
  "about" TEXT NOT NULL
);
CREATE INDEX "delivery_due" ON "delivery" ("channel", "due_at") WHERE "state" = 'waiting';
CREATE INDEX "delivery_topic" ON "delivery" ("topic") WHERE "state" = 'waiting';
CREATE INDEX "delivery_subject" ON "delivery" ("subject", "channel", "state");
CREATE INDEX "delivery_subscription" ON "delivery" ("subscription", "sent_at");

CREATE TABLE "suppression" (
  "address_hash" TEXT NOT NULL PRIMARY KEY,
  "why" TEXT NOT NULL,
  "at" INTEGER NOT NULL
);

ALTER TABLE "event" ADD COLUMN "told_at" INTEGER;
UPDATE "event" SET "told_at" = "at";
CREATE INDEX "event_untold" ON "event" ("entry") WHERE "told_at" IS NULL;
