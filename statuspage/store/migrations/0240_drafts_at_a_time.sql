-- Drafts that came with an import, and drafts that are published by themselves at a time.
ALTER TABLE "draft" ADD COLUMN "source" TEXT NOT NULL DEFAULT '';
ALTER TABLE "draft" ADD COLUMN "publish_at" INTEGER;
ALTER TABLE "draft" ADD COLUMN "approver" TEXT NOT NULL DEFAULT '';
ALTER TABLE "draft" ADD COLUMN "fault" TEXT;
CREATE TABLE "imported_change" (
  "identity" TEXT NOT NULL PRIMARY KEY,
  "draft" TEXT NOT NULL
);
