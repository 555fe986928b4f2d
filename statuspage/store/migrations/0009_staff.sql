ALTER TABLE "session" ADD COLUMN "seen_at" INTEGER NOT NULL DEFAULT 0;
UPDATE "session" SET "seen_at" = "created_at";
CREATE TABLE "totp" (
  "staff_id" TEXT NOT NULL PRIMARY KEY,
  "secret" TEXT NOT NULL,
  "last_step" INTEGER NOT NULL,
  "confirmed_at" INTEGER,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("name")
);
CREATE TABLE "recovery_code" (
  "code_hash" TEXT NOT NULL PRIMARY KEY,
  "staff_id" TEXT NOT NULL,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("name")
);
CREATE INDEX "recovery_code_staff_id" ON "recovery_code" ("staff_id");
CREATE TABLE "passkey" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "staff_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "public_key" BLOB NOT NULL,
  "sign_count" INTEGER NOT NULL,
  "created_at" INTEGER NOT NULL,
  "used_at" INTEGER,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("name")
);
CREATE INDEX "passkey_staff_id" ON "passkey" ("staff_id");
CREATE TABLE "audit" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL,
  "who" TEXT NOT NULL,
  "via" TEXT NOT NULL,
  "verb" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "before" TEXT,
  "after" TEXT
);
CREATE TRIGGER "audit_is_not_changed" BEFORE UPDATE ON "audit" BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER "audit_is_not_deleted" BEFORE DELETE ON "audit" BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
