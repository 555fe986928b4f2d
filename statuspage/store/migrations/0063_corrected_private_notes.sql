-- A private note may be corrected: the former one stays, and the new one names it.

ALTER TABLE "private_note" ADD COLUMN "corrects_id" INTEGER REFERENCES "private_note" ("id");
CREATE INDEX "private_note_corrects_id" ON "private_note" ("corrects_id");
