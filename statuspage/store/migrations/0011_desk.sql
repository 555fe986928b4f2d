CREATE TABLE "draft" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "path" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "fields" TEXT NOT NULL,
  "writers" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "saved_at" INTEGER NOT NULL,
  "waits_since" INTEGER
);
CREATE TABLE "private_note" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "incident_id" INTEGER NOT NULL,
  "author" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "text" TEXT NOT NULL,
  FOREIGN KEY ("incident_id") REFERENCES "incident" ("id")
);
CREATE INDEX "private_note_incident_id" ON "private_note" ("incident_id");
CREATE INDEX "audit_subject" ON "audit" ("subject");
