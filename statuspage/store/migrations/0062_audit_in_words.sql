-- From which address an act of staff was sent; and the log by whoever acted, and by what was done.

ALTER TABLE "audit" ADD COLUMN "address" TEXT NOT NULL DEFAULT '';
CREATE INDEX "audit_who_id" ON "audit" ("who", "id");
CREATE INDEX "audit_verb_id" ON "audit" ("verb", "id");
