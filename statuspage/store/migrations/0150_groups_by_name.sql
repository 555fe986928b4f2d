-- The name of the group that a component stands in: pages tell parts of one name apart by it.
ALTER TABLE "component" ADD COLUMN "group_name" TEXT NOT NULL DEFAULT '';
