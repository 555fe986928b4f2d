ALTER TABLE "incident" ADD COLUMN "edited_at" INTEGER;
ALTER TABLE "incident_update" ADD COLUMN "withdrawn_at" INTEGER;
CREATE TABLE "record_entry" (
  "number" INTEGER NOT NULL PRIMARY KEY,
  "subject" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "at" INTEGER NOT NULL,
  "leaf" BLOB NOT NULL,
  "erases" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "record_entry_subject_revision" ON "record_entry" ("subject", "revision");
CREATE TABLE "record_word" (
  "entry" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "salt" BLOB,
  "text" TEXT,
  PRIMARY KEY ("entry", "name")
) WITHOUT ROWID;
CREATE TABLE "record_hash" (
  "level" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "hash" BLOB NOT NULL,
  PRIMARY KEY ("level", "number")
) WITHOUT ROWID;
CREATE TRIGGER "record_entry_stays" BEFORE DELETE ON "record_entry" BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;
CREATE TRIGGER "record_entry_stands" BEFORE UPDATE ON "record_entry" BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;
CREATE TRIGGER "record_hash_stays" BEFORE DELETE ON "record_hash" BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;
CREATE TRIGGER "record_hash_stands" BEFORE UPDATE ON "record_hash" BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;
CREATE TRIGGER "record_word_stays" BEFORE DELETE ON "record_word" BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;
CREATE TRIGGER "record_word_stands" BEFORE UPDATE ON "record_word" WHEN NEW."text" IS NOT NULL OR NEW."salt" IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a recorded text can only be blanked'); END;
CREATE TRIGGER "incident_stays" BEFORE DELETE ON "incident" BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "incident_update_stays" BEFORE DELETE ON "incident_update" BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "entry_stays" BEFORE DELETE ON "entry" BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "sla_version_stays" BEFORE DELETE ON "sla_version" BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "sla_version_stands" BEFORE UPDATE ON "sla_version" BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END;
CREATE TRIGGER "frozen_figure_stays" BEFORE DELETE ON "frozen_figure" BEGIN SELECT RAISE(ABORT, 'what was published is never deleted'); END;
CREATE TRIGGER "frozen_figure_stands" BEFORE UPDATE ON "frozen_figure" BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END;
