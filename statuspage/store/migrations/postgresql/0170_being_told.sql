-- Whom to tell, what was delivered to them, and which events outlets have passed on. What happened
-- before there was anybody to tell is told to nobody.
CREATE TABLE "subscription" (
  "key" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "channel" TEXT COLLATE "C" NOT NULL,
  "address" TEXT COLLATE "C" NOT NULL,
  "address_hash" TEXT COLLATE "C" NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "filter" TEXT COLLATE "C" NOT NULL,
  "language" TEXT COLLATE "C" NOT NULL,
  "how_often" TEXT COLLATE "C" NOT NULL,
  "created_at" BIGINT NOT NULL,
  "confirmed_at" BIGINT,
  "changed_at" BIGINT,
  "ended_at" BIGINT,
  "owner" TEXT COLLATE "C" NOT NULL,
  "score" DOUBLE PRECISION NOT NULL,
  "bounced_on" DATE,
  "failing_since" BIGINT,
  "quarantined_at" BIGINT,
  "why" TEXT COLLATE "C"
);
CREATE INDEX "subscription_address_hash" ON "subscription" ("address_hash");

CREATE TABLE "delivery" (
  "key" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "subscription" TEXT COLLATE "C" NOT NULL,
  "channel" TEXT COLLATE "C" NOT NULL,
  "subject" TEXT COLLATE "C" NOT NULL,
  "revision" BIGINT NOT NULL,
  "topic" TEXT COLLATE "C" NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "is_gathered" BOOLEAN NOT NULL,
  "tries" BIGINT NOT NULL,
  "queued_at" BIGINT NOT NULL,
  "due_at" BIGINT NOT NULL,
  "sent_at" BIGINT,
  "reason" TEXT COLLATE "C",
  "batch" TEXT COLLATE "C" NOT NULL,
  "letter" TEXT COLLATE "C" NOT NULL,
  "about" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "delivery_due" ON "delivery" ("channel", "due_at") WHERE "state" = 'waiting';
CREATE INDEX "delivery_topic" ON "delivery" ("topic") WHERE "state" = 'waiting';
CREATE INDEX "delivery_subject" ON "delivery" ("subject", "channel", "state");
CREATE INDEX "delivery_subscription" ON "delivery" ("subscription", "sent_at");

CREATE TABLE "suppression" (
  "address_hash" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "why" TEXT COLLATE "C" NOT NULL,
  "at" BIGINT NOT NULL
);

ALTER TABLE "event" ADD COLUMN "told_at" BIGINT;
UPDATE "event" SET "told_at" = "at";
CREATE INDEX "event_untold" ON "event" ("entry") WHERE "told_at" IS NULL;
