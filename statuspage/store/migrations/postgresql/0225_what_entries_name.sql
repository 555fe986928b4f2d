-- Which pages an entry leads to: what it gives as evidence, and the answers a change belongs to.
CREATE TABLE "entry_link" (
  "kind" TEXT COLLATE "C" NOT NULL,
  "slug" TEXT COLLATE "C" NOT NULL,
  "target" TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY ("target", "kind", "slug")
);
CREATE INDEX "entry_link_kind_slug" ON "entry_link" ("kind", "slug");
INSERT INTO "entry_link" ("kind", "slug", "target")
  SELECT DISTINCT "entry"."kind", "entry"."slug", "named"."value"
  FROM "entry", json_array_elements_text("entry"."details"::json -> 'evidence') AS "named"("value")
  WHERE "entry"."kind" = 'outcomes' AND "named"."value" LIKE '/%';
INSERT INTO "entry_link" ("kind", "slug", "target")
  SELECT DISTINCT "entry"."kind", "entry"."slug", '/you-said-we-did/' || "named"."value"
  FROM "entry", json_array_elements_text("entry"."details"::json -> 'feedback') AS "named"("value")
  WHERE "entry"."kind" = 'changelog';
