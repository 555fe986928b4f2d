-- When an incident or planned work on a component last changed.
ALTER TABLE "component" ADD COLUMN "touched_at" BIGINT;
UPDATE "component" SET "touched_at" = (
  SELECT max("updated_at") FROM "publication_component"
  JOIN "publication" ON "publication"."id" = "publication_component"."publication_id"
  WHERE "component_id" = "component"."id" AND "kind" IN ('incident', 'maintenance')
);
