-- When a job last said that it begins, and since when calls of jobs could reach us.

CREATE TABLE "heartbeat_start" (
  "probe" TEXT NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE "listening" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "since" INTEGER NOT NULL,
  "heard_at" INTEGER NOT NULL
);
