-- Which pages an entry leads to: what it gives as evidence, and the answers a change belongs to.
CREATE TABLE "entry_link" (
  "kind" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "target" TEXT NOT NULL,
  PRIMARY KEY ("target", "kind", "slug")
);
CREATE INDEX "entry_link_kind_slug" ON "entry_link" ("kind", "slug");
INSERT OR IGNORE INTO "entry_link" ("kind", "slug", "target")
  SELECT "entry"."kind", "entry"."slug", "named"."value"
  FROM "entry", json_each("entry"."details", '$.evidence') AS "named"
  WHERE "entry"."kind" = 'outcomes' AND "named"."value" LIKE '/%';
INSERT OR IGNORE INTO "entry_link" ("kind", "slug", "target")
  SELECT "entry"."kind", "entry"."slug", '/you-said-we-did/' || "named"."value"
  FROM "entry", json_each("entry"."details", '$.feedback') AS "named"
  WHERE "entry"."kind" = 'changelog';
