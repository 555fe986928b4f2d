-- Drafts that came with an import, and drafts that are published by themselves at a time.
ALTER TABLE "draft" ADD COLUMN "source" TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE "draft" ADD COLUMN "publish_at" BIGINT;
ALTER TABLE "draft" ADD COLUMN "approver" TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE "draft" ADD COLUMN "fault" TEXT COLLATE "C";
CREATE TABLE "imported_change" (
  "identity" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "draft" TEXT COLLATE "C" NOT NULL
);
