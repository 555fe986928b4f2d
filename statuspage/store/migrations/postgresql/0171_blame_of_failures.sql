-- Whose fault it is that something was never taken: what is ours is for the operator to mend.
ALTER TABLE "delivery" ADD COLUMN "blame" TEXT COLLATE "C" NOT NULL DEFAULT '';
-- Staff may have the edit of an update told again to everybody.
ALTER TABLE "event" ADD COLUMN "is_told_again" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "delivery_failed" ON "delivery" ("queued_at") WHERE "state" IN ('failed', 'bounced');
CREATE INDEX "delivery_sent" ON "delivery" ("sent_at") WHERE "state" = 'sent';
