CREATE TABLE "event" (
  "entry" INTEGER NOT NULL PRIMARY KEY,
  "subject" TEXT NOT NULL,
  "is_quiet" INTEGER NOT NULL,
  "at" INTEGER NOT NULL
);
