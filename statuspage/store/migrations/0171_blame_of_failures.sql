-- Whose fault it is that something was never taken: what is ours is for the operator to mend.
ALTER TABLE "delivery" ADD COLUMN "blame" TEXT NOT NULL DEFAULT '';
-- Staff may have the edit of an update told again to everybody.
ALTER TABLE "event" ADD COLUMN "is_told_again" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "delivery_failed" ON "delivery" ("queued_at") WHERE "state" IN ('failed', 'bounced');
CREATE INDEX "delivery_sent" ON "delivery" ("sent_at") WHERE "state" = 'sent';
