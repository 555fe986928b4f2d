-- Planned work that was moved to another window, and by which rule an announced one repeats.

CREATE TABLE "maintenance_move" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "incident_id" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "former_start" INTEGER NOT NULL,
  "former_end" INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE INDEX "maintenance_move_incident_id" ON "maintenance_move" ("incident_id");
CREATE TRIGGER "maintenance_move_stays" BEFORE DELETE ON "maintenance_move"
BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;

ALTER TABLE "maintenance_plan" ADD COLUMN "repeats" TEXT;
