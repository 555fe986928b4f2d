-- A frozen figure knows its own time, the list it was counted from, and what made a revision of it.
DROP TRIGGER "frozen_figure_stays";
DROP TRIGGER "frozen_figure_stands";
ALTER TABLE "frozen_figure" ADD COLUMN "start" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "frozen_figure" ADD COLUMN "end" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "frozen_figure" ADD COLUMN "late" TEXT NOT NULL DEFAULT '[]';
UPDATE "frozen_figure" SET
  "start" = CAST(json_extract("figure", '$.from') AS INTEGER),
  "end" = CAST(json_extract("figure", '$.to') AS INTEGER);
CREATE INDEX "frozenfigure_end" ON "frozen_figure" ("end");
CREATE TRIGGER "frozen_figure_stays" BEFORE DELETE ON "frozen_figure"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "frozen_figure_stands" BEFORE UPDATE ON "frozen_figure"
BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END;

CREATE TABLE "frozen_list" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "sla" TEXT NOT NULL,
  "period" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "list" BLOB NOT NULL
);
CREATE UNIQUE INDEX "frozenlist_sla_period_revision" ON "frozen_list" ("sla", "period", "revision");
CREATE TRIGGER "frozen_list_stays" BEFORE DELETE ON "frozen_list"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "frozen_list_stands" BEFORE UPDATE ON "frozen_list"
BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END;

CREATE TABLE "late_data" (
  "sla" TEXT NOT NULL,
  "period" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "day" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "count" INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY ("sla", "period", "kind", "day", "subject")
) WITHOUT ROWID;
